package import Resources

/// The registries on both ends of a mirror: what lies in them, and copying from one into the other.
///
/// A copy is whole: of an index with everything that it lists, and with the digest that it had.
package protocol ImageRegistries: Sendable {
  /// The digest of an image, asked by its digest where the reference has one; nil: there is none.
  func digest(of image: ImageReference, in side: MirrorSide) async throws(RegistryProblem) -> String?

  /// Copies `image`, which names a digest, to `target`. Copying what is there already changes nothing.
  func copy(_ image: ImageReference, to target: ImageReference) async throws(RegistryProblem)

  /// How the copy would be made by hand; nil where no program makes it.
  func command(copying image: ImageReference, to target: ImageReference) -> String?
}

/// Whose credentials are meant.
package enum MirrorSide: Sendable, Hashable {
  case source, target
}

/// Why a registry did not do what was asked.
package enum RegistryProblem: Error, Sendable, Equatable {
  /// The program that speaks with registries is not on this machine.
  case programMissing(String)
  /// The tag is on another image, and the registry does not move it.
  case tagImmutable
  /// The registry has no such repository.
  case noRepository
  /// This cannot be the name of an image, so nobody was asked.
  case notAnImage(String)
  /// Anything else, in the words of who was asked.
  case failed(String)
}
