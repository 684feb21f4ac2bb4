import JSONDocument
package import Providers
package import Resources

extension AWSProvider {
  /// Asks BatchGetImage, a hundred images of one repository to a call. Unlike DescribeImages it answers for those that
  /// exist when others are missing.
  package func missingImages(_ images: [ImageReference]) async throws(ProviderError) -> Set<ImageReference> {
    let calls = calls
    let missing = try await concurrently(batches(images)) { batch throws(ProviderError) in try await calls.missing(batch) }
    return Set(missing.joined())
  }

  package func digests(_ images: [ImageReference]) async throws(ProviderError) -> [ImageReference: String] {
    let calls = calls
    let found = try await concurrently(batches(images)) { batch throws(ProviderError) in try await calls.digests(batch) }
    return Dictionary(found.joined(), uniquingKeysWith: { first, _ in first })
  }

  private func batches(_ images: [ImageReference]) -> [[ImageReference]] {
    let own = Set(images).filter { $0.registry == identity.registry }
    return Dictionary(grouping: own, by: \.repository).values.flatMap { images in
      images.sorted { $0.description < $1.description }.pieces(of: 100)
    }
  }
}

extension APICalls {
  /// Those of some images of one repository that are not there.
  fileprivate func missing(_ images: [ImageReference]) async throws(ProviderError) -> [ImageReference] {
    guard let answer = try await self.images(images) else { return images }
    var missing: Set<ImageKey> = []
    for failure in answer["failures"]?.arrayValue ?? [] {
      let code = failure["failureCode"]?.stringValue ?? ""
      guard Self.absences.contains(code) else {
        throw .unexpected("BatchGetImage", "\(code): \(failure["failureReason"]?.stringValue ?? "")")
      }
      missing.insert(ImageKey(failure["imageId"]))
    }
    return images.filter { missing.contains(ImageKey(Self.imageId($0))) }
  }

  fileprivate func digests(_ images: [ImageReference]) async throws(ProviderError) -> [(ImageReference, String)] {
    let found = try await self.images(images)?["images"]?.arrayValue ?? []
    var digests: [ImageKey: String] = [:]
    for image in found {
      guard let id = image["imageId"], let digest = id["imageDigest"]?.stringValue else { continue }
      digests[ImageKey(digest)] = digest
      if let tag = id["imageTag"]?.stringValue { digests[ImageKey(tag)] = digest }
    }
    return images.compactMap { image in digests[ImageKey(Self.imageId(image))].map { (image, $0) } }
  }

  /// Nil when there is no such repository.
  private func images(_ images: [ImageReference]) async throws(ProviderError) -> JSON? {
    let input: JSON = [
      "repositoryName": .string(images.first?.repository ?? ""), "imageIds": .array(images.map(Self.imageId)),
      "acceptedMediaTypes": .strings(Self.mediaTypes),
    ]
    do throws(ProviderError) {
      return try await call(.ecr, "BatchGetImage", input)
    } catch {
      guard error.isAbsence else { throw error }
      return nil
    }
  }

  private static let absences: Set<String> = [
    "ImageNotFound", "ImageTagDoesNotMatchDigest", "InvalidImageDigest", "InvalidImageTag",
  ]

  private static let mediaTypes = [
    "application/vnd.docker.distribution.manifest.v2+json", "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.manifest.v1+json", "application/vnd.oci.image.index.v1+json",
  ]

  /// By digest when there is one: it is what gets pulled.
  private static func imageId(_ image: ImageReference) -> JSON {
    if let digest = image.digest { return ["imageDigest": .string(digest)] }
    return ["imageTag": .string(image.tag ?? "latest")]
  }
}

/// What tells an image id of an answer from the others.
private struct ImageKey: Hashable {
  let text: String

  init(_ text: String) {
    self.text = text
  }

  init(_ imageId: JSON?) {
    text = imageId?["imageDigest"]?.stringValue ?? imageId?["imageTag"]?.stringValue ?? ""
  }
}
