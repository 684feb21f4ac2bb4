package import JSONDocument

/// What stands in the place of a secret.
package enum SecretRendering: Sendable, Hashable {
  /// `***`: in the lines of findings, in errors and words of programs.
  case mask
  /// `#a1b2c3`: where a change must stay visible.
  case fingerprint(SecretFingerprint)
  /// `(sensitive)`: where there is no key to make a fingerprint with.
  case withheld

  package func text(of secret: String) -> String {
    HiddenValues.current.note(secret)
    return switch self {
    case .mask: "***"
    case .fingerprint(let fingerprint): fingerprint.text(of: secret)
    case .withheld: "(sensitive)"
    }
  }

  /// What stands for a whole value.
  package func value(of secret: JSON) -> JSON {
    .string(text(of: secret.stringValue ?? secret.text(.canonical)))
  }

  /// The document with every secret inside replaced; everything else stays. `name` is what the document itself stands under,
  /// and `path` leads to it when it is a part of a resource's document.
  package func rendered(_ json: JSON, named name: String? = nil, at path: [String] = []) -> JSON {
    SecretFinder.rendered(json, named: name, at: path, text(of:))
  }

  /// The text with every secret inside replaced.
  package func rendered(_ text: String) -> String { SecretFinder.rendered(text, self.text(of:)) }

  /// The text with `***` for every secret in it.
  package static func masked(_ text: String) -> String { mask.rendered(text) }

  /// The arguments of a command with every secret among them replaced.
  package func rendered(command words: [String]) -> [String] {
    let list = rendered(.array(words.map { .string($0) }))
    return list.arrayValue?.compactMap(\.stringValue) ?? []
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
