/// Text of programs and of the cloud, in which secrets may stand.
///
/// What looks like a secret is hidden and the rest of the line stays as it is. It cannot know every form: programs should
/// not write secrets.
enum SecretText {
  /// Hides values after names that look like secrets, credentials in addresses, tokens of HTTP and JWT, and AWS key ids.
  static func masked(_ text: String) -> String {
    text
      .replacing(assignment) { "\($0.1)\(hidden($0.2))" }
      .replacing(credentials) { "\($0.1)***@" }
      .replacing(authorization) { "\($0.1) ***" }
      .replacing(/\beyJ[\w\-]{5,}\.[\w\-]+\.[\w\-]*/, with: "***")
      .replacing(/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/, with: "***")
  }

  /// `"…"` stays in its quotes.
  private static func hidden(_ value: Substring) -> String {
    let quotes = value.prefix { $0 == "\\" || $0 == "\"" || $0 == "'" }
    return value.count > 2 * quotes.count && value.hasSuffix(quotes) ? "\(quotes)***\(quotes)" : "***"
  }

  /// `DB_PASSWORD=x`, `password: x`, `"apiKey": "x"`. A colon without a space or a quote belongs to an ARN or an address.
  private static var assignment: Regex<(Substring, Substring, Substring)> {
    /(?i)([\w.\-]*(?:passw(?:or)?d|passphrase|secret|token|api_?key|access_?key|private_?key|credential)[\w.\-]*(?:\\?["']?\s*=\s*|\\?["']\s*:\s*|:\s+))(\\"[^"]*"|"[^"]*"|'[^']*'|[^\s"',;&}]+)/
  }
  private static var credentials: Regex<(Substring, Substring)> { /(:\/\/[^\s:\/@]*:)[^\s\/]+@/ }
  private static var authorization: Regex<(Substring, Substring)> {
    /(?i)\b(bearer|basic)\s+(?=\S*(?-i:[A-Z0-9=.]))[\w.~+\/=\-]{8,}/
  }
}
