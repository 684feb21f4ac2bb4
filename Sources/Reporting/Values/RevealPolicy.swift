import Diagnostics
package import JSONDocument
package import Planning
import Resources

/// Decides which values may be shown, and what stands in the place of the others.
///
/// A hidden value is shown as `#1f0c9a`, a fingerprint under a key of the environment: it tells that a value changed,
/// and not what it is. Without a key nothing is told at all. Text and JSON output pass through the same policy.
package struct RevealPolicy: Sendable {
  /// Nil while nothing is recorded.
  private let mask: SecretFingerprint?
  /// Somebody at a terminal asked to see them.
  private let revealsAll: Bool

  /// `key` is the state's lineage.
  package init(key: String?, revealsAll: Bool = false) {
    mask = key.map(SecretFingerprint.init)
    self.revealsAll = revealsAll
  }

  package init(for plan: Plan, revealsAll: Bool = false) {
    mask = plan.secretFingerprint
    // A plan that was read from a file holds fingerprints already.
    self.revealsAll = revealsAll || plan.isMasked
  }

  /// What stands for a hidden value.
  package func fingerprint(_ value: JSON) -> String {
    mask?.text(of: value.stringValue ?? value.text(.canonical)) ?? "(sensitive)"
  }

  /// The field is sensitive by its facts, or by the name it has or the name of the entry it belongs to.
  package func hides(_ field: FieldChange) -> Bool {
    !revealsAll && (field.isSensitive || Self.isSecret(field.path))
  }

  package func redacted(_ value: FieldChange.Value, of field: FieldChange) -> FieldChange.Value {
    guard case .known(let json) = value else { return value }
    return .known(hides(field) ? .string(fingerprint(json)) : redacted(json))
  }

  /// The document with every secret inside replaced by its fingerprint.
  package func redacted(_ json: JSON) -> JSON {
    guard !revealsAll else { return json }
    switch json.content {
    case .null, .bool, .number: return json
    case .string(let text):
      if SecretValues.isSecret(text) { return .string(fingerprint(json)) }
      return .string(SecretsInText.masking(text) { fingerprint(.string($0)) })
    case .array(let elements):
      return .array(
        elements.indices.map { position in
          let element = elements[position]
          return Sensitivity.isArgument(at: position, of: elements) ? .string(fingerprint(element)) : redacted(element)
        })
    case .object(let members): return .object(JSONObject(members.map { redacted($0, in: members) }))
    }
  }

  /// In `{"name": "DB_PASSWORD", "value": …}` the name decides about the value; elsewhere the key does.
  private func redacted(_ member: JSONObject.Member, in members: JSONObject) -> JSONObject.Member {
    let entry = (members["name"] ?? members["key"] ?? members["Key"])?.stringValue
    let name = ["value", "Value"].contains(member.key) ? entry ?? member.key : member.key
    guard SecretNames.looksSecret(name) else { return JSONObject.Member(key: member.key, value: redacted(member.value)) }
    let hidden: JSON =
      if isLeaf(member.value) {
        .string(fingerprint(member.value))
      } else if let elements = member.value.arrayValue {
        .array(elements.map { isLeaf($0) ? .string(fingerprint($0)) : redacted($0) })
      } else {
        redacted(member.value)
      }
    return JSONObject.Member(key: member.key, value: hidden)
  }

  private func isLeaf(_ json: JSON) -> Bool {
    switch json.content {
    case .string, .number, .bool: true
    case .null, .array, .object: false
    }
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
  static func isSecret(_ text: String) -> Bool {
    text.contains("-----BEGIN") && text.contains("PRIVATE KEY") || Sensitivity.isCredentialAlone(text)
  }
}
