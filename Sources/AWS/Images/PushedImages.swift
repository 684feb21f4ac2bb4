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
    let batches = ImageBatch.all(Array(images), caller: identity.accountId)
    let found = try await concurrently(batches) { batch throws(ProviderError) in
      try await calls.pushed(batch)
    }
    return Dictionary(found.joined().map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
  }
}

/// Images of one repository, as many as one call takes.
struct ImageBatch: Sendable {
  /// Whose registry it is in; nil: that of the caller.
  var account: String?
  var repository: String
  var images: [ImageReference]

  /// Of accounts in one region, whichever of their hosts the images name.
  static func all(_ images: [ImageReference], caller: String) -> [ImageBatch] {
    let places = Dictionary(grouping: Set(images)) { Place($0, caller: caller) }
    return places.sorted { $0.key < $1.key }.flatMap { place, images in
      images.sorted { $0.description < $1.description }.pieces(of: 100).map {
        ImageBatch(account: place.account, repository: place.repository, images: $0)
      }
    }
  }

  private struct Place: Hashable, Comparable {
    let account: String?
    let repository: String

    init(_ image: ImageReference, caller: String) {
      let owner = image.registry.flatMap { ECRRegistry(host: $0) }?.account
      account = owner == caller ? nil : owner
      repository = image.repository
    }

    static func < (left: Place, right: Place) -> Bool {
      (left.account ?? "", left.repository) < (right.account ?? "", right.repository)
    }
  }
}

/// What the registry says about an image.
struct PushedImage: Sendable, Equatable {
  var digest: String
  /// `linux/arm64`; empty when the manifest does not say.
  var platforms: Set<String> = []
}

extension APICalls {
  /// Those of a batch that are there. BatchGetImage answers for them also when others are missing, unlike DescribeImages.
  func pushed(_ batch: ImageBatch) async throws(ProviderError) -> [ImageReference: PushedImage] {
    let answer: JSON
    do throws(ProviderError) {
      answer = try await self.answer(about: batch)
    } catch {
      guard error.isAbsence else { throw error }
      return [:]
    }
    let missing = try missing(in: answer)
    let found = PushedImages(answer["images"]?.arrayValue ?? [])
    let there = batch.images.filter { !missing.contains(ImageKey(Self.imageId($0))) }
    return Dictionary(there.map { ($0, found[$0]) }, uniquingKeysWith: { first, _ in first })
  }

  /// Of a batch of one image; nil when the repository does not have it.
  func manifest(in batch: ImageBatch) async throws(ProviderError) -> ImageManifest? {
    let answer = try await answer(about: batch)
    guard try missing(in: answer).isEmpty, let image = answer["images"]?.arrayValue?.first,
      let digest = image["imageId"]?["imageDigest"]?.stringValue,
      let text = image["imageManifest"]?.stringValue
    else { return nil }
    return ImageManifest(digest: digest, text: text, mediaType: image["imageManifestMediaType"]?.stringValue)
  }

  private func answer(about batch: ImageBatch) async throws(ProviderError) -> JSON {
    var input: JSON = [
      "repositoryName": .string(batch.repository), "imageIds": .array(batch.images.map(Self.imageId)),
      "acceptedMediaTypes": .strings(Self.mediaTypes),
    ]
    if let account = batch.account { input["registryId"] = .string(account) }
    return try await call(.ecr, "BatchGetImage", input)
  }

  private func missing(in answer: JSON) throws(ProviderError) -> Set<ImageKey> {
    var missing: Set<ImageKey> = []
    for failure in answer["failures"]?.arrayValue ?? [] {
      let code = failure["failureCode"]?.stringValue ?? ""
      guard Self.absences.contains(code) else {
        throw .unexpected("BatchGetImage", "\(code): \(failure["failureReason"]?.stringValue ?? "")")
      }
      missing.insert(ImageKey(failure["imageId"]))
    }
    return missing
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
      let pushed = PushedImage(digest: digest, platforms: ImagePlatforms.named(in: image["imageManifest"]?.stringValue))
      byDigest[digest] = pushed
      if let tag = image["imageId"]?["imageTag"]?.stringValue { byTag[tag] = pushed }
    }
  }

  subscript(image: ImageReference) -> PushedImage {
    if let digest = image.digest { return byDigest[digest] ?? PushedImage(digest: digest) }
    return byTag[image.tag ?? "latest"] ?? PushedImage(digest: "")
  }
}

/// What tells an image id of an answer from the others.
private struct ImageKey: Hashable {
  let text: String

  init(_ imageId: JSON?) {
    text = imageId?["imageDigest"]?.stringValue ?? imageId?["imageTag"]?.stringValue ?? ""
  }
}
