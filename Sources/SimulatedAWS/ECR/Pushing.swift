package import AWS
import JSONDocument

extension SimulatedCloud {
  /// Pushes an image into a repository of this account and answers its digest, like `docker push` after a build.
  ///
  /// The digest follows from `tag` and `content` alone: the same image pushed into two registries has the same digest.
  /// Pushing what is there already changes nothing; a tag of an immutable repository is never moved. With an `exitCode`
  /// the image's containers end with it as soon as they start.
  @discardableResult
  package func push(
    repository: String, tag: String, content: String = "", exitCode: Int? = nil
  ) async throws(AWSError) -> String {
    let scope = scope
    return try await file.write { database throws(AWSError) in
      let images = try Images(Call(database, scope), ["repositoryName": .string(repository)])
      let image = StoredImage(content: "\(tag) \(content)", exitCode: exitCode)
      guard try images.digest(ofTag: tag) != image.digest else { return image.digest }
      try images.refuseOverwriting(tag)
      try images.store(image, tag: tag)
      return image.digest
    }
  }
}
