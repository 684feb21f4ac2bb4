import AWS
import JSONDocument
import Resources

/// Texts of a request that may be secrets, to be hidden when AWS or the program repeats them in an error.
struct RequestSecrets: Sendable {
  /// Longest first, so that no part of one is left over.
  private let texts: [String]

  /// A text of three characters is no secret, and hiding it would spoil every message.
  init(of input: JSON) {
    var found: Set<String> = []
    _ = Sensitivity.masking(input) { text in
      found.insert(text)
      return text
    }
    texts = found.filter { $0.count > 3 }.sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
  }

  func masking(_ message: String) -> String {
    let message = texts.reduce(message) { $0.replacing($1, with: "***") }
    return Self.withoutSessionToken(message)
  }

  /// A refused signature is explained with the request's headers, and one of them is the session token.
  private static func withoutSessionToken(_ message: String) -> String {
    let header = "x-amz-security-token:"
    return message.split(separator: " ", omittingEmptySubsequences: false).map { word in
      guard let start = word.lowercased().firstRange(of: header) else { return String(word) }
      return word.lowercased()[..<start.upperBound] + "***"
    }.joined(separator: " ")
  }
}

extension AWSError {
  func masking(_ secrets: RequestSecrets) -> AWSError {
    AWSError(code: code, message: secrets.masking(message), isCertain: isCertain)
  }
}
