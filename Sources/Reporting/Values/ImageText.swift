import JSONDocument
import Planning
import Resources

/// Image references as people read them: the own registry is left out, and a new tag is shown as a new tag.
struct ImageText: Sendable {
  /// The account's own registry; empty where there is none.
  let registry: String

  /// `tracker-api:sha-3f9c2d1`; the digest, when it is all there is, by its first digits.
  func name(_ text: String) -> String {
    guard let image = ImageReference(text) else { return text }
    return repository(image) + ":" + Self.version(image)
  }

  /// Where the own registry is left out, Docker Hub is not: else `web` of the one would look like `web` of the other.
  func repository(_ image: ImageReference) -> String {
    if image.registry == registry { return image.repository }
    return image.registry == nil && !registry.isEmpty ? "docker.io/\(image.repository)" : image.name
  }

  /// Of a pinned image both: `sha-3f9c2d1@sha256:0b5c1a7e9d42…`.
  static func version(_ image: ImageReference) -> String {
    let parts = [image.tag, image.digest.map(shortDigest)].compactMap { $0 }
    return parts.isEmpty ? "latest" : parts.joined(separator: "@")
  }

  /// Versions of the images that an environment declares; of all, where it declares none of them.
  static func versions(of images: [ImageReference], declared: Set<String>) -> [String] {
    let own = images.filter { declared.contains($0.name) }
    var seen: Set<String> = []
    return (own.isEmpty ? images : own).map(version).filter { seen.insert($0).inserted }
  }

  /// What the tag map has for an image, with only the first digits of a digest that follows a tag.
  static func shortened(_ tag: String) -> String {
    guard let at = tag.lastIndex(of: "@") else { return tag }
    return "\(tag[..<at])@\(shortDigest(String(tag[tag.index(after: at)...])))"
  }

  static func shortDigest(_ digest: String) -> String { "\(digest.prefix(19))…" }
}
