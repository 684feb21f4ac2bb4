import JSONDocument

/// The text of a file that holds a tag map, and the same text with other tags in it.
///
/// Only the values that are set are written anew: the order of keys, blanks, line ends and everything else stay as they are,
/// byte for byte, because Terraform and people read the same file.
struct TagMapText {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The file of an environment that had none.
  init(_ tags: [String: String], variable: String) {
    let members = tags.sorted { $0.key < $1.key }.map { JSONObject.Member(key: $0.key, value: .string($0.value)) }
    let document = JSON.object(
      JSONObject([JSONObject.Member(key: variable, value: .object(JSONObject(members)))]))
    bytes = Array((document.text(.pretty) + "\n").utf8)
  }

  /// Nil when the text is no document of JSON, or `variable` is no object in it.
  func setting(_ tags: [String: String], in variable: String) -> TagMapText? {
    guard let document = JSON.parse(bytes, source: 0).document, document.objectValue != nil else { return nil }
    guard let map = document[variable] else {
      return inserting(variable, "{}", into: document)?.setting(tags, in: variable)
    }
    guard let members = map.objectValue else { return nil }
    let known = tags.filter { members.member($0.key) != nil }
    var text = changing(known, in: members)
    for (key, tag) in tags.sorted(by: { $0.key < $1.key }) where known[key] == nil {
      text = text?.adding(key, tag, in: variable)
    }
    return text
  }

  /// The values of these members, from the last place to the first, so that no place moves before its turn.
  private func changing(_ tags: [String: String], in members: JSONObject) -> TagMapText? {
    var text = self
    var places: [(start: Int, tag: String)] = []
    for (key, tag) in tags where members.member(key)?.value.stringValue != tag {
      guard let start = members.member(key)?.value.mark.map({ Int($0.offset) }) else { return nil }
      places.append((start, tag))
    }
    for (start, tag) in places.sorted(by: { $0.start > $1.start }) {
      text = text.replacing(start..<end(of: start), with: JSON.string(tag).text())
    }
    return text
  }

  private func adding(_ key: String, _ tag: String, in variable: String) -> TagMapText? {
    JSON.parse(bytes, source: 0).document?[variable].flatMap { inserting(key, JSON.string(tag).text(), into: $0) }
  }

  // MARK: New members

  /// In its place where the keys are sorted, else at the end; spaced as its neighbours are.
  private func inserting(_ key: String, _ value: String, into object: JSON) -> TagMapText? {
    guard let members = object.objectValue, let opening = object.mark.map({ Int($0.offset) }) else { return nil }
    guard let first = members.first else { return filling(opening, with: "\(JSON.string(key).text()): \(value)") }
    let isSorted = zip(members.keys, members.keys.dropFirst()).allSatisfy { $0 < $1 }
    let place = isSorted ? members.firstIndex { $0.key > key } ?? members.count : members.count
    let neighbour = place == 0 ? first : members[place - 1]
    guard let start = neighbour.mark.map({ Int($0.offset) }), let content = neighbour.value.mark.map({ Int($0.offset) })
    else { return nil }
    let colon = String(decoding: bytes[end(of: start)..<content], as: UTF8.self)
    let member = JSON.string(key).text() + colon + value
    let gap = blanks(before: start)
    if place == 0 { return replacing(start..<start, with: "\(member),\(gap.isEmpty ? " " : gap)") }
    let after = end(of: content)
    let isTight = gap.isEmpty || (place == 1 && !gap.contains("\n"))
    return replacing(after..<after, with: ",\(isTight ? " " : gap)\(member)")
  }

  /// An object without members gets its first one.
  private func filling(_ opening: Int, with member: String) -> TagMapText? {
    guard let closing = bytes[opening...].firstIndex(of: UInt8(ascii: "}")) else { return nil }
    guard bytes.contains(UInt8(ascii: "\n")) else { return replacing(opening + 1..<closing, with: member) }
    let line = bytes[..<opening].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let indent = String(decoding: bytes[line..<opening].prefix { Self.isBlank($0) }, as: UTF8.self)
    let unit = indent.isEmpty ? "  " : indent
    return replacing(opening + 1..<closing, with: "\n\(indent)\(unit)\(member)\n\(indent)")
  }

  // MARK: Bytes

  private func replacing(_ range: Range<Int>, with text: String) -> TagMapText {
    TagMapText(bytes[..<range.lowerBound] + Array(text.utf8) + bytes[range.upperBound...])
  }

  /// Behind the value or key that begins at `start`: a text, a number, a word; of a list or an object, its closing bracket.
  private func end(of start: Int) -> Int {
    var at = start
    var depth = 0
    repeat {
      switch bytes[at] {
      case UInt8(ascii: "\""): at = endOfText(at)
      case UInt8(ascii: "{"), UInt8(ascii: "["): (depth, at) = (depth + 1, at + 1)
      case UInt8(ascii: "}"), UInt8(ascii: "]"): (depth, at) = (depth - 1, at + 1)
      case let byte where depth > 0 && (Self.isBlank(byte) || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":")): at += 1
      default: while at < bytes.count, !" \t\r\n,:]}".utf8.contains(bytes[at]) { at += 1 }
      }
    } while depth > 0 && at < bytes.count
    return at
  }

  private func endOfText(_ start: Int) -> Int {
    var at = start + 1
    while at < bytes.count, bytes[at] != UInt8(ascii: "\"") { at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1 }
    return min(at + 1, bytes.count)
  }

  private func blanks(before offset: Int) -> String {
    let blanks = bytes[..<offset].reversed().prefix(while: Self.isBlank)
    return String(decoding: blanks.reversed(), as: UTF8.self)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { " \t\r\n".utf8.contains(byte) }
}

extension TagMapText {
  private init(_ bytes: ArraySlice<UInt8>) { self.init(Array(bytes)) }
}
