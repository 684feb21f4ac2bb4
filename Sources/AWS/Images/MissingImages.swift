import JSONDocument
package import Providers
package import Resources

extension AWSProvider {
  /// Asks BatchGetImage, a hundred images of one repository to a call. Unlike DescribeImages it answers for those that
  /// exist when others are missing.
  package func missingImages(_ images: [ImageReference]) async throws(ProviderError) -> Set<ImageReference> {
    let own = Set(images).filter { $0.registry == identity.registry }
    let batches = Dictionary(grouping: own, by: \.repository).values.flatMap { images in
      images.sorted { $0.description < $1.description }.pieces(of: 100)
    }
    let calls = calls
    let missing = try await concurrently(batches) { batch throws(ProviderError) in try await calls.missing(batch) }
    return Set(missing.joined())
  }
}

extension APICalls {
  /// Those of some images of one repository that are not there.
  fileprivate func missing(_ images: [ImageReference]) async throws(ProviderError) -> [ImageReference] {
    let input: JSON = [
      "repositoryName": .string(images.first?.repository ?? ""), "imageIds": .array(images.map(Self.imageId)),
      "acceptedMediaTypes": .strings(Self.mediaTypes),
    ]
    let answer: JSON
    do throws(ProviderError) {
      answer = try await call(.ecr, "BatchGetImage", input)
    } catch {
      guard error.isAbsence else { throw error }
      return images
    }
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

  init(_ imageId: JSON?) {
    text = imageId?["imageDigest"]?.stringValue ?? imageId?["imageTag"]?.stringValue ?? ""
  }
}
