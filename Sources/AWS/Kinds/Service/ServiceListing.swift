import JSONDocument
package import Providers
package import Resources

extension AWSProvider: ResourceLister {
  package func services(inCluster cluster: String) async throws(ProviderError) -> [ResourceIdentity] {
    let listed = try await calls.pages(
      .ecs, "ListServices", ["cluster": .string(cluster), "maxResults": 100], of: "serviceArns")
    let names = listed.elements.compactMap { $0.stringValue.map(ARN.lastName) }
    return Set(names).sorted().map { ResourceIdentity(.service, name: $0, scope: cluster) }
  }

  package func belongings(of services: [ResourceIdentity]) async throws(ProviderError) -> [ResourceIdentity] {
    guard !services.isEmpty else { return [] }
    let found = try await concurrently(kinds.sorted { $0.key.type < $1.key.type }.map(\.value)) { calls throws(ProviderError) in
      try await calls.belongings(of: services)
    }
    return found.flatMap { $0 }.sorted()
  }
}
