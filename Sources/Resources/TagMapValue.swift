/// What the tag map says of one image: a tag, a digest, both (`v2@sha256:…`), or a full reference to another place.
///
/// Only a value whose first part is a registry host (it has a `.` or a `:`, or is `localhost`) is a full reference, by the
/// rule that Docker tells hosts from repositories by. So the name of a branch, `feature/login`, is no image of somebody
/// else's on Docker Hub; and `shop/web:v2` is none either.
package struct TagMapValue: Sendable, Equatable {
  package let tag: String?
  package let digest: String?
  /// The whole reference, when the value is one.
  package let foreign: ImageReference?

  /// Nil for a text that is none of these.
  package init?(_ text: String) {
    if text.contains("/") {
      guard let reference = ImageReference(text), reference.registry != nil else { return nil }
      (tag, digest, foreign) = (reference.tag, reference.digest, reference)
      return
    }
    if ImageReference.isDigest(text) {
      (tag, digest, foreign) = (nil, text, nil)
      return
    }
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard ImageReference.isTag(parts[0]), parts.count == 1 || ImageReference.isDigest(parts[1]) else { return nil }
    (tag, digest, foreign) = (String(parts[0]), parts.count == 2 ? String(parts[1]) : nil, nil)
  }

  /// The image that it means, of the registry and repository that environment.json declares.
  package func reference(registry: String, repository: String) -> ImageReference {
    foreign ?? ImageReference(registry: registry, repository: repository, tag: tag, digest: digest)
  }

  /// What a pattern for tags has to match: a reference that names neither tag nor digest is pulled as `latest`. Nil for a
  /// digest alone, which is no tag.
  package var effectiveTag: String? { tag ?? (digest == nil ? "latest" : nil) }

  /// The text without the digest that stands beside its tag: where images are pinned, runs write it down and the map has none.
  package static func withoutDigest(_ text: String) -> String {
    guard let at = text.lastIndex(of: "@"), at != text.startIndex else { return text }
    return String(text[..<at])
  }

  /// `repository:tag` and the like, without the registry that would make it a full reference; nil for any other text.
  package static func referenceWithoutRegistry(_ text: String) -> ImageReference? {
    guard !text.hasPrefix("sha256:"), TagMapValue(text) == nil, let reference = ImageReference(text), reference.version != nil
    else { return nil }
    return reference
  }
}
