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

/// How an image that stays in its repository and gets another version is told.
struct ImageChangeText: Hashable {
  let change: ImageTagChange
  /// The repository, without the account's own registry.
  let repository: String
  let before: String
  let after: String

  init(_ change: ImageTagChange, images: ImageText) {
    self.change = change
    repository = images.repository(change.after)
    before = Self.version(change.before, differingFrom: change.after)
    after =
      change.isMoved
      ? Self.digest(change.after, differingFrom: change.before) : Self.version(change.after, differingFrom: change.before)
  }

  /// Nil when the field is no image, or when more than its version changes.
  init?(_ field: FieldChange, images: ImageText) {
    guard let change = field.imageChange else { return nil }
    self.init(change, images: images)
  }

  /// `sha-3f9c2d1 → sha-8a01c44`; of a tag that was moved the digests, and that it was.
  var text: String { "\(before) → \(after)\(change.isMoved ? " (the tag was moved)" : "")" }

  /// The field changes because it repeats the tag, as `RELEASE=${tag.api}` does, and in no other way.
  func isRepeated(in field: FieldChange) -> Bool {
    guard let oldTag = change.before.tag, let newTag = change.after.tag, case .known(let old) = field.before,
      case .known(let new) = field.after, let before = old.stringValue, let after = new.stringValue
    else { return false }
    if before == oldTag { return after == newTag }
    // A short tag stands in other texts by chance.
    return oldTag.count >= 6 && before.replacing(oldTag, with: newTag) == after
  }

  /// Digests that look the same in short are written out, and so is that there is no tag.
  private static func version(_ image: ImageReference, differingFrom other: ImageReference) -> String {
    guard image.version != nil else { return "(no tag)" }
    guard image.digest != nil, ImageText.version(image) == ImageText.version(other) else { return ImageText.version(image) }
    return [image.tag, image.digest].compactMap { $0 }.joined(separator: "@")
  }

  private static func digest(_ image: ImageReference, differingFrom other: ImageReference) -> String {
    let digest = image.digest ?? ""
    return ImageText.version(image) == ImageText.version(other) ? digest : ImageText.shortDigest(digest)
  }
}
