/// Finds secrets inside a text by what stands before them: `--password=…`, `API_TOKEN=…`, `x-api-key: …`, `Bearer …`,
/// `postgres://user:…@host`.
package enum SecretsInText {
  /// The text with every secret in it replaced.
  package static func masking(_ text: String, with mask: (String) -> String) -> String {
    let ranges = ranges(in: text)
    guard !ranges.isEmpty else { return text }
    var masked = ""
    var at = text.startIndex
    for range in ranges {
      masked += text[at..<range.lowerBound] + mask(String(text[range]))
      at = range.upperBound
    }
    return masked + text[at...]
  }

  /// True for `--db-password`, after which the secret is an argument of its own.
  package static func isFlag(_ text: some StringProtocol) -> Bool {
    text.hasPrefix("-") && text.allSatisfy { isNameCharacter($0) } && SecretNames.looksSecret(String(text))
  }

  /// What is filled in later, or is the next option, is no secret.
  package static func canBeSecret(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && !text.hasPrefix("$") && !text.hasPrefix("-")
  }

  /// Ordered, and apart from one another.
  static func ranges(in text: String) -> [Range<String.Index>] {
    guard text.utf8.contains(where: { "=:-@ ".utf8.contains($0) }) else { return [] }
    var found: [Range<String.Index>] = []
    for at in text.indices {
      guard let range = secret(at: at, in: text), found.last.map({ $0.upperBound <= range.lowerBound }) ?? true else { continue }
      found.append(range)
    }
    return found
  }

  private static func secret(at: String.Index, in text: String) -> Range<String.Index>? {
    switch text[at] {
    case "=": assigned(at, in: text)
    case ":": password(at, in: text) ?? header(at, in: text)
    case " ": argument(at, in: text) ?? bearer(at, in: text)
    default: nil
    }
  }

  /// `NAME=value`, `--name=value`, `?name=value`.
  private static func assigned(_ at: String.Index, in text: String) -> Range<String.Index>? {
    guard SecretNames.looksSecret(name(before: at, in: text)) else { return nil }
    return value(from: text.index(after: at), in: text)
  }

  /// `name: value` and `"name":"value"`; an ARN's colons have neither a blank nor a quote behind them.
  private static func header(_ at: String.Index, in text: String) -> Range<String.Index>? {
    var start = text.index(after: at)
    guard start < text.endIndex, text[start] == " " || quotes.contains(text[start]) else { return nil }
    let isQuoted = at > text.startIndex && quotes.contains(text[text.index(before: at)])
    let name = name(before: isQuoted ? text.index(before: at) : at, in: text)
    guard SecretNames.looksSecret(name) || name.lowercased() == "authorization" else { return nil }
    while start < text.endIndex, text[start] == " " { start = text.index(after: start) }
    for scheme in ["Bearer ", "Basic ", "bearer ", "basic "] where text[start...].hasPrefix(scheme) {
      start = text.index(start, offsetBy: scheme.count)
    }
    return value(from: start, in: text)
  }

  /// `--token value` inside of one text.
  private static func argument(_ at: String.Index, in text: String) -> Range<String.Index>? {
    guard isFlag(name(before: at, in: text)) else { return nil }
    return value(from: text.index(after: at), in: text)
  }

  private static func bearer(_ at: String.Index, in text: String) -> Range<String.Index>? {
    guard name(before: at, in: text).lowercased() == "bearer" else { return nil }
    return value(from: text.index(after: at), in: text).flatMap { text[$0].count >= 8 ? $0 : nil }
  }

  /// The password of `scheme://user:password@host`, found at the colon before `//`.
  private static func password(_ at: String.Index, in text: String) -> Range<String.Index>? {
    guard text[at...].hasPrefix("://") else { return nil }
    let authority = text[text.index(at, offsetBy: 3)...].prefix { !"/?#".contains($0) && !isEnd($0) }
    guard let end = authority.lastIndex(of: "@"), let colon = authority[..<end].firstIndex(of: ":") else { return nil }
    let start = authority.index(after: colon)
    return start < end && authority[start] != "$" ? start..<end : nil
  }

  // MARK: Words

  private static let quotes: Set<Character> = ["\"", "'"]

  private static func name(before end: String.Index, in text: String) -> String {
    var start = end
    while start > text.startIndex, isNameCharacter(text[text.index(before: start)]) { start = text.index(before: start) }
    return String(text[start..<end])
  }

  /// The word that begins here, or what stands in quotes here.
  private static func value(from start: String.Index, in text: String) -> Range<String.Index>? {
    guard start < text.endIndex else { return nil }
    if quotes.contains(text[start]) {
      let inside = text.index(after: start)
      let end = text[inside...].firstIndex(of: text[start]) ?? text.endIndex
      return canBeSecret(text[inside..<end]) ? inside..<end : nil
    }
    let end = text[start...].firstIndex(where: isEnd) ?? text.endIndex
    return canBeSecret(text[start..<end]) ? start..<end : nil
  }

  private static func isEnd(_ character: Character) -> Bool {
    character.isWhitespace || "\"';&|)`,".contains(character)
  }

  private static func isNameCharacter(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "_-./".contains(character)
  }
}
