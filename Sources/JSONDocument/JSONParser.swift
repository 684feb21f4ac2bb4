/// What a text held: the document when it is sound, and all that is wrong with it otherwise.
package struct ParsedJSON: Sendable {
  /// The document; nil as soon as there is any error, so that a half-read file is never used.
  package let document: JSON?
  package let errors: [JSONSyntaxError]
}

extension JSON {
  /// Nesting beyond this is refused. ECS's deepest structure has about ten levels.
  package static let maximumDepth = 128

  /// Reads one JSON document (RFC 8259) in one pass, and reports every fault that can be stepped over.
  ///
  /// Comments, trailing commas, duplicate keys, a byte order mark and bare placeholders are reported and passed over, so that
  /// one run shows all of them; anything else ends the reading. No input makes it crash or recurse without bound.
  package static func parse(_ bytes: [UInt8], source: UInt32? = nil) -> ParsedJSON {
    var parser = JSONParser(source: source)
    return bytes.withUnsafeBufferPointer { parser.document(of: $0) }
  }

  package static func parse(_ text: String, source: UInt32? = nil) -> ParsedJSON {
    parse(Array(text.utf8), source: source)
  }

  /// The document in `text`; throws the first error.
  package init(text: String) throws(JSONSyntaxError) {
    let parsed = JSON.parse(text)
    guard let document = parsed.document else {
      throw parsed.errors.first ?? JSONSyntaxError(.emptyFile, offset: 0)
    }
    self = document
  }
}

