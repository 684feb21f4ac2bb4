import AWS
import JSONDocument
import Resources

/// Images of one repository: each under its digest, with tags that point at digests.
struct Images {
  let repositories: Repositories
  let repository: JSON
  let name: String

  init(_ call: Call, _ input: JSON) throws(AWSError) {
    repositories = Repositories(call, input)
    name = input.string("repositoryName") ?? ""
    repository = try repositories.repository(name)
  }

  var call: Call { repositories.call }

  // MARK: Writing

  func put(_ input: JSON) throws(AWSError) -> JSON {
    let manifest = input.string("imageManifest") ?? ""
    guard let document = JSON.parse(manifest).document, document.objectValue != nil else {
      throw .invalidParameter("Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'")
    }
    let digest = "sha256:" + ContentDigest(of: manifest).hex
    if let wanted = input.string("imageDigest"), wanted != digest {
      throw AWSError(
        code: "ImageDigestDoesNotMatchException",
        message: "The image digest '\(wanted)' does not match the digest '\(digest)' that Amazon ECR calculated for the image")
    }
    let tag = input.string("imageTag")
    guard let mediaType = input.string("imageManifestMediaType") ?? document.string("mediaType") else {
      throw .invalidParameter("image manifest mediatype not provided in manifest or parameter")
    }
    if let tag {
      guard ImageReference.isTag(tag) else { throw .badTag(tag) }
      if try self.digest(ofTag: tag) == digest { throw exists(digest, tag) }
      try refuseOverwriting(tag)
    } else if try call.documents.contains(.images, key(digest)) {
      throw exists(digest, nil)
    }
    let behaviour = StoredImage.behaviour(in: document)
    try store(StoredImage(digest: digest, manifest: manifest, mediaType: mediaType, behaviour: behaviour), tag: tag)
    return ["image": imageAnswer(digest, tag, manifest, mediaType)]
  }

  private func exists(_ digest: String, _ tag: String?) -> AWSError {
    AWSError(
      code: "ImageAlreadyExistsException",
      message: "Image with digest '\(digest)' and tag '\(tag ?? "null")' already exists in the repository with name '\(name)' "
        + "in registry with id '\(call.scope.account)'")
  }

  func refuseOverwriting(_ tag: String) throws(AWSError) {
    guard try digest(ofTag: tag) != nil, isImmutable(tag) else { return }
    throw AWSError(
      code: "ImageTagAlreadyExistsException",
      message: "The image tag '\(tag)' already exists in the '\(name)' repository and cannot be overwritten because the tag is "
        + "immutable.")
  }

  private func isImmutable(_ tag: String) -> Bool {
    let isExcluded = repository.list("imageTagMutabilityExclusionFilters").contains { filter in
      Wildcard(text: filter.string("filter") ?? "").matches(tag)
    }
    switch repository.string("imageTagMutability") {
    case "IMMUTABLE": return true
    case "IMMUTABLE_WITH_EXCLUSION": return !isExcluded
    case "MUTABLE_WITH_EXCLUSION": return isExcluded
    default: return false
    }
  }

  func store(_ image: StoredImage, tag: String?) throws(AWSError) {
    var document = try call.documents.document(.images, key(image.digest)) ?? image.document(pushedAt: call.now)
    if let tag {
      if let old = try digest(ofTag: tag), old != image.digest { try untag(tag, from: old) }
      let others = document.texts("imageTags").filter { $0 != tag }
      document["imageTags"] = .strings((others + [tag]).sorted())
      try call.documents.put(.imageTags, key(tag), text: image.digest)
    }
    try call.documents.put(.images, key(image.digest), document)
  }

  private func untag(_ tag: String, from digest: String) throws(AWSError) {
    guard var document = try call.documents.document(.images, key(digest)) else { return }
    document["imageTags"] = .strings(document.texts("imageTags").filter { $0 != tag })
    try call.documents.put(.images, key(digest), document)
  }

  func batchDelete(_ input: JSON) throws(AWSError) -> JSON {
    var deleted: [JSON] = []
    var failures: [JSON] = []
    for id in try checkedIds(input) {
      guard let digest = try digest(of: id), var image = try call.documents.document(.images, key(digest)) else {
        failures.append(missing(id))
        continue
      }
      let tags = image.texts("imageTags")
      if id["imageDigest"] == nil, let tag = id.string("imageTag"), tags.count > 1 {
        image["imageTags"] = .strings(tags.filter { $0 != tag })
        try call.documents.put(.images, key(digest), image)
        try call.documents.remove(.imageTags, key(tag))
        deleted.append(["imageDigest": .string(digest), "imageTag": .string(tag)])
      } else {
        for tag in tags { try call.documents.remove(.imageTags, key(tag)) }
        try call.documents.remove(.images, key(digest))
        deleted += (tags.isEmpty ? [nil] : tags.map(Optional.some)).map { tag in
          .members(("imageDigest", .string(digest)), ("imageTag", tag.map { .string($0) }))
        }
      }
    }
    return ["imageIds": .array(deleted), "failures": .array(failures)]
  }

