import AWS
import JSONDocument

/// What the input of an operation may look like: the types of its members and which of them are required.
///
/// Written as text in the manner of an API reference, taken from the models of botocore 1.43:
/// `cluster:string, services*:[string], include:[TAGS], options:map, size:{width*:integer}`. Words in capitals are the
/// values of an enumeration, `json` is anything, and a service may give names to shapes of its own.
indirect enum InputShape: Sendable {
  struct Member: Sendable {
    var name: String
    var isRequired: Bool
    var shape: InputShape
  }

  case anything, string, integer, number, boolean
  /// Seconds since 1970, or the text that the `aws` program takes for them.
  case timestamp
  case values([String])
  case text(TextRule)
  case integers(ClosedRange<Int>)
  case list(InputShape)
  /// A list of so many elements.
  case bounded(InputShape, ClosedRange<Int>)
  /// From strings to strings.
  case map
  case dictionary(key: InputShape, value: InputShape)
  case members([Member])

  static func object(_ text: String, names: [String: InputShape] = [:]) -> InputShape {
    var reader = ShapeReader(text: Array(text.utf8), names: names)
    return .members(reader.members())
  }
}

/// Reads the notation of `InputShape`. It is our own text, so it is taken to be right.
private struct ShapeReader {
  let text: [UInt8]
  /// Shapes that the service calls by a name.
  let names: [String: InputShape]
  var at = 0

  mutating func members() -> [InputShape.Member] {
    var members: [InputShape.Member] = []
    while true {
      let name = word()
      guard !name.isEmpty else { return members }
      let isRequired = pass("*")
      _ = pass(":")
      members.append(InputShape.Member(name: name, isRequired: isRequired, shape: shape()))
      guard pass(",") else { return members }
    }
  }

  private mutating func shape() -> InputShape {
    if pass("[") {
      let element = shape()
      _ = pass("]")
      return .list(element)
    }
    if pass("{") {
      let inner = members()
      _ = pass("}")
      return .members(inner)
    }
    var words = [word()]
    while pass("|") { words.append(word()) }
    return names[words[0]] ?? Self.types[words[0]] ?? .values(words)
  }

  private static let types: [String: InputShape] = [
    "json": .anything, "string": .string, "integer": .integer, "number": .number, "boolean": .boolean, "map": .map,
    "timestamp": .timestamp,
  ]

  private mutating func word() -> String {
    skipBlanks()
    let start = at
    while at < text.count, !Self.marks.contains(text[at]) { at += 1 }
    return String(decoding: text[start..<at], as: UTF8.self)
  }

  private mutating func pass(_ mark: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard at < text.count, text[at] == UInt8(ascii: mark) else { return false }
    at += 1
    return true
  }

  private mutating func skipBlanks() {
    while at < text.count, Self.blanks.contains(text[at]) { at += 1 }
  }

  private static let blanks = Set(" \n".utf8)
  private static let marks = Set(" \n,:*|[]{}".utf8)
}
