package import Resources

/// Finds out what there is, for somebody who has no files yet. Everything else asks for what it knows by name.
package protocol ResourceLister: Sendable {
  /// The services of a cluster, in whatever state they are; an absent cluster is an error of kind `gone`.
  func services(inCluster cluster: String) async throws(ProviderError) -> [ResourceIdentity]

  /// What hangs on some services and would go with them, such as what scales them.
  func belongings(of services: [ResourceIdentity]) async throws(ProviderError) -> [ResourceIdentity]
}
