import JSONDocument

/// A time in an answer: seconds since 1970 as the API sends it, or ISO 8601 text as newer `aws` programs print it (law A6).
package enum APITime {
  package static func seconds(_ text: String) -> Double? { parse(text) }

  static func seconds(_ value: JSON?) -> Double? {
    guard let value else { return nil }
    if let number = value.numberValue { return number.doubleValue }
    return value.stringValue.flatMap(parse)
  }

  /// `2026-03-05T11:22:33.5+01:00`, `…Z`
  private static func parse(_ text: String) -> Double? {
    if let plain = Double(text) { return plain }
    let halves = text.split(separator: "T")
    guard halves.count == 2 else { return nil }
    let date = halves[0].split(separator: "-").compactMap { Int($0) }
    var clock = halves[1]
    var offset = 0.0
    if clock.hasSuffix("Z") {
      clock = clock.dropLast()
    } else if let sign = clock.lastIndex(where: { $0 == "+" || $0 == "-" }) {
      let zone = clock[clock.index(after: sign)...].split(separator: ":").compactMap { Double($0) }
      offset = (zone.first ?? 0) * 3600 + (zone.dropFirst().first ?? 0) * 60
      if clock[sign] == "-" { offset = -offset }
      clock = clock[..<sign]
    }
    let time = clock.split(separator: ":").compactMap { Double($0) }
    guard date.count == 3, time.count == 3, date.allSatisfy({ (0...9999).contains($0) }) else { return nil }
    return Double(days(date[0], date[1], date[2])) * 86400 + time[0] * 3600 + time[1] * 60 + time[2] - offset
  }

  /// Days since 1970-01-01 of a day of the Gregorian calendar (Hinnant's `days_from_civil`, years from 0 on).
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
