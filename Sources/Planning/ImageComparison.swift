package import Resources

/// One image of two environments: what their tag maps say, and what their registries have.
package struct ImageComparison: Sendable, Equatable {
  package enum Verdict: Sendable, Equatable {
    /// One tag and, as far as both registries could be asked, one image.
    case same
    /// Two tags of one image.
    case sameImage
    case otherTag
    /// One tag that is on two images.
    case otherImage
    /// Only one of them declares it.
    case firstOnly, secondOnly

    /// Both run the same.
    package var isSame: Bool { self == .same || self == .sameImage }
  }

  /// What one environment has.
  package struct Side: Sendable, Equatable {
    package var tag: String?
    /// Nil where nobody could say.
    package var digest: String?

    package init(tag: String?, digest: String?) {
      self.tag = tag
      self.digest = digest
    }
  }

  package var key: String
  package var first: Side
  package var second: Side

  package init(key: String, first: Side, second: Side) {
    self.key = key
    self.first = first
    self.second = second
  }

  package var verdict: Verdict {
    switch (first.tag, second.tag) {
    case (nil, nil): return .same
    case (.some, nil): return .firstOnly
    case (nil, .some): return .secondOnly
    case (let one?, let other?):
      let isOneImage = first.digest.flatMap { digest in second.digest.map { digest == $0 } }
      if one == other { return isOneImage == false ? .otherImage : .same }
      return isOneImage == true ? .sameImage : .otherTag
    }
  }

  /// The images of two environments, ordered by key; `digests` by key.
  package static func all(
    _ first: [String: EnvironmentImage], _ second: [String: EnvironmentImage],
    digests: (first: [String: String], second: [String: String])
  ) -> [ImageComparison] {
    Set(first.keys).union(second.keys).sorted().map { key in
      ImageComparison(
        key: key, first: Side(tag: first[key]?.tag, digest: digests.first[key]),
        second: Side(tag: second[key]?.tag, digest: digests.second[key]))
    }
  }
}
