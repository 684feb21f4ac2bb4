import JSONDocument
import Resources

/// An image as it is kept: its manifest, and how its containers behave.
struct StoredImage {
  var digest: String
  var manifest: String
  var mediaType: String?
  /// Containers of this image end at once with this code instead of running.
  var exitCode: Int?

  init(digest: String, manifest: String, mediaType: String?, exitCode: Int?) {
    self.digest = digest
    self.manifest = manifest
    self.mediaType = mediaType
    self.exitCode = exitCode
  }

  /// An image made up from its content. The repository has no part in it: the same content has the same digest
  /// everywhere, as when an image is copied from one registry to another.
  init(content: String, exitCode: Int?) {
    let content = content + (exitCode.map { " exits with \($0)" } ?? "")
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
      digest: "sha256:" + ContentDigest(of: manifest).hex, manifest: manifest, mediaType: Self.dockerManifest, exitCode: exitCode)
  }

  static let dockerManifest = "application/vnd.docker.distribution.manifest.v2+json"

  func document(pushedAt instant: Double) -> JSON {
    .members(
      ("imageDigest", .string(digest)), ("imageTags", []), ("imageSizeInBytes", 3_210_414), ("imagePushedAt", .time(instant)),
      ("imageManifestMediaType", mediaType.map { .string($0) }),
      ("artifactMediaType", "application/vnd.docker.container.image.v1+json"),
      ("imageManifest", .string(manifest)), ("exitCode", exitCode.map { .int($0) }))
  }
}
