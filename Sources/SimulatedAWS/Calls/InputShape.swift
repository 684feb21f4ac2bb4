import AWS
import JSONDocument

/// What the input of an operation may look like: the types of its members and which of them are required.
///
/// Written as text in the manner of an API reference, taken from the models of botocore 1.43:
/// `cluster:string, services*:[string], include:[TAGS], options:map, size:{width*:integer}`. Words in capitals are the
/// values of an enumeration, `json` is anything. Members that are not named are let through: the API grows.
indirect enum InputShape: Sendable {
  struct Member: Sendable {
    var name: String
    var isRequired: Bool
    var shape: InputShape
  }

  case anything, string, integer, number, boolean
  case values([String])
  case list(InputShape)
  /// From strings to strings.
  case map
  case members([Member])

  static func object(_ text: String) -> InputShape {
    var reader = ShapeReader(text: Array(text.utf8))
    return .members(reader.members())
  }

  /// Throws what AWS answers to an input of another shape.
  func check(_ input: JSON) throws(AWSError) {
    try check(input, Place())
  }

  /// Where in the input a value is. Its text is made only when something is wrong there.
  private indirect enum Place {
    case root
    case member(String, of: Place)
    case element(Int, of: Place)

    init() { self = .root }

    var text: String {
      switch self {
      case .root: ""
      case .member(let name, .root): name
      case .member(let name, let outer): "\(outer.text).\(name)"
      case .element(let position, let outer): "\(outer.text).\(position + 1).member"
      }
    }
  }

  private func check(_ value: JSON, _ place: Place) throws(AWSError) {
    switch self {
    case .anything: return
    case .string: try demand(value.stringValue != nil, value, "a string", place)
    case .integer:
      // The API's integers have 32 bits.
      try demand(value.intValue.flatMap { Int32(exactly: $0) } != nil, value, "an integer", place)
    case .number: try demand(value.numberValue != nil, value, "a number", place)
    case .boolean: try demand(value.boolValue != nil, value, "a boolean", place)
    case .values(let values): try check(value, isOneOf: values, place)
    case .list(let element):
      guard let items = value.arrayValue else { return try demand(false, value, "a list", place) }
      for (position, item) in items.enumerated() { try element.check(item, .element(position, of: place)) }
    case .map:
      guard let members = value.objectValue else { return try demand(false, value, "a map", place) }
      for member in members { try InputShape.string.check(member.value, .member(member.key, of: place)) }
    case .members(let members):
      try demand(value.objectValue != nil, value, "a structure", place)
      for member in members { try check(member, of: value, place) }
    }
  }

  private func check(_ member: Member, of value: JSON, _ outer: Place) throws(AWSError) {
    guard let found = value[member.name] else {
      guard member.isRequired else { return }
      let place = Place.member(member.name, of: outer).text
      throw .invalidParameter(
        "1 validation error detected: Value null at '\(place)' failed to satisfy constraint: Member must not be null")
    }
    try member.shape.check(found, .member(member.name, of: outer))
  }

  private func check(_ value: JSON, isOneOf values: [String], _ place: Place) throws(AWSError) {
    guard let text = value.stringValue else { return try demand(false, value, "a string", place) }
    guard !values.contains(text) else { return }
    throw .invalidParameter(
      "1 validation error detected: Value '\(text.prefix(200))' at '\(place.text)' failed to satisfy constraint: "
        + "Member must satisfy enum value set: [\(values.joined(separator: ", "))]")
  }

  private func demand(_ isRight: Bool, _ value: JSON, _ wanted: String, _ place: Place) throws(AWSError) {
    guard !isRight else { return }
    throw .invalidParameter("Invalid type for parameter \(place.text): \(value.kindName) can not be converted to \(wanted)")
  }
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
