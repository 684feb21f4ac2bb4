/// Finds secrets inside a text: by what stands before them (`--password=…`, `API_TOKEN=…`, `x-api-key: …`, `Bearer …`,
/// `postgres://user:…@host`) and by their own form (key ids of AWS, JSON web tokens).
///
/// It cannot know every form: programs should not write secrets. It reads bytes, once: every text of a plan passes here.
package enum SecretsInText {
  /// The text with every secret in it replaced.
  package static func masking(_ text: String, with mask: (String) -> String) -> String {
    let bytes = Array(text.utf8)
    let ranges = Scan(bytes).ranges()
    guard !ranges.isEmpty else { return text }
    var masked = ""
    var at = 0
    for range in ranges {
      masked += String(decoding: bytes[at..<range.lowerBound], as: UTF8.self)
      masked += mask(String(decoding: bytes[range], as: UTF8.self))
      at = range.upperBound
    }
    return masked + String(decoding: bytes[at...], as: UTF8.self)
  }

  /// The text with `***` for every secret in it.
  package static func masked(_ text: String) -> String { masking(text) { _ in "***" } }

  /// True for `--db-password`, after which the secret is an argument of its own.
  package static func isFlag(_ text: some StringProtocol) -> Bool {
    text.hasPrefix("-") && text.utf8.allSatisfy(Scan.isName) && SecretNames.looksSecret(String(text))
  }

  /// What is filled in later, or is the next option, is no secret.
  package static func canBeSecret(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && !text.hasPrefix("$") && !text.hasPrefix("-")
  }
}

/// One pass over a text.
private struct Scan {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Ordered, and apart from one another.
  func ranges() -> [Range<Int>] {
    var found: [Range<Int>] = []
    var free = 0
    for at in bytes.indices {
      guard let range = secret(at: at), !range.isEmpty, range.lowerBound >= free else { continue }
      found.append(range)
      free = range.upperBound
    }
    return found
  }

  private func secret(at: Int) -> Range<Int>? {
    switch bytes[at] {
    case UInt8(ascii: "="): assigned(at)
    case UInt8(ascii: ":"): password(at) ?? header(at)
    case UInt8(ascii: " "): argument(at) ?? scheme(at)
    case UInt8(ascii: "A"): keyId(at)
    case UInt8(ascii: "e"): webToken(at)
    default: nil
    }
  }

  // MARK: By what stands before

  /// `NAME=value`, `name = value`, `--name=value`, `?name=value`.
  private func assigned(_ at: Int) -> Range<Int>? {
    SecretNames.looksSecret(name(before: unquoted(before: skipBlanks(before: at)))) ? value(from: skipBlanks(from: at + 1)) : nil
  }

  /// `name: value` and `"name":"value"`; an ARN's colons have neither a blank nor a quote behind them.
  private func header(_ at: Int) -> Range<Int>? {
    let start = skipBlanks(from: at + 1)
    guard start < bytes.count, start > at + 1 || quote(at: start) != nil else { return nil }
    let name = name(before: unquoted(before: at))
    guard SecretNames.looksSecret(name) || name.lowercased() == "authorization" else { return nil }
    return value(from: skipScheme(from: start))
  }

  /// `--token value` inside of one text.
  private func argument(_ at: Int) -> Range<Int>? {
    guard at > 0, Self.isName(bytes[at - 1]), SecretsInText.isFlag(name(before: at)), let range = value(from: at + 1) else {
      return nil
    }
    return bytes[range.lowerBound] == UInt8(ascii: "-") ? nil : range
  }

  /// `Bearer …` and `Basic …`; words of a sentence have neither capitals nor digits in them.
  private func scheme(_ at: Int) -> Range<Int>? {
    guard at > 0, Self.isName(bytes[at - 1]), Self.schemes.contains(name(before: at).lowercased()) else { return nil }
    let start = skipBlanks(from: at)
    let end = bytes[start...].firstIndex { !Self.isToken($0) } ?? bytes.count
    let isRandom = bytes[start..<end].contains { Self.isCapital($0) || Self.isDigit($0) || $0 == UInt8(ascii: "=") }
    return end - start >= 8 && isRandom ? start..<end : nil
  }

