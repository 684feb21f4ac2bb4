package import Loading
package import Resources

/// The images of an environment by the names that people and build programs call them.
struct ImageNames {
  private let images: [EnvironmentImage]
  private let directory: String

  init(_ environment: LoadedEnvironment) {
    images = environment.images.values.sorted { $0.key < $1.key }
    directory = environment.desired.environment.directory
  }

  /// The key that a name stands for: the key itself, or the repository of one image, whole or by its last part.
  func key(_ name: String) throws(ReleaseProblem) -> String {
    if images.contains(where: { $0.key == name }) { return name }
    let keys = images.filter { $0.repository == name || ARN.lastName(of: $0.repository) == name }.map(\.key)
    guard let key = keys.first else { throw .unknownImage(name, known: images, directory: directory) }
    guard keys.count == 1 else { throw .ambiguousImage(name, keys: keys) }
    return key
  }

  /// The key of a built image; nil for one that the environment does not declare. Of several keys with one repository
  /// `target`, the name that the build gave it, says which is meant.
  func key(_ reference: ImageReference, target: String?) throws(ReleaseProblem) -> String? {
    let found = images.filter { $0.name == reference.name }
    guard found.count > 1 else { return found.first?.key }
    if let target, found.contains(where: { $0.key == target }) { return target }
    throw .ambiguousImage(reference.name, keys: found.map(\.key))
  }

  /// Keys of the images that lie in the account's own registry: those of others are not built here.
  func own(_ registry: String) -> [String] { images.filter { $0.registry == registry }.map(\.key) }
}

extension LoadedEnvironment {
  /// Keys of the images that a service runs.
  package func imageKeys(of service: Resource) -> Set<String> {
    let definition = service.taskDefinitionLink.flatMap { link in desired.resources.first { $0.address == link } }
    let used = definition.map { TaskDefinitionDocument($0.attributes).images.map(\.name) } ?? []
    return Set(images.values.filter { used.contains($0.name) }.map(\.key))
  }

  /// The key that a name stands for: the key itself, or the repository of one image.
  package func imageKey(_ name: String) throws(ReleaseProblem) -> String { try ImageNames(self).key(name) }
}
