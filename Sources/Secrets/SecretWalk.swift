package import JSONDocument

extension SecretFinder {
  /// The document with every secret inside replaced by what `render` makes of it. `path` leads to it from the top of the
  /// resource's document that it is a part of.
  static func rendered(
    _ json: JSON, named name: String? = nil, at path: [String] = [], _ render: (String) -> String
  ) -> JSON {
    withoutActuallyEscaping(render) { render in
      SecretWalk(render: render)
        .value(json, name.map { NameMeaning(of: $0) } ?? .plain, DeclaredSecrets.current.place(at: path))
    }
  }

  /// Whether a resource's document has such a place.
  package static func has(_ path: DeclaredPath, in document: JSON) -> Bool {
    var isFound = false
    let walk = SecretWalk { text in
      isFound = true
      return text
    }
    walk.collectDeclared(document, DeclaredPlace(secret: [path], plain: []))
    return isFound
  }

  /// The texts that stand at declared paths of a resource's document, but for switches, which stand everywhere.
  package static func declaredTexts(in document: JSON) -> [String] {
    var texts: [String] = []
    let walk = SecretWalk { text in
      texts.append(text)
      return text
    }
    walk.collectDeclared(document, DeclaredSecrets.current.place())
    return texts.filter { !withBytes(of: $0, PlainValues.isSwitch) }
  }

  /// Where the values stand that are secrets, or hold one; not those that are common under such names.
  package static func places(in document: JSON) -> [SourceMark] {
    var places: [SourceMark] = []
    SecretWalk.collectDifferences(document, rendered(document) { _ in "" }) { mark, leaf, _ in
      if !withBytes(of: leaf.stringValue ?? leaf.text(), PlainValues.isCommon) { places.append(mark) }
    }
    return places
  }

  /// The text with every secret inside replaced. A text that is a JSON document is taken for that document, and is written
  /// anew when there is a secret in it.
  static func rendered(_ text: String, _ render: (String) -> String) -> String {
    withoutActuallyEscaping(render) { SecretWalk(render: $0).text(text) }
  }
}

/// A walk over a document that carries what the name of each place tells about the values there.
private struct SecretWalk {
  let render: (String) -> String

  func value(_ json: JSON, _ meaning: NameMeaning, _ place: DeclaredPlace = .nowhere) -> JSON {
    switch place.verdict {
    case .secret: return hidden(json)
    case .plain where meaning != .plain: return value(json, .plain, place)
    case .plain, nil: break
    }
    switch json.content {
    case .null: return json
    case .bool, .number:
      if case .number(let number) = json.content, isDeclared(number.text) { return .string(render(json.text(.canonical))) }
      guard meaning != .plain else { return json }
      // As it is written: in canonical form 900 is no measure any more.
      return isHidden(json.text(), meaning) ? .string(render(json.text(.canonical))) : json
    case .string(let text):
      if isHidden(text, meaning) { return .string(render(text)) }
      let shown = self.text(text)
      return shown == text ? json : JSON(.string(shown), mark: json.mark)
    case .array(let elements): return JSON(.array(self.elements(elements, meaning, place)), mark: json.mark)
    case .object(let members): return JSON(.object(self.members(members, place)), mark: json.mark)
    }
  }

  /// All of it, but for what an entry is called.
  private func hidden(_ json: JSON) -> JSON {
    switch json.content {
    case .null: return json
    case .string(let text): return text.isEmpty ? json : .string(render(text))
    case .bool, .number: return .string(render(json.text(.canonical)))
    case .array(let elements): return JSON(.array(elements.map(hidden)), mark: json.mark)
    case .object(let members):
      let shown = members.map { member in
        JSONObject.Member(
          key: member.key, value: EntrySpelling.isName(member.key) ? member.value : hidden(member.value), mark: member.mark)
      }
      return JSON(.object(JSONObject(distinct: shown)), mark: json.mark)
    }
  }

  func collectDeclared(_ json: JSON, _ place: DeclaredPlace) {
    guard place.verdict != .secret else {
      _ = hidden(json)
      return
    }
    for element in json.arrayValue ?? [] {
      collectDeclared(element, place.inside(element.objectValue.flatMap(EntrySpelling.name)))
    }
    for member in json.objectValue ?? JSONObject() { collectDeclared(member.value, place.inside(member.key)) }
  }

  private func isDeclared(_ text: String) -> Bool {
    SecretFinder.withBytes(of: text) { DeclaredSecrets.current.ranges(in: $0).first == 0..<$0.count }
  }

  private func isHidden(_ text: String, _ meaning: NameMeaning) -> Bool {
    SecretFinder.withBytes(of: text) { meaning.hides($0) }
  }

  /// Elements stand under the name of their list; the one behind `--db-password` is judged by that.
  private func elements(_ elements: [JSON], _ meaning: NameMeaning, _ place: DeclaredPlace) -> [JSON] {
    var flag = NameMeaning.plain
    return elements.map { element in
      guard let text = element.stringValue else {
        flag = .plain
        return value(element, meaning, place.inside(element.objectValue.flatMap(EntrySpelling.name)))
      }
      let behind = flag
      flag = SecretFinder.withBytes(of: text) { SecretsInText.flagMeaning($0) }
      let isArgument = SecretFinder.withBytes(of: text) { SecretsInText.isArgument($0, of: behind) }
      return isArgument ? .string(render(text)) : value(element, meaning, place.inside(nil))
    }
  }

