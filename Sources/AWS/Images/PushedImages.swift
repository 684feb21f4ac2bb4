import JSONDocument
package import Providers
package import Resources

extension AWSProvider {
  package func missingImages(_ images: [ImageReference]) async throws(ProviderError) -> Set<ImageReference> {
    let own = Set(images).filter { $0.isOwn(of: identity) }
    return own.subtracting(try await pushed(own).keys)
  }

  package func digests(_ images: [ImageReference]) async throws(ProviderError) -> [ImageReference: String] {
    try await pushed(Set(images).filter { $0.isOwn(of: identity) }).mapValues(\.digest).filter { !$0.value.isEmpty }
  }

  private func pushed(_ images: Set<ImageReference>) async throws(ProviderError) -> [ImageReference: PushedImage] {
    let calls = calls
    let found = try await concurrently(ImageBatch.all(Array(images))) { batch throws(ProviderError) in
      try await calls.pushed(batch)
    }
    return Dictionary(found.joined().map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
  }
}

/// Images of one repository, as many as one call takes.
struct ImageBatch: Sendable {
  var repository: String
  var images: [ImageReference]

  static func all(_ images: [ImageReference]) -> [ImageBatch] {
    Dictionary(grouping: Set(images), by: \.repository).sorted { $0.key < $1.key }.flatMap { repository, images in
      images.sorted { $0.description < $1.description }.pieces(of: 100).map { ImageBatch(repository: repository, images: $0) }
    }
  }
}

/// What the registry says about an image.
struct PushedImage: Sendable, Equatable {
  var digest: String
  /// `linux/arm64`; empty when the image does not say, as one that is built for one platform does not.
  var platforms: Set<String> = []
}

extension APICalls {
  /// Those of a batch that are there. BatchGetImage answers for them also when others are missing, unlike DescribeImages.
  func pushed(_ batch: ImageBatch) async throws(ProviderError) -> [ImageReference: PushedImage] {
    let input: JSON = [
      "repositoryName": .string(batch.repository), "imageIds": .array(batch.images.map(Self.imageId)),
      "acceptedMediaTypes": .strings(Self.mediaTypes),
    ]
    let answer: JSON
    do throws(ProviderError) {
      answer = try await call(.ecr, "BatchGetImage", input)
    } catch {
      guard error.isAbsence else { throw error }
      return [:]
    }
    var missing: Set<ImageKey> = []
    for failure in answer["failures"]?.arrayValue ?? [] {
      let code = failure["failureCode"]?.stringValue ?? ""
      guard Self.absences.contains(code) else {
        throw .unexpected("BatchGetImage", "\(code): \(failure["failureReason"]?.stringValue ?? "")")
      }
      missing.insert(ImageKey(failure["imageId"]))
    }
    let found = PushedImages(answer["images"]?.arrayValue ?? [])
    let there = batch.images.filter { !missing.contains(ImageKey(Self.imageId($0))) }
    return Dictionary(there.map { ($0, found[$0]) }, uniquingKeysWith: { first, _ in first })
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

/// The images of an answer, by tag and by digest.
private struct PushedImages {
  private var byTag: [String: PushedImage] = [:]
  private var byDigest: [String: PushedImage] = [:]

  init(_ images: [JSON]) {
    for image in images {
      guard let digest = image["imageId"]?["imageDigest"]?.stringValue else { continue }
      let pushed = PushedImage(digest: digest, platforms: Self.platforms(image["imageManifest"]?.stringValue))
      byDigest[digest] = pushed
      if let tag = image["imageId"]?["imageTag"]?.stringValue { byTag[tag] = pushed }
    }
  }

  subscript(image: ImageReference) -> PushedImage {
    if let digest = image.digest { return byDigest[digest] ?? PushedImage(digest: digest) }
    return byTag[image.tag ?? "latest"] ?? PushedImage(digest: "")
  }

  /// Of an index of manifests. Attestations have the platform `unknown/unknown`.
  private static func platforms(_ manifest: String?) -> Set<String> {
    let entries = manifest.flatMap { JSON.parse($0).document }?["manifests"]?.arrayValue ?? []
    return Set(
      entries.compactMap { entry in
        guard let platform = entry["platform"], let system = platform["os"]?.stringValue,
          let architecture = platform["architecture"]?.stringValue, system != "unknown"
        else { return nil }
        return "\(system)/\(architecture)"
      })
  }
}

/// What tells an image id of an answer from the others.
private struct ImageKey: Hashable {
  let text: String

  init(_ imageId: JSON?) {
    text = imageId?["imageDigest"]?.stringValue ?? imageId?["imageTag"]?.stringValue ?? ""
  }
}
