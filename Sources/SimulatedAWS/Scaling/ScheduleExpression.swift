/// When a scheduled action runs: `at(2026-01-05T08:00:00)`, `rate(5 minutes)` or `cron(0 8 ? * MON-FRI *)` (API reference,
/// PutScheduledAction; user guide, "Schedule recurring scaling actions using cron expressions").
enum ScheduleExpression {
  static func isValid(_ text: String) -> Bool {
    guard text.hasSuffix(")"), let opening = text.firstIndex(of: "(") else { return false }
    let inner = text[text.index(after: opening)...].dropLast()
    switch text[..<opening] {
    case "at": return isInstant(inner)
    case "rate": return isRate(inner)
    case "cron": return isCron(inner)
    default: return false
    }
  }

  /// `yyyy-mm-ddThh:mm:ss`
  private static func isInstant(_ text: Substring) -> Bool {
    let halves = text.split(separator: "T", omittingEmptySubsequences: false)
    guard halves.count == 2 else { return false }
    let (date, time) = (numbers(halves[0], "-", [4, 2, 2]), numbers(halves[1], ":", [2, 2, 2]))
    guard let date, let time, (1...12).contains(date[1]), (1...31).contains(date[2]) else { return false }
    return time[0] < 24 && time[1] < 60 && time[2] < 60
  }

  private static func numbers(_ text: Substring, _ separator: Character, _ digits: [Int]) -> [Int]? {
    let parts = text.split(separator: separator, omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == digits else { return nil }
    let numbers = parts.compactMap(number)
    return numbers.count == parts.count ? numbers : nil
  }

  private static func number(_ text: some StringProtocol) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }

  /// A positive integer and its unit, in the singular for one.
  private static func isRate(_ text: Substring) -> Bool {
    let parts = text.split(separator: " ")
    guard parts.count == 2, let value = number(parts[0]), value > 0 else { return false }
    return ["minute", "hour", "day"].contains { parts[1] == $0 || parts[1] == $0 + "s" }
  }

  private struct Field {
    var range: ClosedRange<Int>
    var names: [Substring] = []
    /// Beside `* , - /`.
    var signs = ""
  }

  /// Minutes, hours, day of month, month, day of week, year.
  private static let fields = [
    Field(range: 0...59), Field(range: 0...23), Field(range: 1...31, signs: "?LW"),
    Field(
      range: 1...12, names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]),
    Field(range: 1...7, names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"], signs: "?L#"), Field(range: 1970...2199),
  ]

  private static func isCron(_ text: Substring) -> Bool {
    let parts = text.split(separator: " ")
    guard parts.count == fields.count, zip(parts, fields).allSatisfy({ isField($0, $1) }) else { return false }
    // One of the two days has to be left open.
    return (parts[2] == "?") != (parts[4] == "?")
  }

  private static func isField(_ text: Substring, _ field: Field) -> Bool {
    if text == "?" { return field.signs.contains("?") }
    return text.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { isElement($0, field) }
  }

  private static func isElement(_ text: Substring, _ field: Field) -> Bool {
    let steps = text.split(separator: "/", omittingEmptySubsequences: false)
    guard steps.count <= 2 else { return false }
    if steps.count == 2, (number(steps[1]) ?? 0) < 1 { return false }
    if steps[0] == "*" { return true }
    let ends = steps[0].split(separator: "-", omittingEmptySubsequences: false)
    return (1...2).contains(ends.count) && ends.allSatisfy { isValue($0, field) }
  }

  /// `5`, `MON`; where the field has them also `L`, `15W`, `LW`, `6L` and `FRI#2`.
  private static func isValue(_ text: Substring, _ field: Field) -> Bool {
    var text = text
    if field.signs.contains("#"), let mark = text.firstIndex(of: "#") {
      guard let week = number(text[text.index(after: mark)...]), (1...5).contains(week) else { return false }
      text = text[..<mark]
    }
    for sign in ["W", "L"] where field.signs.contains(sign) && text.hasSuffix(sign) {
      if text == "L" || text == "LW" { return true }
      text = text.dropLast()
      break
    }
    if let value = number(text), !text.isEmpty { return field.range.contains(value) }
    return field.names.contains { $0 == text.uppercased() }
  }

  // MARK: Time zones

  /// Whether it looks like a name of the IANA's list. The list itself is not known here: the second part is taken as it is.
  static func isTimeZone(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let isWell = parts.allSatisfy { part in
      !part.isEmpty && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_+-".contains($0)) }
    }
    return isWell && (parts.count == 1 ? singles.contains(text) : areas.contains(String(parts[0])))
  }

  private static let areas: Set = [
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Brazil", "Canada", "Chile", "Etc", "Europe",
    "Indian", "Mexico", "Pacific", "US",
  ]

  private static let singles: Set = [
    "CET", "CST6CDT", "Cuba", "EET", "EST", "EST5EDT", "Egypt", "Eire", "GB", "GB-Eire", "GMT", "GMT0", "Greenwich", "HST",
    "Hongkong", "Iceland", "Iran", "Israel", "Jamaica", "Japan", "Kwajalein", "Libya", "MET", "MST", "MST7MDT", "NZ",
    "NZ-CHAT", "Navajo", "PRC", "PST8PDT", "Poland", "Portugal", "ROK", "Singapore", "Turkey", "UCT", "UTC", "Universal",
    "W-SU", "WET", "Zulu",
  ]
}
