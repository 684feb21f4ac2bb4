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

  static func version(_ image: ImageReference) -> String {
    if let tag = image.tag { return tag }
    return image.digest.map { "sha256:\($0.dropFirst(7).prefix(12))…" } ?? "latest"
  }
}

/// A container that stays on its repository and gets another tag.
struct TagChange: Hashable {
  var container: String
  var repository: String
  var before: String
  var after: String
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
    self.before = Self.version(before, differingFrom: after)
    self.after = Self.version(after, differingFrom: before)
  }

  /// The field changes because it repeats the tag, as `RELEASE=${tag.api}` does, and in no other way.
  func isRepeated(in field: FieldChange) -> Bool {
    guard written.count == 2, case .known(let old) = field.before, case .known(let new) = field.after,
      let before = old.stringValue, let after = new.stringValue
    else { return false }
    if before == written[0] { return after == written[1] }
    // A short tag stands in other texts by chance.
    return written[0].count >= 6 && before.replacing(written[0], with: written[1]) == after
  }

  /// Two references with one tag and different digests are told apart by their digests.
  private static func version(_ image: ImageReference, differingFrom other: ImageReference) -> String {
    let plain = ImageText.version(image)
    guard plain == ImageText.version(other) else { return plain }
    return image.digest.map { "\(plain)@\(Shortening.middle($0, to: 30))" } ?? "\(plain) without a digest"
  }

  private static func container(_ path: FieldPath) -> String? {
    for case .key(let name) in path.steps { return name }
    return nil
  }
}
