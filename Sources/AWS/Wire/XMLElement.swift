/// An element of XML, as far as bodies of AWS go: names without their prefixes, texts and elements; attributes are passed over.
package struct XMLElement: Equatable, Sendable {
  package var name: String
  package var text = ""
  package var children: [XMLElement] = []

  /// Nil for what is no well-formed document with one root, or holds declarations that nobody needs here.
  package init?(document: [UInt8]) {
    guard let text = String(validating: document, as: UTF8.self) else { return nil }
    var reader = XMLReader(rest: Array(text.unicodeScalars)[...])
    guard let root = reader.document() else { return nil }
    self = root
  }

  init(name: String) {
    self.name = name
  }

  /// The text of the first child of this name.
  package func text(of child: String) -> String? { children.first { $0.name == child }?.text }
}

private struct XMLReader {
  var rest: ArraySlice<Unicode.Scalar>

  /// More than any body has.
  private static let depthLimit = 32

  mutating func document() -> XMLElement? {
    skipBlanks()
    if pass("<?xml") { guard skip(until: "?>") else { return nil } }
    guard skipComments(), let root = element(depth: 0), skipComments(), rest.isEmpty else { return nil }
    return root
  }

  private mutating func element(depth: Int) -> XMLElement? {
    guard depth < Self.depthLimit, pass("<"), let name = name() else { return nil }
    var element = XMLElement(name: Self.local(name))
    while true {
      skipBlanks()
      if pass("/>") { return element }
      if pass(">") { break }
      guard attribute() else { return nil }
    }
    while !pass("</") {
      if pass("<!--") {
        guard skip(until: "-->") else { return nil }
      } else if rest.first == "<" {
        guard let child = self.element(depth: depth + 1) else { return nil }
        element.children.append(child)
      } else {
        guard let text = text() else { return nil }
        element.text += text
      }
    }
    guard self.name() == name else { return nil }
    skipBlanks()
    return pass(">") ? element : nil
  }

  private mutating func attribute() -> Bool {
    guard name() != nil else { return false }
    skipBlanks()
    guard pass("=") else { return false }
    skipBlanks()
    return pass("\"") ? skip(until: "\"") : pass("'") && skip(until: "'")
  }

  private mutating func name() -> String? {
    let name = rest.prefix { $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_.:".unicodeScalars.contains($0) }
    rest = rest.dropFirst(name.count)
    return name.isEmpty ? nil : String(String.UnicodeScalarView(name))
  }

  private static func local(_ name: String) -> String { name.split(separator: ":").last.map(String.init) ?? name }

  private mutating func text() -> String? {
    var text = String.UnicodeScalarView()
    while let first = rest.first, first != "<" {
      rest = rest.dropFirst()
      guard first == "&" else {
        text.append(first)
        continue
      }
      let entity = String(String.UnicodeScalarView(rest.prefix(12).prefix { $0 != ";" }))
      rest = rest.dropFirst(entity.unicodeScalars.count)
      guard pass(";"), let scalar = Self.scalar(entity) else { return nil }
      text.append(scalar)
    }
    return rest.isEmpty ? nil : String(text)
  }

  private static func scalar(_ entity: String) -> Unicode.Scalar? {
    switch entity {
    case "lt": "<"
    case "gt": ">"
    case "amp": "&"
    case "quot": "\""
    case "apos": "'"
    default:
      if entity.hasPrefix("#x") {
        UInt32(entity.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
      } else if entity.hasPrefix("#") {
        UInt32(entity.dropFirst()).flatMap(Unicode.Scalar.init)
      } else {
        nil
      }
    }
  }

  private mutating func skipComments() -> Bool {
    skipBlanks()
    while pass("<!--") {
      guard skip(until: "-->") else { return false }
      skipBlanks()
    }
    return true
  }

  private mutating func skipBlanks() { rest = rest.drop { $0.properties.isWhitespace } }

  private mutating func pass(_ mark: String) -> Bool {
    guard rest.starts(with: mark.unicodeScalars) else { return false }
    rest = rest.dropFirst(mark.unicodeScalars.count)
    return true
  }

  private mutating func skip(until end: String) -> Bool {
    while !rest.isEmpty {
      if pass(end) { return true }
      rest = rest.dropFirst()
    }
    return false
  }
}
