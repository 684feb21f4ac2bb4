package import JSONDocument

/// What the finder says of one value.
package enum SecretJudgement: Sendable, Equatable {
  case none
  /// Parts of the text are secrets: `curl -H 'x-api-key: …'`.
  case part
  /// The whole value is one, by its name; what it looks like is common under such names, too: a number, a switch, a path.
  case common
  /// The whole value is one.
  case whole

  package var isWhole: Bool { self == .whole || self == .common }
}

/// The one place that tells what is a secret: by the name it stands under, by what stands before it, by its own form.
///
/// Everything that is shown or saved passes here: plans and their JSON, saved plans, states, findings' lines, errors.
package enum SecretFinder {
  /// Judges a value that stands under `name`, which for the value of an entry (`{"name": "DB_PASSWORD", "value": …}`) is the
  /// entry's.
  package static func judgement(of value: JSON, named name: String?) -> SecretJudgement {
    switch value.content {
    case .null: return .none
    case .string(let text): return judgement(of: text, named: name)
    case .number, .bool:
      guard let name, NameMeaning(of: name) != .plain else { return .none }
      return judgement(of: value.text(), named: name)
    case .array(let elements):
      let isHidden = elements.contains { judgement(of: $0, named: name).isWhole }
      return isHidden ? .whole : hasSecret(value) ? .part : .none
    case .object: return hasSecret(value) ? .part : .none
    }
  }

  /// Judges a value in a resource's document; `path` leads to it from the top, with the names of elements.
  package static func judgement(of value: JSON, named name: String?, at path: @autoclosure () -> [String]) -> SecretJudgement {
    switch DeclaredSecrets.current.verdict(at: path()) {
    case .secret: value.isNull ? .none : .whole
    case .plain: judgement(of: value, named: nil)
    case nil: judgement(of: value, named: name)
    }
  }

  package static func judgement(of text: String, named name: String?) -> SecretJudgement {
    guard !text.isEmpty else { return .none }
    let meaning = name.map { NameMeaning(of: $0) } ?? .plain
    let byName = withBytes(of: text) { bytes -> SecretJudgement? in
      guard meaning.hides(bytes) else { return nil }
      return PlainValues.isCommon(bytes) && !SecretsInText.hasSecret(bytes) ? .common : .whole
    }
    return byName ?? judgementByForm(of: text)
  }

  private static func judgementByForm(of text: String) -> SecretJudgement {
    withBytes(of: text) { bytes in
      let ranges = SecretsInText.ranges(in: bytes)
      guard let first = ranges.first else { return isDocument(bytes) && hasSecret(inDocument: text) ? .part : .none }
      return first == 0..<bytes.count || isAddressOrKey(bytes, first) ? .whole : .part
    }
  }

  /// An address with a password in it, or a private key with words around it.
  private static func isAddressOrKey(_ bytes: UnsafeBufferPointer<UInt8>, _ secret: Range<Int>) -> Bool {
    if bytes[secret].starts(with: "-----BEGIN ".utf8) { return true }
    guard secret.upperBound < bytes.count, bytes[secret.upperBound] == UInt8(ascii: "@"),
      let scheme = bytes.firstIndex(where: { !Bytes.isName($0) })
    else { return false }
    return bytes[scheme...].starts(with: "://".utf8)
  }

  /// Whether anything inside of the value is one.
  package static func hasSecret(_ json: JSON) -> Bool {
    var isFound = false
    _ = rendered(json) { secret in
      isFound = true
      return secret
    }
    return isFound
  }

  private static func hasSecret(inDocument text: String) -> Bool {
    guard let document = JSON.parse(text).document else { return false }
    return hasSecret(document)
  }

  /// True for `value` and `Value`, which are judged by the name of their entry.
  package static func isValueOfEntry(_ member: String) -> Bool { EntrySpelling.isValue(member) }

  /// Policies are written as objects or as their text.
  static func isDocument(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = bytes.first(where: { $0 > UInt8(ascii: " ") }) else { return false }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }

  static func withBytes<Result>(of text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    var text = text
    return text.withUTF8(body)
  }
}
