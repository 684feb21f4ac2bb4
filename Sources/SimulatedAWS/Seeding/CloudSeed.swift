package import Resources

/// What a simulated cloud holds from its beginning: a copy of what somebody observed elsewhere.
///
/// Reading the cloud then answers what was observed. What nobody observed is taken to be at rest: tasks run as many as are
/// said to, health checks pass, and hooks of a deployment that is under way begin anew.
package struct CloudSeed: Sendable {
  /// Clusters, repositories, log groups and services, as a provider reads them.
  package var objects: [ObservedObject] = []
  /// Services that are being deleted.
  package var draining: [ResourceIdentity] = []
  /// Clusters, repositories and log groups of which no more is known than that they exist. Those in `objects` win.
  package var assumed: Set<ResourceIdentity> = []
  package var revisions: [Revision] = []
  /// Images of registries of ECR that are there. Those of other registries are taken to be.
  package var images: [SeededImage] = []

  package init() {}
}

package struct SeededImage: Sendable, Hashable {
  package var reference: ImageReference
  /// Nil: nobody knows, and one is made up.
  package var digest: String?
  /// `linux/arm64`; empty when the image does not say.
  package var platforms: Set<String>
  /// How containers of it fare, where that is known.
  package var behaviour: ContainerBehaviour?

  package init(_ reference: ImageReference, digest: String? = nil, platforms: Set<String> = []) {
    self.reference = reference
    self.digest = digest
    self.platforms = platforms
  }
}