/// A recursive-descent reader. Helpers return nil after recording the error that stops the reading.
private struct JSONParser {
  let source: UInt32?
  var errors: [JSONSyntaxError] = []
  var at = 0
  var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)

  init(source: UInt32?) {
    self.source = source
  }

  mutating func document(of buffer: UnsafeBufferPointer<UInt8>) -> ParsedJSON {
    bytes = buffer
    defer { bytes = UnsafeBufferPointer(start: nil, count: 0) }
    guard checkEncoding(), skipBlanks() else { return faulty }
    guard at < bytes.count else {
      fail(.emptyFile, at: 0)
      return faulty
    }
    let value = parseValue(depth: 0)
    if value != nil, skipBlanks(), at < bytes.count { fail(.textAfterDocument, at: at) }
    return errors.isEmpty ? ParsedJSON(document: value, errors: []) : faulty
  }

  /// Of a text with an open merge that is the one thing to say: it holds two texts, and neither is wrong for it.
  private var faulty: ParsedJSON {
    let marker = ConflictMarker.first(in: bytes).map {
      JSONSyntaxError(.conflictMarker, offset: $0.lowerBound, length: $0.count)
    }
    return ParsedJSON(document: nil, errors: marker.map { [$0] } ?? errors)
  }

  // MARK: Encoding and blanks

  private mutating func checkEncoding() -> Bool {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      fail(.byteOrderMark, at: 0, length: 3)
      at = 3
    } else if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
      || (bytes.count >= 4 && bytes.prefix(4).filter { $0 == 0 }.count >= 2)
    {
      fail(.wideEncoding, at: 0, length: 2)
      return false
    }
    if let offset = UTF8Validation.firstInvalidOffset(in: bytes) {
      fail(.invalidUTF8, at: offset)
      return false
    }
    return true
  }

  /// Passes over white space, and over comments after reporting them.
  private mutating func skipBlanks() -> Bool {
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): at += 1
      case UInt8(ascii: "/"):
        guard skipSlashComment() else { return false }
      case UInt8(ascii: "#"):
        let start = at
        skipLine()
        fail(.comment, at: start, length: at - start)
      default: return true
      }
    }
    return true
  }

  private mutating func skipSlashComment() -> Bool {
    let start = at
    switch byte(at + 1) {
    case UInt8(ascii: "/"): skipLine()
    case UInt8(ascii: "*"):
      at += 2
      while at < bytes.count, !(bytes[at] == UInt8(ascii: "*") && byte(at + 1) == UInt8(ascii: "/")) { at += 1 }
      guard at < bytes.count else {
        fail(.truncated(opening: start), at: bytes.count)
        return false
      }
      at += 2
    default:
      fail(.unexpected("/"), at: at)
      return false
    }
    fail(.comment, at: start, length: at - start)
    return true
  }

  private mutating func skipLine() {
    while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { at += 1 }
  }

  // MARK: Values

  private mutating func parseValue(depth: Int) -> JSON? {
    let start = at
    switch bytes[at] {
    case UInt8(ascii: "{"):
      if byte(at + 1) == UInt8(ascii: "{") { return placeholder(from: start) }
      return parseObject(depth: depth).map { JSON(.object($0), mark: mark(start)) }
    case UInt8(ascii: "["): return parseArray(depth: depth).map { JSON(.array($0), mark: mark(start)) }
    case UInt8(ascii: "\""): return parseString().map { JSON(.string($0), mark: mark(start)) }
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return parseNumber()
    case UInt8(ascii: "'"):
      fail(.singleQuotes, at: start)
      return nil
    case UInt8(ascii: "<"), UInt8(ascii: "$"), UInt8(ascii: "%"): return placeholder(from: start)
    case let letter where Self.isWordByte(letter): return parseWord()
    default:
      fail(.unexpected(characterText(at: start)), at: start)
      return nil
    }
  }

  private mutating func parseWord() -> JSON? {
    let start = at
    while at < bytes.count, Self.isWordByte(bytes[at]) { at += 1 }
    let word = text(start..<at)
    switch word {
    case "true": return JSON(.bool(true), mark: mark(start))
    case "false": return JSON(.bool(false), mark: mark(start))
    case "null": return JSON(.null, mark: mark(start))
    default:
      let isTemplate = word.hasPrefix("__") && word.hasSuffix("__")
      fail(isTemplate ? .barePlaceholder(word) : .bareWord(word), at: start, length: at - start)
      return JSON(.null, mark: mark(start))
    }
  }

  /// Reports template text in place of a value, and passes over it.
  private mutating func placeholder(from start: Int) -> JSON? {
    var nesting = 0
    while at < bytes.count {
      let current = bytes[at]
      if current == UInt8(ascii: "\n") || current == UInt8(ascii: "\"") { break }
      if nesting == 0, at > start, current == UInt8(ascii: ",") || current == UInt8(ascii: "]") || current == UInt8(ascii: "}") {
        break
      }
      if current == UInt8(ascii: "{") || current == UInt8(ascii: "<") { nesting += 1 }
      if current == UInt8(ascii: "}") || current == UInt8(ascii: ">") { nesting = max(0, nesting - 1) }
      at += 1
    }
    var end = at
    while end > start, bytes[end - 1] == UInt8(ascii: " ") || bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    fail(.barePlaceholder(text(start..<end)), at: start, length: end - start)
    return JSON(.null, mark: mark(start))
  }

  private mutating func parseArray(depth: Int) -> [JSON]? {
    let opening = at
    guard enter(depth) else { return nil }
    at += 1
    var elements: [JSON] = []
    while true {
      guard skipBlanks() else { return nil }
      guard at < bytes.count else { return truncated(opening) }
      if bytes[at] == UInt8(ascii: "]") {
        at += 1
        return elements
      }
      if !elements.isEmpty {
        guard let more = passComma(closing: UInt8(ascii: "]"), opening: opening) else { return nil }
        if !more { continue }
      }
      guard at < bytes.count else { return truncated(opening) }
      guard let element = parseValue(depth: depth + 1) else { return nil }
      elements.append(element)
    }
  }

  private mutating func parseObject(depth: Int) -> JSONObject? {
    let opening = at
    guard enter(depth) else { return nil }
    at += 1
    var members = JSONObject()
    while true {
      guard skipBlanks() else { return nil }
      guard at < bytes.count else { return truncated(opening) }
      if bytes[at] == UInt8(ascii: "}") {
        at += 1
        return members
      }
      if !members.isEmpty {
        guard let more = passComma(closing: UInt8(ascii: "}"), opening: opening) else { return nil }
        if !more { continue }
      }
      guard at < bytes.count else { return truncated(opening) }
      guard let member = parseMember(opening: opening, depth: depth) else { return nil }
      if let first = members.member(member.key) {
        let firstOffset = first.mark.map { Int($0.offset) } ?? 0
        fail(.duplicateKey(member.key, firstOffset: firstOffset), at: memberStart, length: member.key.utf8.count + 2)
      } else {
        members.set(member)
      }
    }
  }

  /// Start of the member read last, for the report of a duplicate.
  private var memberStart = 0

  private mutating func parseMember(opening: Int, depth: Int) -> JSONObject.Member? {
    let start = at
    guard bytes[at] == UInt8(ascii: "\"") else {
      fail(bytes[at] == UInt8(ascii: "'") ? .singleQuotes : .keyNotAString, at: at)
      return nil
    }
    guard let key = parseString(), skipBlanks() else { return nil }
    guard at < bytes.count else {
      fail(.truncated(opening: opening), at: bytes.count)
      return nil
    }
    guard bytes[at] == UInt8(ascii: ":") else {
      fail(.missingColon, at: at)
      return nil
    }
    at += 1
    guard skipBlanks() else { return nil }
    guard at < bytes.count else {
      fail(.truncated(opening: opening), at: bytes.count)
      return nil
    }
    guard let value = parseValue(depth: depth + 1) else { return nil }
    memberStart = start
    return JSONObject.Member(key: key, value: value, mark: SourceMark(source: source ?? 0, offset: UInt32(clamping: start)))
  }

  /// Passes the comma between two elements. False: the comma was the last thing before `closing` (reported).
  private mutating func passComma(closing: UInt8, opening: Int) -> Bool? {
    guard bytes[at] == UInt8(ascii: ",") else {
      let startsValue = bytes[at] == UInt8(ascii: "\"") || bytes[at] == UInt8(ascii: "{") || bytes[at] == UInt8(ascii: "[")
      fail(startsValue ? .missingComma : .unexpected(characterText(at: at)), at: at)
      return startsValue ? true : nil
    }
    let comma = at
    at += 1
    guard skipBlanks() else { return nil }
    guard at < bytes.count else {
      fail(.truncated(opening: opening), at: bytes.count)
      return nil
    }
    if bytes[at] == closing {
      fail(.trailingComma, at: comma)
      return false
    }
    return true
  }

  private mutating func enter(_ depth: Int) -> Bool {
    guard depth < JSON.maximumDepth else {
      fail(.tooDeep(limit: JSON.maximumDepth), at: at)
      return false
    }
    return true
  }

  // MARK: Strings and numbers

  private mutating func parseString() -> String? {
    let opening = at
    at += 1
    var start = at
    var decoded: String?
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "\""):
        let tail = text(start..<at)
        at += 1
        return decoded.map { $0 + tail } ?? tail
      case UInt8(ascii: "\\"):
        var prefix = decoded ?? ""
        prefix += text(start..<at)
        guard let scalar = parseEscape(opening: opening) else { return nil }
        prefix.unicodeScalars.append(scalar)
        decoded = prefix
        start = at
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        fail(.lineBreakInString, at: opening, length: at - opening)
        return nil
      case let control where control < 0x20:
        fail(.controlCharacterInString(control), at: at)
        at += 1
      default: at += 1
      }
    }
    fail(.truncated(opening: opening), at: bytes.count)
    return nil
  }

  private mutating func parseEscape(opening: Int) -> Unicode.Scalar? {
    let start = at
    at += 2
    switch byte(start + 1) {
    case nil:
      fail(.truncated(opening: opening), at: bytes.count)
      return nil
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return parseUnicodeEscape(start: start)
    default:
      fail(.badEscape("\\" + characterText(at: start + 1)), at: start, length: 2)
      return "\u{FFFD}"
    }
  }

  private mutating func parseUnicodeEscape(start: Int) -> Unicode.Scalar? {
    guard let unit = hexUnit(at: start + 2) else {
      fail(.badEscape(text(start..<min(start + 6, bytes.count))), at: start, length: 2)
      return nil
    }
    at = start + 6
    if let scalar = Unicode.Scalar(unit) { return scalar }
    if UTF16.isLeadSurrogate(unit), byte(at) == UInt8(ascii: "\\"), byte(at + 1) == UInt8(ascii: "u"),
      let trail = hexUnit(at: at + 2), UTF16.isTrailSurrogate(trail)
    {
      at += 6
      return Unicode.Scalar(0x10000 + (UInt32(unit) & 0x3FF) << 10 + (UInt32(trail) & 0x3FF))
    }
    fail(.badEscape(text(start..<at)), at: start, length: 6)
    return "\u{FFFD}"
  }

  private func hexUnit(at offset: Int) -> UInt16? {
    guard offset + 4 <= bytes.count else { return nil }
    var unit: UInt16 = 0
    for position in offset..<offset + 4 {
      guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else { return nil }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }

  private mutating func parseNumber() -> JSON? {
    let start = at
    while at < bytes.count, Self.isWordByte(bytes[at]) || "+-.".utf8.contains(bytes[at]) { at += 1 }
    let number = text(start..<at)
    if !Self.isNumber(bytes[start..<at]) { fail(.badNumber(number), at: start, length: at - start) }
    return JSON(.number(JSONNumber(checked: number)), mark: mark(start))
  }

  /// JSON's grammar: `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
  private static func isNumber(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    var rest = text
    func digits() -> Int {
      let count = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }.count
      rest = rest.dropFirst(count)
      return count
    }
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    let leadingZero = rest.first == UInt8(ascii: "0")
    let whole = digits()
    guard whole > 0, !(leadingZero && whole > 1) else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      guard digits() > 0 else { return false }
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
      guard digits() > 0 else { return false }
    }
    return rest.isEmpty
  }

  // MARK: Small things

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }

  private func byte(_ offset: Int) -> UInt8? {
    offset < bytes.count ? bytes[offset] : nil
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }

  private func characterText(at offset: Int) -> String {
    guard offset < bytes.count else { return "" }
    var end = offset + 1
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return text(offset..<end)
  }

  private func mark(_ offset: Int) -> SourceMark? {
    source.map { SourceMark(source: $0, offset: UInt32(clamping: offset)) }
  }

  private mutating func fail(_ problem: JSONSyntaxError.Problem, at offset: Int, length: Int = 1) {
    errors.append(JSONSyntaxError(problem, offset: offset, length: length))
  }

  private mutating func truncated<T>(_ opening: Int) -> T? {
    fail(.truncated(opening: opening), at: bytes.count)
    return nil
  }
}
