/// How long something may take, as people write it: `30m`, `90s`, `1h`, or seconds.
package enum TimeText {
  /// Nil for anything else, and for what is longer than some months.
  package static func duration(_ text: String) -> Duration? {
    let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600]
    let unit = text.last.flatMap { units[$0] }
    guard let number = Int(unit == nil ? text[...] : text.dropLast()), (0...10_000_000).contains(number) else { return nil }
    return .seconds(number * (unit ?? 1))
  }
}
