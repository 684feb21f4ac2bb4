import JSONDocument
package import Providers
package import Resources

extension AWSProvider {
  package func pushedTags(besides image: ImageReference) async throws(ProviderError) -> [PushedTag] {
    guard image.isOwn(of: identity) else { return [] }
    var input: JSON = ["repositoryName": .string(image.repository), "filter": ["tagStatus": "TAGGED"], "maxResults": 1000]
    let owner = image.registry.flatMap { ECRRegistry(host: $0) }?.account
    if let owner, owner != identity.accountId { input["registryId"] = .string(owner) }
    do throws(ProviderError) {
      return try await calls.pages(.ecr, "DescribeImages", input, of: "imageDetails").elements.flatMap(PushedTag.all)
    } catch {
      guard error.isAbsence else { throw error }
      return []
    }
  }
}

extension PushedTag {
  /// The tags of one image.
  fileprivate static func all(of image: JSON) -> [PushedTag] {
    guard let digest = image["imageDigest"]?.stringValue else { return [] }
    let pushedAt = APITime.seconds(image["imagePushedAt"]) ?? 0
    return (image["imageTags"]?.arrayValue ?? []).compactMap(\.stringValue).map {
      PushedTag(tag: $0, digest: digest, pushedAt: pushedAt)
    }
  }
}
