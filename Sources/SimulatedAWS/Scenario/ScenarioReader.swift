import Diagnostics
package import JSONDocument

/// One thing that is wrong in a scenario file: what, where, and what to do.
package struct ScenarioProblem: Error, Sendable, Equatable {
  package var code: String
  package var message: String
  /// Nil for a document that was not read from a file.
  package var mark: SourceMark?
  package var fix: String?
}

/// Reads members of objects and gathers what is wrong with them. Null means absent.
struct ScenarioReader {
  private(set) var problems: [ScenarioProblem] = []

  mutating func report(_ code: String, _ message: String, at mark: SourceMark?, fix: String? = nil) {
    problems.append(ScenarioProblem(code: "scenario-\(code)", message: message, mark: mark, fix: fix))
  }

  /// The members of an object that may hold the `known` ones; nil for anything else.
  mutating func members(_ json: JSON, of noun: String, known: [String]) -> JSONObject? {
    guard let members = json.objectValue else {
      report("type", "\(noun) is \(json.kindName); it must be an object", at: json.mark)
      return nil
    }
    for member in members where !known.contains(member.key) {
      let nearest = Nearest.name(to: member.key, among: known)
      report(
        "member", "\(noun) has no \"\(member.key.prefix(60))\"", at: member.mark ?? json.mark,
        fix: nearest.map { "write \"\($0)\"" } ?? "remove it; there are: \(known.joined(separator: ", "))")
    }
    return JSONObject(members.filter { !$0.value.isNull })
  }

  /// The elements of a list; none when it is absent or no list.
  mutating func list(_ members: JSONObject, _ name: String) -> [JSON] {
    guard let value = members[name] else { return [] }
    if let elements = value.arrayValue { return elements }
    report("type", "\"\(name)\" is \(value.kindName); it must be a list", at: value.mark)
    return []
  }

  mutating func text(_ members: JSONObject, _ name: String) -> String? {
    guard let value = members[name] else { return nil }
    if let text = value.stringValue, !text.isEmpty { return text }
    let kind = value.stringValue == nil ? value.kindName : "empty"
    report("type", "\"\(name)\" is \(kind); it must be a text", at: value.mark, fix: "write it in quotes")
    return nil
  }

  mutating func texts(_ members: JSONObject, _ name: String) -> [String]? {
    guard members[name] != nil else { return nil }
    return list(members, name).compactMap { element in
      if let text = element.stringValue { return text }
      report("type", "an element of \"\(name)\" is \(element.kindName); it must be a text", at: element.mark)
      return nil
    }
  }

  mutating func integer(_ members: JSONObject, _ name: String, in range: ClosedRange<Int>) -> Int? {
    guard let value = members[name] else { return nil }
    if let number = value.intValue, range.contains(number) { return number }
    let limits = range.upperBound == .max ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
    report("value", "\"\(name)\" is \(Self.shown(value)); it must be a whole number \(limits)", at: value.mark)
    return nil
  }

  mutating func number(_ members: JSONObject, _ name: String, upTo limit: Int) -> Double? {
    guard let value = members[name] else { return nil }
    if let number = value.doubleValue, (0...Double(limit)).contains(number) { return number }
    report("value", "\"\(name)\" is \(Self.shown(value)); it must be a number from 0 to \(limit)", at: value.mark)
    return nil
  }

  mutating func flag(_ members: JSONObject, _ name: String) -> Bool? {
    guard let value = members[name] else { return nil }
    if let flag = value.boolValue { return flag }
    report("type", "\"\(name)\" is \(value.kindName); it must be true or false", at: value.mark)
    return nil
  }

  /// A text that means something, such as one of a few words. `choice` says what there is in a shorter way.
  mutating func word<Meaning>(
    _ members: JSONObject, _ name: String, among words: [String], choice: ((String) -> String)? = nil,
    _ meaning: (String) -> Meaning?
  ) -> Meaning? {
    guard let value = members[name], let text = text(members, name) else { return nil }
    if let known = meaning(text) { return known }
    let nearest = Nearest.name(to: text, among: words)
    report(
      "value", "\"\(name)\" knows no \"\(text.prefix(60))\"", at: value.mark,
      fix: nearest.map { "write \"\($0)\"" } ?? choice?(text) ?? "write one of: \(words.joined(separator: ", "))")
    return nil
  }

  /// Says that a member is missing where it is.
  mutating func demand(_ members: JSONObject, _ name: String, in json: JSON, of noun: String, example: String) {
    guard members[name] == nil else { return }
    report("missing", "\(noun) has no \"\(name)\"", at: json.mark, fix: "add \"\(name)\": \(example)")
  }

  private static func shown(_ value: JSON) -> String { value.numberValue == nil ? value.kindName : value.text() }
}
