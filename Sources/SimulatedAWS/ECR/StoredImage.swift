import JSONDocument
import Resources

/// An image as it is kept: its manifest, and how its containers behave.
struct StoredImage {
  var digest: String
  var manifest: String
  var mediaType: String?
  var behaviour = ContainerBehaviour.runs

  init(digest: String, manifest: String, mediaType: String?, behaviour: ContainerBehaviour = .runs) {
    self.digest = digest
    self.manifest = manifest
    self.mediaType = mediaType
    self.behaviour = behaviour
  }

  /// An image made up from its content. The repository has no part in it: the same content has the same digest
  /// everywhere, as when an image is copied from one registry to another.
  init(content: String, behaviour: ContainerBehaviour) {
    let content = behaviour == .runs ? content : "\(content) \(behaviour.text)"
    let config = "sha256:" + ContentDigest(of: "config \(content)").hex
    let layer = "sha256:" + ContentDigest(of: "layer \(content)").hex
    let document: JSON = [
      "schemaVersion": 2, "mediaType": .string(Self.dockerManifest),
      "config": ["mediaType": "application/vnd.docker.container.image.v1+json", "size": 1472, "digest": .string(config)],
      "layers": [
        ["mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip", "size": 3_208_942, "digest": .string(layer)]
      ],
    ]
    let manifest = document.text()
    self.init(
      digest: "sha256:" + ContentDigest(of: manifest).hex, manifest: manifest, mediaType: Self.dockerManifest,
      behaviour: behaviour)
  }

  static let dockerManifest = "application/vnd.docker.distribution.manifest.v2+json"

  func document(pushedAt instant: Double) -> JSON {
    .members(
      ("imageDigest", .string(digest)), ("imageTags", []), ("imageSizeInBytes", 3_210_414), ("imagePushedAt", .time(instant)),
      ("imageManifestMediaType", mediaType.map { .string($0) }),
      ("artifactMediaType", "application/vnd.docker.container.image.v1+json"),
      ("imageManifest", .string(manifest)), ("behaviour", behaviour == .runs ? nil : .string(behaviour.text)))
  }
}
