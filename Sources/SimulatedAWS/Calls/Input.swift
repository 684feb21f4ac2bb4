import AWS
import FoundationEssentials
import JSONDocument

extension JSON {
  /// A time as the API writes it: seconds since 1970 with three decimals.
  static func time(_ seconds: Double?) -> JSON? { seconds.map(decimal) }

  /// At most three digits behind the point. Null for what is no number, or too large for those digits.
  static func decimal(_ number: Double) -> JSON {
    guard let thousandths = Int(exactly: (number * 1000).rounded()) else { return .null }
    guard thousandths % 1000 != 0 else { return .int(thousandths / 1000) }
    let (whole, fraction) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1000)
    let padded = String(String(1000 + fraction).dropFirst())
    return JSON.parse("\(thousandths < 0 ? "-" : "")\(whole).\(padded)").document ?? .null
  }

  var doubleValue: Double? { numberValue?.doubleValue }

  /// The value without members and elements that are null: to AWS they are not there.
  var withoutNulls: JSON {
    switch content {
    case .null, .bool, .number, .string: self
    case .array(let elements): .array(elements.filter { !$0.isNull }.map(\.withoutNulls))
    case .object(let members):
      .object(
        JSONObject(
          members.filter { !$0.value.isNull }.map { JSONObject.Member(key: $0.key, value: $0.value.withoutNulls) }))
    }
  }

  func string(_ member: String) -> String? { self[member]?.stringValue }
  func list(_ member: String) -> [JSON] { self[member]?.arrayValue ?? [] }
  func texts(_ member: String) -> [String] { list(member).compactMap(\.stringValue) }

  /// Gives the member a value if it has none.
  mutating func fill(_ member: String, _ value: JSON) {
    if self[member] == nil { self[member] = value }
  }
}

extension JSON {
  /// Seconds since 1970: a number as on the wire, or a text like `2026-01-05T08:00:00Z` as the `aws` program takes it,
  /// which is in UTC unless it says otherwise.
  var instant: Double? {
    guard let text = stringValue else { return doubleValue }
    let hasZone = text.hasSuffix("Z") || text.utf8.count > 19 && text.dropFirst(19).contains { $0 == "+" || $0 == "-" }
    let full = hasZone ? text : text + "Z"
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: full.contains("."))
    return (try? style.parse(full))?.timeIntervalSince1970
  }

  /// An instant that a calendar has, from the year 1 to the year 9999.
  var isInstant: Bool { instant.map { (-62_135_596_800..<253_402_300_800).contains($0) } ?? false }

  /// A number as services write what their model calls a double: never without a point.
  static func double(_ number: Double) -> JSON { JSON.parse("\(number)").document ?? .decimal(number) }
}
