import Diagnostics
import Resources

extension PlannedNeeds {
  /// Images whose digests the environment wants and nobody knows. An error in any mode: what is not pinned is not deployed.
  func unpinned(wasAsked: Bool) -> [Diagnostic] {
    images.filter { desired.isUnpinned($0.key) }.sorted { $0.key.description < $1.key.description }
      .map { unpinned($0.key, $0.value, wasAsked: wasAsked) }
  }

  /// `wasAsked`: the registry was, when the plan was made.
  func unpinned(_ image: ImageReference, _ users: Users, wasAsked: Bool) -> Diagnostic {
    let first = users.min()?.description ?? ""
    let others = users.count > 1 ? " and \(users.count - 1) more" : ""
    return Diagnostic(
      .error, "image-unpinned", "nobody knows the digest that image \"\(name(image))\" is to be pinned to",
      details: [
        "\(first)\(others) would run whatever the tag is on. Nothing was changed.",
        wasAsked
          ? "The registry had no image with this tag when the plan was made."
          : "-refresh=false does not ask the registry, and what is recorded does not have this tag.",
      ],
      fix: wasAsked ? "push the image, or correct its tag, and plan again" : "leave out -refresh=false")
  }

  /// Without the account's own registry.
  func name(_ image: ImageReference) -> String {
    "\(image.isOwn(of: desired.environment.provider) ? image.repository : image.name)\(image.tag.map { ":\($0)" } ?? "")\(image.digest.map { "@\($0)" } ?? "")"
  }
}
