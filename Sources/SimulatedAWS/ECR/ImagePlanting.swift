import AWS
import JSONDocument
import Resources

/// Writes down images as if somebody had pushed them.
struct ImagePlanting {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  /// An image of a repository that is not there is not there either; of other accounts and regions the repository is made.
  func plant(_ image: SeededImage) throws(AWSError) {
    let reference = image.reference
    let scope = reference.registry.flatMap { Scope(registry: $0) } ?? call.scope
    let there = call.elsewhere(scope)
    if try !there.documents.contains(.repositories, reference.repository) {
      guard scope != call.scope else { return }
      _ = try Repositories(there).create(["repositoryName": .string(reference.repository)])
    }
    let images = try Images(there, ["repositoryName": .string(reference.repository)])
    let tag = reference.digest == nil ? reference.tag ?? "latest" : nil
    let built = image.platforms.count == 1 ? ContainerBehaviour.builtFor(platform: image.platforms.first ?? "") : .runs
    var stored = StoredImage(content: reference.description, behaviour: image.behaviour ?? built)
    if let digest = reference.digest ?? image.digest { stored.digest = digest }
    if !image.platforms.isEmpty { stored.manifest = Self.index(image.platforms) }
    try images.store(stored, tag: tag)
  }

  /// A manifest that says what it was built for.
  private static func index(_ platforms: Set<String>) -> String {
    let manifests = platforms.sorted().map { platform -> JSON in
      let parts = platform.split(separator: "/").map(String.init)
      return ["platform": ["os": .string(parts.first ?? ""), "architecture": .string(parts.last ?? "")]]
    }
    return JSON.members(("schemaVersion", 2), ("manifests", .array(manifests))).text()
  }
}
