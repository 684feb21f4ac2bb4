import AWS
import FoundationEssentials
import JSONDocument

extension JSON {
  /// A time as the API writes it: seconds since 1970 with three decimals.
  static func time(_ seconds: Double?) -> JSON? { seconds.map(decimal) }

  /// At most three digits behind the point.
  static func decimal(_ number: Double) -> JSON {
    let thousandths = Int((number * 1000).rounded())
    guard thousandths % 1000 != 0 else { return .int(thousandths / 1000) }
    let fraction = String(thousandths % 1000)
    let padded = String(repeating: "0", count: 3 - fraction.utf8.count) + fraction
    return JSON.parse("\(thousandths / 1000).\(padded)").document ?? .int(thousandths / 1000)
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

  /// A number as services write what their model calls a double: never without a point.
  static func double(_ number: Double) -> JSON { JSON.parse("\(number)").document ?? .decimal(number) }
}
