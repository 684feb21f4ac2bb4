import FoundationEssentials
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
    let layer = "sha256:" + ContentDigest(of: "layer \(content)").hex
    var document: JSON = [
      "schemaVersion": 2, "mediaType": .string(Self.dockerManifest),
      "config": Self.configuration(content, behaviour),
      "layers": [
        ["mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip", "size": 3_208_942, "digest": .string(layer)]
      ],
    ]
    if behaviour != .runs { document["annotations"] = [Self.behaviourAnnotation: .string(behaviour.text)] }
    let manifest = document.text()
    self.init(
      digest: "sha256:" + ContentDigest(of: manifest).hex, manifest: manifest, mediaType: Self.dockerManifest,
      behaviour: behaviour)
  }

  /// The descriptor of its configuration, which is embedded where it says something: for which platform the image is built.
  private static func configuration(_ content: String, _ behaviour: ContainerBehaviour) -> JSON {
    let mediaType = "application/vnd.docker.container.image.v1+json"
    guard case .builtFor(let platform) = behaviour else {
      let digest = "sha256:" + ContentDigest(of: "config \(content)").hex
      return ["mediaType": .string(mediaType), "size": 1472, "digest": .string(digest)]
    }
    let parts = platform.split(separator: "/").map(String.init)
    let document: JSON = ["architecture": .string(parts.last ?? ""), "os": .string(parts.first ?? "")]
    let text = document.text()
    return [
      "mediaType": .string(mediaType), "size": .int(text.utf8.count),
      "digest": .string("sha256:" + ContentDigest(of: text).hex), "data": .string(Data(text.utf8).base64EncodedString()),
    ]
  }

  /// In a manifest that was made up here: how its containers behave, wherever it is copied to.
  private static let behaviourAnnotation = "reconcile.behaviour"

  /// What a manifest says of that.
  static func behaviour(in manifest: JSON) -> ContainerBehaviour {
    manifest["annotations"]?.string(behaviourAnnotation).flatMap { ContainerBehaviour($0) } ?? .runs
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