  /// The password of `scheme://user:password@host`, found at the colon before `//`.
  private func password(_ at: Int) -> Range<Int>? {
    guard bytes[at...].starts(with: "://".utf8) else { return nil }
    let end = bytes[(at + 3)...].firstIndex { "/?#".utf8.contains($0) || Self.isEnd($0) } ?? bytes.count
    let authority = bytes[(at + 3)..<end]
    guard let host = authority.lastIndex(of: UInt8(ascii: "@")),
      let colon = authority[..<host].firstIndex(of: UInt8(ascii: ":"))
    else { return nil }
    return colon + 1 < host && bytes[colon + 1] != UInt8(ascii: "$") ? (colon + 1)..<host : nil
  }

  // MARK: By their own form

  /// AWS: an access key's id is `AKIA`, one for a session `ASIA`, and sixteen more.
  private func keyId(_ at: Int) -> Range<Int>? {
    guard isWordStart(at), bytes[at...].starts(with: "AKIA".utf8) || bytes[at...].starts(with: "ASIA".utf8) else { return nil }
    let end = bytes[at...].firstIndex { !Self.isCapital($0) && !Self.isDigit($0) } ?? bytes.count
    return end - at == 20 && (end == bytes.count || !Self.isLetter(bytes[end])) ? at..<end : nil
  }

  /// RFC 7519: three parts with dots between, and the first begins with `{"` in base 64.
  private func webToken(_ at: Int) -> Range<Int>? {
    guard isWordStart(at), bytes[at...].starts(with: "eyJ".utf8) else { return nil }
    let end = bytes[at...].firstIndex { !Self.isToken($0) } ?? bytes.count
    let parts = bytes[at..<end].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count >= 3 && parts[0].count >= 8 && !parts[1].isEmpty ? at..<end : nil
  }

  // MARK: Words

  private func name(before end: Int) -> String {
    var start = end
    while start > 0, Self.isName(bytes[start - 1]) { start -= 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// The word that begins here, or what stands in quotes here, which may be escaped.
  private func value(from start: Int) -> Range<Int>? {
    guard start < bytes.count else { return nil }
    var inside = start..<start
    if let quote = quote(at: start) {
      let first = start + quote.count
      inside = first..<(bytes[first...].indices.first { bytes[$0...].starts(with: quote) } ?? bytes.count)
    } else {
      inside = start..<(bytes[start...].firstIndex(where: Self.isEnd) ?? bytes.count)
    }
    return inside.isEmpty || bytes[inside.lowerBound] == UInt8(ascii: "$") ? nil : inside
  }

  /// `"`, `'`, `\"` or `\'`.
  private func quote(at: Int) -> ArraySlice<UInt8>? {
    guard at < bytes.count else { return nil }
    let length = bytes[at] == UInt8(ascii: "\\") ? 2 : 1
    guard at + length <= bytes.count, Self.isQuote(bytes[at + length - 1]) else { return nil }
    return bytes[at..<(at + length)]
  }

  private func unquoted(before end: Int) -> Int {
    guard end > 0, Self.isQuote(bytes[end - 1]) else { return end }
    return end > 1 && bytes[end - 2] == UInt8(ascii: "\\") ? end - 2 : end - 1
  }

  private func skipBlanks(from start: Int) -> Int {
    bytes[start...].firstIndex { $0 != UInt8(ascii: " ") } ?? bytes.count
  }

  private func skipBlanks(before end: Int) -> Int {
    (bytes[..<end].lastIndex { $0 != UInt8(ascii: " ") } ?? -1) + 1
  }

  private func skipScheme(from start: Int) -> Int {
    let end = bytes[start...].firstIndex(of: UInt8(ascii: " ")) ?? bytes.count
    return Self.schemes.contains(String(decoding: bytes[start..<end], as: UTF8.self).lowercased()) ? skipBlanks(from: end) : start
  }

  private func isWordStart(_ at: Int) -> Bool {
    at == 0 || !(Self.isLetter(bytes[at - 1]) || Self.isDigit(bytes[at - 1]) || bytes[at - 1] == UInt8(ascii: "_"))
  }

  // MARK: Bytes

  private static let schemes: Set<String> = ["bearer", "basic"]

  static func isName(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || "_-./".utf8.contains(byte) || byte >= 0x80 }

  private static func isToken(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || "_-.~+/=".utf8.contains(byte) }

  private static func isEnd(_ byte: UInt8) -> Bool { byte <= UInt8(ascii: " ") || "\"';&|)`,".utf8.contains(byte) }

  private static func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

  private static func isLetter(_ byte: UInt8) -> Bool {
    isCapital(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }

  private static func isCapital(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
