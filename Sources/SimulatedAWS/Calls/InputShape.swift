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
    try check(input, at: "")
  }

  private func check(_ value: JSON, at path: String) throws(AWSError) {
    switch self {
    case .anything: return
    case .string: try demand(value.stringValue != nil, value, "a string", path)
    case .integer:
      // The API's integers have 32 bits.
      try demand(value.intValue.flatMap { Int32(exactly: $0) } != nil, value, "an integer", path)
    case .number: try demand(value.numberValue != nil, value, "a number", path)
    case .boolean: try demand(value.boolValue != nil, value, "a boolean", path)
    case .values(let values): try check(value, isOneOf: values, path)
    case .list(let element):
      try demand(value.arrayValue != nil, value, "a list", path)
      for (position, item) in (value.arrayValue ?? []).enumerated() { try element.check(item, at: "\(path).\(position + 1).member") }
    case .map:
      try demand(value.objectValue != nil, value, "a map", path)
      for member in value.objectValue ?? JSONObject() { try InputShape.string.check(member.value, at: "\(path).\(member.key)") }
    case .members(let members):
      try demand(value.objectValue != nil, value, "a structure", path)
      for member in members { try check(member, of: value, path) }
    }
  }

  private func check(_ member: Member, of value: JSON, _ path: String) throws(AWSError) {
    let place = path.isEmpty ? member.name : "\(path).\(member.name)"
    guard let found = value[member.name] else {
      guard member.isRequired else { return }
      throw .invalidParameter("1 validation error detected: Value null at '\(place)' failed to satisfy constraint: Member must not be null")
    }
    try member.shape.check(found, at: place)
  }

  private func check(_ value: JSON, isOneOf values: [String], _ path: String) throws(AWSError) {
    guard let text = value.stringValue else { return try demand(false, value, "a string", path) }
    guard !values.contains(text) else { return }
    throw .invalidParameter(
      "1 validation error detected: Value '\(text.prefix(200))' at '\(path)' failed to satisfy constraint: "
        + "Member must satisfy enum value set: [\(values.joined(separator: ", "))]")
  }

  private func demand(_ isRight: Bool, _ value: JSON, _ wanted: String, _ path: String) throws(AWSError) {
    guard !isRight else { return }
    throw .invalidParameter("Invalid type for parameter \(path): \(value.kindName) can not be converted to \(wanted)")
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
