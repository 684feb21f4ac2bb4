package import JSONDocument
package import Loading
import Resources

/// What a build has pushed, as other programs write it down.
package struct BuildOutput: Sendable {
  package enum Form: String, Sendable, CaseIterable {
    /// `docker buildx bake --metadata-file FILE`: `image.name` of each target, a list with commas.
    case bakeMetadata = "the metadata file of docker buildx bake"
    /// `docker buildx bake --print`: `tags` of each target. Nothing says that they were pushed.
    case bakePrint = "what docker buildx bake --print writes"
    /// imagedefinitions.json of CodePipeline: `name` and `imageUri` of each container.
    case imageDefinitions = "an imagedefinitions.json"
  }

  private struct Image {
    var target: String?
    var reference: ImageReference
  }

  private let path: String
  private let images: [Image]

  /// `path` is for messages.
  package init(_ document: JSON, _ form: Form, path: String) throws(ReleaseProblem) {
    self.path = path
    switch form {
    case .bakeMetadata: images = try Self.metadata(document, path)
    case .bakePrint: images = try Self.print(document, path)
    case .imageDefinitions: images = try Self.definitions(document, path)
    }
  }

  /// The tag of each image key that it names. Of several tags of an image, the one that the environment takes.
  package func tags(for environment: LoadedEnvironment) throws(ReleaseProblem) -> [String: String] {
    let names = ImageNames(environment)
    var found: [String: [String]] = [:]
    for image in images {
      guard let key = try names.key(image.reference, target: image.target) else { continue }
      let tag = image.reference.tagAndDigest
      if !tag.isEmpty, found[key]?.contains(tag) != true { found[key, default: []].append(tag) }
    }
    guard !found.isEmpty else {
      throw .nothingBuilt(
        path: path, images: images.map(\.reference.description).sorted(),
        directory: environment.desired.environment.directory)
    }
    var tags: [String: String] = [:]
    for (key, named) in found { tags[key] = try theOne(of: named, key, environment) }
    return tags
  }

  private func theOne(of tags: [String], _ key: String, _ environment: LoadedEnvironment) throws(ReleaseProblem) -> String {
    if tags.count == 1 { return tags[0] }
    let taken = tags.filter { $0 != "latest" && environment.takes(tag: $0) }
    guard taken.count == 1 else { throw .severalTags(key: key, tags: tags.sorted(by: TagOrder.precedes), path: path) }
    return taken[0]
  }

  // MARK: Forms

  /// Targets without `image.name` exported no image.
  private static func metadata(_ document: JSON, _ path: String) throws(ReleaseProblem) -> [Image] {
    guard let targets = document.objectValue else {
      throw .notBuildOutput(path: path, .bakeMetadata, reason: "it is \(document.kindName)")
    }
    var images: [Image] = []
    for target in targets {
      guard let names = target.value["image.name"]?.stringValue else { continue }
      for name in names.split(separator: ",") {
        images.append(try image(String(name.filter { $0 != " " }), target.key, .bakeMetadata, path))
      }
    }
    guard !images.isEmpty else {
      throw .notBuildOutput(path: path, .bakeMetadata, reason: "no target of it has an \"image.name\"")
    }
    return images
  }

  private static func print(_ document: JSON, _ path: String) throws(ReleaseProblem) -> [Image] {
    guard let targets = document["target"]?.objectValue else {
      throw .notBuildOutput(path: path, .bakePrint, reason: "it has no \"target\"")
    }
    var images: [Image] = []
    for target in targets {
      for tag in target.value["tags"]?.arrayValue ?? [] {
        images.append(try image(tag.stringValue ?? "", target.key, .bakePrint, path))
      }
    }
    guard !images.isEmpty else { throw .notBuildOutput(path: path, .bakePrint, reason: "no target of it has \"tags\"") }
    return images
  }

  private static func definitions(_ document: JSON, _ path: String) throws(ReleaseProblem) -> [Image] {
    guard let entries = document.arrayValue, !entries.isEmpty else {
      throw .notBuildOutput(path: path, .imageDefinitions, reason: "it is no list of containers")
    }
    var images: [Image] = []
    for entry in entries {
      guard let uri = entry["imageUri"]?.stringValue else {
        throw .notBuildOutput(path: path, .imageDefinitions, reason: "an entry of it has no \"imageUri\"")
      }
      images.append(try image(uri, entry["name"]?.stringValue, .imageDefinitions, path))
    }
    return images
  }

  private static func image(
    _ text: String, _ target: String?, _ form: Form, _ path: String
  ) throws(ReleaseProblem) -> Image {
    guard let reference = ImageReference(text) else {
      throw .notBuildOutput(path: path, form, reason: "\"\(text)\" is no image reference")
    }
    return Image(target: target, reference: reference)
  }
}
