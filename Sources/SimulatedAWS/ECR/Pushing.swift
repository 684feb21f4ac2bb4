package import AWS
import JSONDocument
import Resources

extension SimulatedCloud {
  /// Pushes an image into a repository of this account and answers its digest, like `docker push` after a build.
  ///
  /// The digest follows from `tag`, `content` and `behaviour`: the same image pushed into two registries has the same
  /// digest. Pushing what is there already changes nothing; a tag of an immutable repository is never moved.
  @discardableResult
  package func push(
    repository: String, tag: String, content: String = "", behaviour: ContainerBehaviour = .runs
  ) async throws(AWSError) -> String {
    guard ImageReference.isTag(tag) else { throw .badTag(tag) }
    let (scope, scenario) = (scope, file.scenario)
    return try await file.write { database throws(AWSError) in
      let images = try Images(Call(database, scope, scenario), ["repositoryName": .string(repository)])
      let image = StoredImage(content: "\(tag) \(content)", behaviour: behaviour)
      guard try images.digest(ofTag: tag) != image.digest else { return image.digest }
      try images.refuseOverwriting(tag)
      try images.store(image, tag: tag)
      return image.digest
    }
  }
}

extension AWSError {
  static func badTag(_ tag: String) -> AWSError {
    .invalidParameter(
      "Invalid parameter at 'imageTag' failed to satisfy constraint: 'must satisfy regular expression "
        + "'[a-zA-Z0-9-_+]+[a-zA-Z0-9-_.+]*'': \(tag.prefix(200))")
  }
}