  // MARK: Reading

  func describe(_ input: JSON) throws(AWSError) -> JSON {
    if input["imageIds"] != nil {
      var details: [JSON] = []
      for id in try checkedIds(input) {
        guard let digest = try digest(of: id), let image = try call.documents.document(.images, key(digest)) else {
          throw AWSError(
            code: "ImageNotFoundException",
            message: "The image with imageId {imageDigest:'\(id.string("imageDigest") ?? "null")', "
              + "imageTag:'\(id.string("imageTag") ?? "null")'} does not exist within the repository with name '\(name)' in the "
              + "registry with id '\(call.scope.account)'")
        }
        details.append(detail(image))
      }
      return ["imageDetails": .array(details)]
    }
    let (images, nextToken) = try page(input)
    return .members(("imageDetails", .array(images.map(detail))), ("nextToken", nextToken))
  }

  func list(_ input: JSON) throws(AWSError) -> JSON {
    let (images, nextToken) = try page(input)
    let ids = images.flatMap { image -> [JSON] in
      let tags = image["imageTags"]?.arrayValue ?? []
      guard !tags.isEmpty else { return [.members(("imageDigest", image["imageDigest"]))] }
      return tags.map { .members(("imageDigest", image["imageDigest"]), ("imageTag", $0)) }
    }
    return .members(("imageIds", .array(ids)), ("nextToken", nextToken))
  }

  private func page(_ input: JSON) throws(AWSError) -> ([JSON], JSON?) {
    let status = input["filter"]?.string("tagStatus") ?? "ANY"
    let page = try Page(
      call.documents, .images, prefix: name + " ", input: input, size: 1...1000, usual: 100
    ) { key throws(AWSError) in
      guard status != "ANY" else { return true }
      let isTagged = try call.documents.document(.images, key)?.list("imageTags").isEmpty == false
      return isTagged == (status == "TAGGED")
    }
    var images: [JSON] = []
    for key in page.keys {
      if let image = try call.documents.document(.images, key) { images.append(image) }
    }
    return (images, page.nextToken)
  }

  private func detail(_ image: JSON) -> JSON {
    var detail = image.without(["imageManifest", "behaviour"])
    detail["registryId"] = .string(call.scope.account)
    detail["repositoryName"] = .string(name)
    if detail.list("imageTags").isEmpty { detail["imageTags"] = nil }
    return detail
  }

  func batchGet(_ input: JSON) throws(AWSError) -> JSON {
    var images: [JSON] = []
    var failures: [JSON] = []
    for id in try checkedIds(input) {
      guard let digest = try digest(of: id), let image = try call.documents.document(.images, key(digest)) else {
        failures.append(missing(id))
        continue
      }
      images.append(
        imageAnswer(digest, id.string("imageTag"), image.string("imageManifest") ?? "", image.string("imageManifestMediaType")))
    }
    return ["images": .array(images), "failures": .array(failures)]
  }

  private func imageAnswer(_ digest: String, _ tag: String?, _ manifest: String, _ mediaType: String?) -> JSON {
    .members(
      ("registryId", .string(call.scope.account)), ("repositoryName", .string(name)),
      ("imageId", .members(("imageDigest", .string(digest)), ("imageTag", tag.map { .string($0) }))),
      ("imageManifest", .string(manifest)), ("imageManifestMediaType", mediaType.map { .string($0) }))
  }

  private func checkedIds(_ input: JSON) throws(AWSError) -> [JSON] {
    let ids = input.list("imageIds")
    guard (1...100).contains(ids.count) else {
      throw .invalidParameter(
        "Invalid parameter at 'imageIds' failed to satisfy constraint: 'Member must have length between 1 and 100'")
    }
    return ids
  }

  private func missing(_ id: JSON) -> JSON {
    ["imageId": id, "failureCode": "ImageNotFound", "failureReason": "Requested image not found"]
  }

  private func key(_ tagOrDigest: String) -> String { "\(name) \(tagOrDigest)" }

  func digest(ofTag tag: String) throws(AWSError) -> String? { try call.documents.text(.imageTags, key(tag)) }

  /// The digest an id means; nil when there is no such image, or when its tag is on another one.
  private func digest(of id: JSON) throws(AWSError) -> String? {
    guard let wanted = id.string("imageDigest") else {
      guard let tag = id.string("imageTag") else { return nil }
      return try digest(ofTag: tag)
    }
    if let tag = id.string("imageTag"), try digest(ofTag: tag) != wanted { return nil }
    return try call.documents.contains(.images, key(wanted)) ? wanted : nil
  }
}
