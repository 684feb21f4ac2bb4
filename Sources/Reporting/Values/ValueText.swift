import JSONDocument
import Planning
import Resources

/// One value, or one change of a value, as text of a few words. What may be seen of it was decided before.
struct ValueText {
  let images: ImageText
  static let limit = 60

  /// `"info" → "debug"`, `sha-3f9c2d1 → sha-8a01c44`, `added "debug"`, `removed (was 3)`.
  func change(_ field: FieldView) -> String {
    if let tag = field.tag { return tag.text + Self.ageNote([tag]) }
    switch (field.before, field.after) {
    case (.absent, .absent): return "unchanged"
    case (.absent, let after): return "added \(value(after, of: field))"
    case (let before, .absent): return "removed (was \(value(before, of: field)))"
    case (.known(let before), .known(let after)): return arrow(before, after, as: Self.name(field))
    case (let before, let after): return "\(value(before, of: field)) → \(value(after, of: field))"
    }
  }

  /// ` (older than what runs)` where every one of the images goes back.
  static func ageNote(_ tags: [ImageChangeView]) -> String {
    !tags.isEmpty && tags.allSatisfy(\.change.goesBack) ? " (older than what runs)" : ""
  }

  /// `desired count 3 → 2`: a member of the resource itself in words, anything deeper by its path.
  func labelled(_ field: FieldView) -> String {
    if field.path.steps.count == 1, case .member(let name) = field.path.steps[0] {
      return "\(Printable.line(MemberWords.text(name))) \(change(field))"
    }
    return "\(Printable.line(field.path.description)) \(change(field))"
  }

  /// Images and revisions are names, which need no quotes.
  enum Name {
    case image, revision
  }

  private static func name(_ field: FieldView) -> Name? {
    field.path == .revision ? .revision : field.path.isImage ? .image : nil
  }

  /// Both values, shortened around their difference.
  func arrow(_ before: JSON, _ after: JSON, as name: Name? = nil) -> String {
    let texts = [before, after].map { full($0, as: name) }
    let areQuoted = texts.allSatisfy { $0.count >= 2 && $0.hasPrefix("\"") && $0.hasSuffix("\"") }
    guard areQuoted else {
      let short = Shortening.pair(texts[0], texts[1], to: Self.limit)
      return "\(short.before) → \(short.after)"
    }
    let short = Shortening.pair(
      String(texts[0].dropFirst().dropLast()), String(texts[1].dropFirst().dropLast()), to: Self.limit)
    return "\"\(short.before)\" → \"\(short.after)\""
  }

  func value(_ value: FieldChange.Value, of field: FieldView) -> String {
    switch value {
    case .absent: return "(none)"
    case .unknownUntilApplied: return "(known after apply)"
    case .known(let json): return short(json, as: Self.name(field))
    }
  }

  func short(_ json: JSON, as name: Name? = nil) -> String {
    Shortening.middle(full(json, as: name), to: Self.limit)
  }

  /// Strings stand in quotes, so that `"80"` and `80` are told apart; images and fingerprints do not need them.
  private func full(_ json: JSON, as name: Name? = nil) -> String {
    if let elements = json.arrayValue { return "[" + elements.map { full($0) }.joined(separator: ", ") + "]" }
    guard let text = json.stringValue else { return Printable.line(json.text()) }
    switch name {
    case .image: return Printable.line(images.name(text))
    case .revision: return Printable.line(RevisionReference(text).shortName)
    case nil: return Self.isFingerprint(text) ? text : Printable.line(json.text())
    }
  }

  /// As plans show them, and as saved plans hold them.
  private static func isFingerprint(_ text: String) -> Bool {
    guard text.hasPrefix("#") else { return text == "(sensitive)" }
    return [5, 7].contains(text.utf8.count) && text.dropFirst().allSatisfy(\.isHexDigit)
  }
}
