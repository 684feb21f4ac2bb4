import JSONDocument
import Planning
import Resources

/// Image references as people read them: the own registry is left out, and a new tag is shown as a new tag.
struct ImageText {
  /// The account's own registry.
  let registry: String

  /// `tracker-api:sha-3f9c2d1`; the digest, when it is all there is, by its first digits.
  func name(_ text: String) -> String {
    guard let image = ImageReference(text) else { return text }
    return repository(image) + ":" + Self.version(image)
  }

  func repository(_ image: ImageReference) -> String {
    image.registry == registry ? image.repository : image.name
  }

  /// Of a pinned image both: `sha-3f9c2d1@sha256:0b5c1a7e9d42…`.
  static func version(_ image: ImageReference) -> String {
    let parts = [image.tag, image.digest.map(shortDigest)].compactMap { $0 }
    return parts.isEmpty ? "latest" : parts.joined(separator: "@")
  }

  /// What the tag map has for an image, with only the first digits of a digest that follows a tag.
  static func shortened(_ tag: String) -> String {
    guard let at = tag.lastIndex(of: "@") else { return tag }
    return "\(tag[..<at])@\(shortDigest(String(tag[tag.index(after: at)...])))"
  }

  static func shortDigest(_ digest: String) -> String { "\(digest.prefix(19))…" }
}

/// A container that stays on its repository and gets another tag.
struct TagChange: Hashable {
  var container: String
  var repository: String
  var before: String
  var after: String
  /// The same tag is on another image now.
  private(set) var isMoved = false
  /// The tags as they are written, when both are tags.
  private var written: [String] = []

  /// Nil when the field is no image, or when more than its tag changes.
  init?(_ field: FieldChange, images: ImageText) {
    guard field.path.steps.last == .member("image"), case .known(let old) = field.before,
      case .known(let new) = field.after, let before = old.stringValue.flatMap({ ImageReference($0) }),
      let after = new.stringValue.flatMap({ ImageReference($0) }), before.name == after.name
    else { return nil }
    container = Self.container(field.path) ?? "?"
    repository = images.repository(after)
    written = [before.tag, after.tag].compactMap { $0 }
    isMoved = before.tag != nil && before.tag == after.tag && before.digest != nil && after.digest != nil
    self.before = Self.version(before, differingFrom: after)
    self.after = isMoved ? Self.digest(after, differingFrom: before) : Self.version(after, differingFrom: before)
  }

  /// `sha-3f9c2d1 → sha-8a01c44`; of a tag that was moved the digests, and that it was.
  var text: String { "\(before) → \(after)\(isMoved ? " (the tag was moved)" : "")" }

  /// The field changes because it repeats the tag, as `RELEASE=${tag.api}` does, and in no other way.
  func isRepeated(in field: FieldChange) -> Bool {
    guard written.count == 2, case .known(let old) = field.before, case .known(let new) = field.after,
      let before = old.stringValue, let after = new.stringValue
    else { return false }
    if before == written[0] { return after == written[1] }
    // A short tag stands in other texts by chance.
    return written[0].count >= 6 && before.replacing(written[0], with: written[1]) == after
  }

  /// Digests that look the same in short are written out.
  private static func version(_ image: ImageReference, differingFrom other: ImageReference) -> String {
    guard image.digest != nil, ImageText.version(image) == ImageText.version(other) else { return ImageText.version(image) }
    return [image.tag, image.digest].compactMap { $0 }.joined(separator: "@")
  }

  private static func digest(_ image: ImageReference, differingFrom other: ImageReference) -> String {
    let digest = image.digest ?? ""
    return ImageText.version(image) == ImageText.version(other) ? digest : ImageText.shortDigest(digest)
  }

  private static func container(_ path: FieldPath) -> String? {
    for case .key(let name) in path.steps { return name }
    return nil
  }
}
