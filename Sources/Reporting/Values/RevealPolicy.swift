import Diagnostics
package import JSONDocument
package import Planning
import Resources

/// Decides which values may be shown, and what stands in the place of the others.
///
/// A hidden value is shown as `#1f0c9a`, a fingerprint under a key of the environment: it tells that a value changed,
/// and not what it is. Without a key nothing is told at all. Text and JSON output pass through the same policy.
package struct RevealPolicy: Sendable {
  /// The state's lineage; nil while nothing is recorded.
  private let key: String?

  package init(key: String?) {
    self.key = key
  }

  package init(for plan: Plan) {
    self.init(key: plan.state?.lineage)
  }

  /// What stands for a hidden value.
  package func fingerprint(_ value: JSON) -> String {
    guard let key else { return "(sensitive)" }
    return "#" + ContentDigest(of: "\(key)\u{0}\(value.text(.canonical))").hex.prefix(6)
  }

  /// The field is sensitive by its facts, or by the name it has or the name of the entry it belongs to.
  package func hides(_ field: FieldChange) -> Bool {
    field.isSensitive || Self.isSecret(field.path)
  }

  package func redacted(_ value: FieldChange.Value, of field: FieldChange) -> FieldChange.Value {
    guard case .known(let json) = value else { return value }
    return .known(hides(field) ? .string(fingerprint(json)) : redacted(json))
  }

  /// The document with every secret inside replaced by its fingerprint.
  package func redacted(_ json: JSON) -> JSON {
    switch json.content {
    case .null, .bool, .number: json
    case .string(let text):
      SecretValues.isSecret(text) ? .string(fingerprint(json)) : .string(withoutPassword(text))
    case .array(let elements): .array(elements.map(redacted))
    case .object(let members): .object(JSONObject(members.map { redacted($0, in: members) }))
    }
  }

  /// In `{"name": "DB_PASSWORD", "value": …}` the name decides about the value; elsewhere the key does.
  private func redacted(_ member: JSONObject.Member, in members: JSONObject) -> JSONObject.Member {
    let entry = (members["name"] ?? members["key"] ?? members["Key"])?.stringValue
    let name = ["value", "Value"].contains(member.key) ? entry ?? member.key : member.key
    guard SecretNames.looksSecret(name), isLeaf(member.value) else {
      return JSONObject.Member(key: member.key, value: redacted(member.value))
    }
    return JSONObject.Member(key: member.key, value: .string(fingerprint(member.value)))
  }

  private func isLeaf(_ json: JSON) -> Bool {
    switch json.content {
    case .string, .number, .bool: true
    case .null, .array, .object: false
    }
  }

  /// `postgres://app:hunter2@db/app` keeps its host and loses its password.
  private func withoutPassword(_ text: String) -> String {
    guard let password = SecretValues.passwordRange(in: text) else { return text }
    return text.replacing(text[password], with: fingerprint(.string(String(text[password]))))
  }

  private static func isSecret(_ path: FieldPath) -> Bool {
    // A secret's reference (`secrets["DB_PASSWORD"].valueFrom`) is an ARN and no secret.
    if path.steps.contains(.member("secrets")) || path.steps.contains(.member("secretOptions")) {
      return false
    }
    return path.steps.contains { step in
      switch step {
      case .member(let name), .key(let name): SecretNames.looksSecret(name)
      }
    }
  }
}

/// Tells secrets by how they look, whatever they are called.
enum SecretValues {
  private static let prefixes = [
    "AKIA", "ASIA", "ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "sk_live_",
  ]

  static func isSecret(_ text: String) -> Bool {
    text.contains("-----BEGIN") && text.contains("PRIVATE KEY")
      || text.count >= 16 && prefixes.contains { text.hasPrefix($0) }
  }

  /// Where the password stands in a URL with a user and a password.
  static func passwordRange(in text: String) -> Range<String.Index>? {
    guard let scheme = text.firstRange(of: "://") else { return nil }
    let rest = text[scheme.upperBound...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" && !$0.isWhitespace }
    guard let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") else {
      return nil
    }
    let start = authority.index(after: colon)
    return start < at ? start..<at : nil
  }
}
