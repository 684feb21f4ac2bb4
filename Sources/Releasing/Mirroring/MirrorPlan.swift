package import Loading
package import Resources

/// What a mirror would copy from the registries of one environment into those of another one.
package struct MirrorPlan: Sendable, Equatable {
  /// What is to be done about one image.
  package enum Verdict: Sendable, Equatable {
    case copy
    /// The target has the same image under this tag.
    case isThere
    /// The target's tag is on this other image.
    case tagTaken(String)
    /// The source has no image under its tag.
    case notPushed
    /// The target has no repository for it.
    case noRepository
  }

  package struct Row: Sendable, Equatable {
    package var key: String
    /// As the source's tag map names it.
    package var source: ImageReference
    package var target: ImageReference
    /// In the source's registry; nil: it is not there.
    package var digest: String?
    package var verdict: Verdict
    /// Signatures and the like that the source has and the target has not.
    package var attachments: [Attachment] = []

    /// The image by its digest, wherever its tag goes meanwhile.
    package var pinned: ImageReference {
      ImageReference(registry: source.registry, repository: source.repository, digest: digest)
    }
  }

  /// A signature, an attestation or a list of parts that lies beside its image, under a tag made of the image's digest.
  package struct Attachment: Sendable, Equatable {
    package var source: ImageReference
    package var target: ImageReference
    package var digest: String
    /// What the target has under this tag instead; it is left as it is.
    package var there: String?

    package var pinned: ImageReference {
      ImageReference(registry: source.registry, repository: source.repository, digest: digest)
    }
  }

  /// Why an image is not looked at.
  package enum Omission: String, Sendable, Equatable {
    case bootstrap = "its tag is the bootstrap tag"
    case noTag = "the tag map has no tag for it"
    case onlySource = "only the source declares it"
    case samePlace = "both environments use the same repository"
    case elsewhere = "the tag map names an image of another place"
  }

  /// Names of the environments.
  package var source: String
  package var target: String
  /// Ordered by key.
  package var rows: [Row]
  /// By key.
  package var omitted: [String: Omission]

  /// What keeps it from being performed.
  package func objections(moving: Bool) -> [Row] {
    rows.filter { row in
      switch row.verdict {
      case .copy, .isThere: false
      case .tagTaken: !moving
      case .notPushed, .noRepository: true
      }
    }
  }
}

/// Which image of the source goes where in the target: what the files say, without asking a registry.
package struct MirrorRoutes: Sendable, Equatable {
  package struct Route: Sendable, Equatable {
    package var key: String
    package var source: ImageReference
    package var target: ImageReference
  }

  /// Ordered by key.
  package private(set) var all: [Route] = []
  package private(set) var omitted: [String: MirrorPlan.Omission] = [:]

  /// `keys`: only these images; nil: all that the source declares. The target calls tags as its `promotion` says.
  package init(from source: LoadedEnvironment, to target: LoadedEnvironment, keys: Set<String>? = nil) {
    for (key, image) in source.images.sorted(by: { $0.key < $1.key }) where keys?.contains(key) ?? true {
      switch Self.route(image, source.desired.bootstrapTag, to: target) {
      case .success(let route): all.append(route)
      case .failure(let omission): omitted[key] = omission.reason
      }
    }
  }

  private struct Omitted: Error {
    var reason: MirrorPlan.Omission
  }

  private static func route(
    _ image: EnvironmentImage, _ bootstrap: String?, to target: LoadedEnvironment
  ) -> Result<Route, Omitted> {
    guard let tag = image.tag, let source = image.reference else { return .failure(Omitted(reason: .noTag)) }
    guard tag != bootstrap else { return .failure(Omitted(reason: .bootstrap)) }
    guard let place = target.images[image.key] else { return .failure(Omitted(reason: .onlySource)) }
    guard source.name == image.name else { return .failure(Omitted(reason: .elsewhere)) }
    guard place.name != image.name else { return .failure(Omitted(reason: .samePlace)) }
    let called = source.tag.map { target.promotion?.target(of: $0) ?? $0 }
    let wanted = ImageReference(
      registry: place.registry, repository: place.repository, tag: called, digest: called == nil ? source.digest : nil)
    return .success(Route(key: image.key, source: source, target: wanted))
  }
}
