package import Providers
package import Resources

extension Reconciler {
  /// Tasks of some services, running and lately stopped, in the order of the services.
  package func tasks(of services: [Resource]) async throws(EngineError) -> [(service: Resource, tasks: [ObservedTask])] {
    let found = try await mappingProviderErrors { () async throws(ProviderError) in
      try await provider.tasks(of: services.map(\.identity))
    }
    return services.map { ($0, found[$0.identity] ?? []) }
  }
}
