import APIModel
import AWS
import JSONDocument

/// What the input of an operation may look like: the types of its members and which of them are required.
///
/// Taken from AWS's model. Of services that the model leaves out it is written as text in the manner of an API reference:
/// `cluster:string, services*:[string], include:[TAGS], options:map, size:{width*:integer}`. Words in capitals are the
/// values of an enumeration, and `json` is anything.
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

  static func object(_ text: String) -> InputShape {
    var reader = ShapeReader(text: Array(text.utf8))
    return .members(reader.members())
  }
}

extension InputShape.Member {
  init(_ member: APIModel.Member, in model: APIModel) {
    self.init(name: member.name, isRequired: member.isRequired, shape: InputShape(member.shape, in: model))
  }
}

extension InputShape {
  init(_ reference: APIModel.Reference, in model: APIModel) {
    func shape(_ reference: APIModel.Reference) -> InputShape { InputShape(reference, in: model) }
    self =
      switch model[reference] {
      case .structure(let members): .members(members.map { Member($0, in: model) })
      case .list(let element, let count): count == 0...Int.max ? .list(shape(element)) : .bounded(shape(element), count)
      case .map(let key, let value, _): .dictionary(key: shape(key), value: shape(value))
      case .enumeration(let values): .values(values)
      case .text(let length, let pattern):
        length == 0...Int.max && pattern == nil
          ? .string : .text(TextRule(length: length, pattern: pattern.map { ModelPattern($0) }))
      case .integer(let range, let isLong):
        isLong || range != Int.min...Int.max ? .integers(isLong ? range : range.clamped(to: .int32)) : .integer
      case .number: .number
      case .boolean: .boolean
      case .timestamp: .timestamp
      case .blob: .string
      case .anything: .anything
      }
  }
}

extension ClosedRange<Int> {
  fileprivate static let int32 = Int(Int32.min)...Int(Int32.max)
}

/// Reads the notation of `InputShape`. It is our own text, so it is taken to be right.
private struct ShapeReader {
  let text: [UInt8]
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
    return Self.types[words[0]] ?? .values(words)
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
