package import JSONDocument

/// The secrets of a request as texts, to be hidden when AWS or a program repeats them in an error.
package struct SecretTexts: Sendable {
  /// Longest first, so that no part of one is left over.
  private let texts: [String]

  /// A text of three characters is no secret, and hiding it would spoil every message.
  package init(of document: JSON) {
    var found: Set<String> = []
    _ = SecretFinder.rendered(document) { secret in
      HiddenValues.current.note(secret)
      for text in Self.spellings(of: secret) where text.count > 3 { found.insert(text) }
      return secret
    }
    texts = found.sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
  }

  package func masking(_ message: String) -> String {
    let message = texts.reduce(message) { $0.replacing($1, with: "***") }
    return Self.withoutSessionToken(SecretRendering.mask.rendered(message))
  }

  /// As it is, as JSON writes it, on one line, and line by line: messages are cut and wrapped.
  private static func spellings(of secret: String) -> [String] {
    var spellings = [secret, escaped(secret), escaped(escaped(secret))]
    let lines = secret.split(whereSeparator: \.isNewline).map(String.init)
    if lines.count > 1 {
      spellings.append(lines.joined(separator: " "))
      spellings += lines.filter { $0.count >= 8 }
      spellings += lines.filter { $0.count >= 8 }.map(escaped)
    }
    return spellings
  }

  private static func escaped(_ text: String) -> String {
    String(JSON.string(text).text().dropFirst().dropLast())
  }

  /// A refused signature is explained with the request's headers, and one of them is the session token.
  private static func withoutSessionToken(_ message: String) -> String {
    let header = "x-amz-security-token:"
    guard message.lowercased().contains(header) else { return message }
    return message.split(separator: " ", omittingEmptySubsequences: false).map { word in
      guard let start = word.lowercased().firstRange(of: header) else { return String(word) }
      return word.lowercased()[..<start.upperBound] + "***"
    }.joined(separator: " ")
  }
}
