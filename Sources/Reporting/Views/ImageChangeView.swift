import JSONDocument
import Planning
import Resources

/// How an image that stays in its repository and gets another version is told.
struct ImageChangeView: Sendable, Hashable {
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
    return image.tagAndDigest
  }

  private static func digest(_ image: ImageReference, differingFrom other: ImageReference) -> String {
    let digest = image.digest ?? ""
    return ImageText.version(image) == ImageText.version(other) ? digest : ImageText.shortDigest(digest)
  }
}
