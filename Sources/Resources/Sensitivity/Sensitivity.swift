import Diagnostics
package import JSONDocument

/// Tells which values of a document may be secrets, by the names they stand under and by their shape.
///
/// A value found sensitive is never shown: people see a short keyed fingerprint, so that a change stays visible.
package enum Sensitivity {
  /// True for an environment entry such as `DB_PASSWORD`, and for a value shaped like a credential.
  package static func isSensitive(name: String?, value: JSON) -> Bool {
    guard let text = value.stringValue, !text.isEmpty else { return false }
    return (name.map(SecretNames.looksSecret) ?? false) || isCredential(text)
  }

  /// The document with every sensitive text replaced; everything else stays.
  package static func masking(_ json: JSON, with mask: (String) -> String) -> JSON {
    masking(json, name: nil, with: mask)
  }

  private static func masking(_ json: JSON, name: String?, with mask: (String) -> String) -> JSON {
    switch json.content {
    case .null, .bool, .number: return json
    case .string(let text):
      return .string(isSensitive(name: name, value: json) ? mask(text) : SecretsInText.masking(text, with: mask))
    case .array(let elements):
      return .array(
        elements.indices.map { position in
          let text = elements[position].stringValue
          if let text, isArgument(at: position, of: elements) { return .string(mask(text)) }
          return masking(elements[position], name: name, with: mask)
        })
    case .object(let members):
      let entryName = members["name"]?.stringValue ?? members["key"]?.stringValue
      return .object(
        JSONObject(
          members.map { member in
            let shown = member.key == "value" ? entryName : member.key
            return JSONObject.Member(key: member.key, value: masking(member.value, name: shown, with: mask))
          }))
    }
  }

  /// True for the text behind `--db-password` in a command.
  package static func isArgument(at position: Int, of elements: [JSON]) -> Bool {
    guard position > 0, let flag = elements[position - 1].stringValue, let text = elements[position].stringValue else {
      return false
    }
    return SecretsInText.isFlag(flag) && SecretsInText.canBeSecret(text)
  }

  /// Shapes that nothing but a credential has: access key ids, private keys, well-known token prefixes, passwords in URLs.
  private static func isCredential(_ text: String) -> Bool {
    isCredentialAlone(text) || hasPasswordInURL(text)
  }

  /// A text that is nothing but a credential.
  package static func isCredentialAlone(_ text: String) -> Bool {
    if text.hasPrefix("-----BEGIN ") && text.contains("PRIVATE KEY") { return true }
    if ["AKIA", "ASIA"].contains(where: text.hasPrefix), text.utf8.count == 20 { return true }
    if tokenPrefixes.contains(where: text.hasPrefix), text.utf8.count >= 20 { return true }
    return false
  }

  private static let tokenPrefixes = [
    "ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "xoxa-", "sk_live_", "rk_live_", "SG.",
  ]

  private static func hasPasswordInURL(_ text: String) -> Bool {
    guard text.utf8.contains(UInt8(ascii: "@")) else { return false }
    let halves = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
    guard halves.count == 3, halves[0].hasSuffix(":"), halves[1].isEmpty else { return false }
    let authority = halves[2].split(separator: "/", maxSplits: 1).first ?? ""
    guard let at = authority.lastIndex(of: "@") else { return false }
    let user = authority[..<at].split(separator: ":", maxSplits: 1)
    return user.count == 2 && !user[1].hasPrefix("$")
  }
}

/// Shows that two secrets differ without showing either: 24 bits of a keyed digest, `#a1b2c3`.
///
/// The key keeps equal secrets of two environments from looking equal; the shortness keeps a guess from being proven.
package struct SecretFingerprint: Sendable, Hashable {
  package let key: String

  package init(key: String) {
    self.key = key
  }

  package func text(of secret: String) -> String {
    "#" + ContentDigest(of: "\(key)\u{0}\(secret)").hex.prefix(6)
  }
}