  /// In `{"name": "DB_PASSWORD", "value": …}` the name decides about the value; elsewhere the key does.
  private func members(_ members: JSONObject, _ place: DeclaredPlace) -> JSONObject {
    let entry = EntrySpelling.name(of: members)
    return JSONObject(
      distinct: members.map { member in
        let name = entry != nil && EntrySpelling.isValue(member.key) ? entry : nil
        let shown = value(member.value, NameMeaning(of: name ?? member.key), place.inside(member.key))
        return JSONObject.Member(key: member.key, value: shown, mark: member.mark)
      })
  }

  /// Secrets are replaced by their ranges, or inside of the document that the text is.
  func text(_ text: String) -> String {
    let shown = SecretFinder.withBytes(of: text) { bytes -> String? in
      if SecretFinder.isDocument(bytes), let document = JSON.parse(text, source: 0).document {
        return self.document(document, bytes)
      }
      return replaced(bytes, SecretsInText.ranges(in: bytes))
    }
    return shown ?? text
  }

  /// The text of a document, written as it was but for its secrets; nil when there is none in it.
  private func document(_ document: JSON, _ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    var shown: [(range: Range<Int>, text: String)] = []
    Self.collectDifferences(document, value(document, .plain)) { mark, _, leaf in
      let start = Int(mark.offset)
      shown.append((start..<Self.end(ofLeafAt: start, in: bytes), leaf.text()))
    }
    guard !shown.isEmpty else { return nil }
    var text = ""
    var at = 0
    for part in shown {
      text += String(decoding: bytes[at..<part.range.lowerBound], as: UTF8.self) + part.text
      at = part.range.upperBound
    }
    return text + String(decoding: bytes[at...], as: UTF8.self)
  }

  /// Where the two documents, which are of the same structure, differ in their leaves.
  static func collectDifferences(
    _ document: JSON, _ shown: JSON, _ found: (_ place: SourceMark, _ leaf: JSON, _ shown: JSON) -> Void
  ) {
    switch (document.content, shown.content) {
    case (.array(let elements), .array(let others)):
      for (element, other) in zip(elements, others) { collectDifferences(element, other, found) }
    case (.object(let members), .object(let others)):
      for (member, other) in zip(members, others) { collectDifferences(member.value, other.value, found) }
    default:
      guard let mark = document.mark, document != shown else { return }
      found(mark, document, shown)
    }
  }

  private static func end(ofLeafAt start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard bytes[start] == UInt8(ascii: "\"") else {
      return bytes[start...].firstIndex { Bytes.isEnd($0) || $0 == UInt8(ascii: "}") || $0 == UInt8(ascii: "]") } ?? bytes.count
    }
    var at = start + 1
    while at < bytes.count, bytes[at] != UInt8(ascii: "\"") { at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1 }
    return min(at + 1, bytes.count)
  }

  private func replaced(_ bytes: UnsafeBufferPointer<UInt8>, _ ranges: [Range<Int>]) -> String? {
    guard !ranges.isEmpty else { return nil }
    var text = ""
    var at = 0
    for range in ranges {
      text += String(decoding: bytes[at..<range.lowerBound], as: UTF8.self)
      text += render(String(decoding: bytes[range], as: UTF8.self))
      at = range.upperBound
    }
    return text + String(decoding: bytes[at...], as: UTF8.self)
  }
}

/// The ways in which AWS spells an entry: `name` and `value` (environment), `key` and `value` (tags of ECS), `Key` and
/// `Value` (tags of ECR), `name` and `values` (filters); `namespace` (kernel parameters) and `pointer` (checks) name as well.
enum EntrySpelling {
  private static let names = ["name", "key", "namespace", "pointer"].map { Array($0.utf8) }
  private static let values = ["value", "values"].map { Array($0.utf8) }

  /// The name by which the entry's value is judged; nil for what is no entry.
  static func name(of members: JSONObject) -> String? {
    for position in members.indices where isOne(of: names, members[position].key) {
      if let name = members[position].value.stringValue { return name }
    }
    return nil
  }

  static func isName(_ key: String) -> Bool { isOne(of: names, key) }

  /// `value`, `Value`.
  static func isValue(_ key: String) -> Bool { isOne(of: values, key) }

  static func isValue(_ key: UnsafeBufferPointer<UInt8>) -> Bool { values.contains { isSame(key, $0) } }

  private static func isOne(of words: [[UInt8]], _ key: String) -> Bool {
    guard key.utf8.count <= 9 else { return false }
    return SecretFinder.withBytes(of: key) { bytes in words.contains { isSame(bytes, $0) } }
  }

  private static func isSame(_ key: UnsafeBufferPointer<UInt8>, _ word: [UInt8]) -> Bool {
    guard key.count == word.count else { return false }
    for at in word.indices where key[at] | 0x20 != word[at] { return false }
    return true
  }
}
