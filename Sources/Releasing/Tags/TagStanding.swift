package import Providers
package import Recording
package import Resources

/// How one key of the tag map stands: what it asks for, since when, and what runs.
package struct TagStanding: Sendable, Equatable {
  package enum Presence: Sendable, Equatable {
    case digest(String)
    /// Nobody pushed it.
    case absent
    /// The registry is none of the account's, or the environment has no tag.
    case unknown
  }

  package struct Running: Sendable, Equatable {
    /// `sha-3f9c2d1`, with the digest where it is pinned.
    package var version: String
    /// Names of services, ordered.
    package var services: [String]
  }

  package var image: EnvironmentImage
  package var presence: Presence
  /// The run since which the tag is asked for; nil when it was not applied yet.
  package var since: RunRecord?
  /// Versions with running tasks, in the order of their tags.
  package var running: [Running]
  /// The tag that was pushed last, of those that the environment takes; nil when nobody could say.
  package var newest: PushedTag?
}

/// Puts together what files, history and cloud say of the tags of an environment.
package struct TagStandings: Sendable {
  /// An image that tasks of a service run.
  package struct Use: Sendable, Hashable {
    package var service: String
    package var image: ImageReference

    package init(service: String, image: ImageReference) {
      self.service = service
      self.image = image
    }
  }

  package var images: [EnvironmentImage]
  package var digests: [ImageReference: String]
  package var ledger: TagLedger
  package var uses: [Use]
  /// By registry and repository.
  package var pushed: [String: [PushedTag]]
  package var takes: @Sendable (String) -> Bool
  /// Whether the registry of an image was asked.
  package var isAsked: @Sendable (ImageReference) -> Bool

  package init(
    images: [EnvironmentImage], digests: [ImageReference: String], ledger: TagLedger, uses: [Use],
    pushed: [String: [PushedTag]], takes: @escaping @Sendable (String) -> Bool,
    isAsked: @escaping @Sendable (ImageReference) -> Bool
  ) {
    self.images = images
    self.digests = digests
    self.ledger = ledger
    self.uses = uses
    self.pushed = pushed
    self.takes = takes
    self.isAsked = isAsked
  }

  /// Ordered by key.
  package var all: [TagStanding] {
    let uses = Dictionary(grouping: uses, by: \.image.name)
    return images.sorted { $0.key < $1.key }.map { image in
      TagStanding(
        image: image, presence: presence(image), since: image.tag.flatMap { ledger.since(image.key, $0) },
        running: Self.running(uses[image.name] ?? []), newest: newest(image))
    }
  }

  private func presence(_ image: EnvironmentImage) -> TagStanding.Presence {
    guard let reference = image.reference, isAsked(reference) else { return .unknown }
    return digests[reference].map { .digest($0) } ?? .absent
  }

  private static func running(_ uses: [Use]) -> [TagStanding.Running] {
    let versions = Dictionary(grouping: uses, by: \.image.tagAndDigest)
    return versions.sorted { TagOrder.precedes($0.key, $1.key) }.map { version, uses in
      TagStanding.Running(version: version, services: Set(uses.map(\.service)).sorted())
    }
  }

  /// Of tags that were pushed at one time, the one that counts most.
  private func newest(_ image: EnvironmentImage) -> PushedTag? {
    (pushed[image.name] ?? []).filter { takes($0.tag) }.max { left, right in
      left.pushedAt == right.pushedAt ? TagOrder.precedes(left.tag, right.tag) : left.pushedAt < right.pushedAt
    }
  }
}
