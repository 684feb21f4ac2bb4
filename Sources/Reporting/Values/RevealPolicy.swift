package import JSONDocument
package import Planning
package import Resources
import Secrets

/// Decides which values may be shown, and what stands in the place of the others.
///
/// A hidden value is shown as `#1f0c9a`, a fingerprint under a key of the environment: it tells that a value changed,
/// and not what it is. Without a key nothing is told at all. Text and JSON output pass through the same policy.
package struct RevealPolicy: Sendable {
  private let rendering: SecretRendering
  /// Somebody at a terminal asked to see them.
  private let revealsAll: Bool

  /// `key` is the state's lineage, nil while nothing is recorded.
  package init(key: String?, revealsAll: Bool = false) {
    rendering = key.map { .fingerprint(SecretFingerprint(key: $0)) } ?? .withheld
    self.revealsAll = revealsAll
  }

  package init(for plan: Plan, revealsAll: Bool = false) {
    rendering = .fingerprint(plan.secretFingerprint)
    // A plan that was read from a file holds fingerprints already.
    self.revealsAll = revealsAll || plan.isMasked
  }

  /// What stands for a hidden value.
  package func fingerprint(_ value: JSON) -> String { rendering.text(of: value.stringValue ?? value.text(.canonical)) }

  /// The field as a whole is a secret.
  package func hides(_ field: FieldChange) -> Bool { !revealsAll && field.isSensitive }

  package func redacted(_ value: FieldChange.Value, of field: FieldChange) -> FieldChange.Value {
    revealsAll ? value : field.rendered(value, as: rendering)
  }

  /// The document with every secret inside replaced by its fingerprint; `path` leads to it in the resource's.
  package func redacted(_ json: JSON, at path: FieldPath = FieldPath()) -> JSON {
    revealsAll ? json : rendering.rendered(json, at: path.names)
  }
}
