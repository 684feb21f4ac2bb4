import JSONDocument
package import Providers
package import Resources

/// Which part of an account is to become an environment.
package struct ImportRequest: Sendable {
  package var cluster: String
  /// Only these; empty: all services of the cluster.
  package var services: [String]
  /// Also the log groups and repositories that the services use.
  package var withDataResources: Bool

  package init(cluster: String, services: [String] = [], withDataResources: Bool = false) {
    self.cluster = cluster
    self.services = services
    self.withDataResources = withDataResources
  }

  /// Whoever takes only some services of a cluster takes not the cluster: others live in it.
  var takesCluster: Bool { services.isEmpty }
}

package enum ImportError: Error, Sendable, Equatable {
  case provider(ProviderError)
  case clusterMissing(String)
  case servicesMissing([String], known: [String])
  case nothingThere(cluster: String)
}

/// What runs in a cluster now, read once.
package struct LiveEnvironment: Sendable {
  package var cluster: String
  /// What becomes files: the cluster, services with what hangs on them, repositories and log groups.
  package var objects: [ResourceIdentity: ObservedObject]
  /// Revisions that the services run, by ARN.
  package var revisions: [String: Revision]
  /// What was left out, and why.
  package var notes: [String]

  /// Asks the cloud; changes nothing.
  package static func read(
    _ request: ImportRequest, from provider: any ResourceReader & ResourceLister
  ) async throws(ImportError) -> LiveEnvironment {
    var live = LiveEnvironment(cluster: request.cluster, objects: [:], revisions: [:], notes: [])
    do throws(ProviderError) {
      let cluster = ResourceIdentity(.cluster, name: request.cluster)
      guard let object = try await provider.read([ReadRequest(cluster)])[cluster]?.object else {
        throw ProviderError(.gone, operation: "DescribeClusters", message: request.cluster)
      }
      if request.takesCluster { live.objects[cluster] = object }
      try await live.readServices(request, provider)
      try await live.readBelongings(provider)
      live.revisions = try await provider.revisions(live.revisionsInUse)
      if request.withDataResources { try await live.readData(provider) }
    } catch {
      throw error.kind == .gone ? .clusterMissing(request.cluster) : .provider(error)
    }
    let found = Set(live.objects.keys.filter { $0.kind == .service }.map(\.name))
    let missing = request.services.filter { !found.contains($0) }
    if !missing.isEmpty { throw .servicesMissing(missing, known: live.serviceNames) }
    if found.isEmpty, !request.takesCluster { throw .nothingThere(cluster: request.cluster) }
    return live
  }

  /// Names of all services that the cluster has, wanted or not.
  private var serviceNames: [String] = []

  private init(
    cluster: String, objects: [ResourceIdentity: ObservedObject], revisions: [String: Revision], notes: [String]
  ) {
    self.cluster = cluster
    self.objects = objects
    self.revisions = revisions
    self.notes = notes
  }

  private mutating func readServices(
    _ request: ImportRequest, _ provider: any ResourceReader & ResourceLister
  ) async throws(ProviderError) {
    let listed = try await provider.services(inCluster: request.cluster)
    serviceNames = listed.map(\.name)
    let wanted = listed.filter { request.services.isEmpty || request.services.contains($0.name) }
    let observed = try await provider.read(wanted.map { ReadRequest($0, costlyMembers: ["tags"]) })
    for identity in wanted {
      guard let object = observed[identity]?.object else {
        notes.append("service \"\(identity.name)\" is being deleted; it is left out")
        continue
      }
      if ServiceDocument(object.attributes).deploymentController == .external {
        notes.append("service \"\(identity.name)\" is deployed by an external controller; it is left out")
      } else {
        objects[identity] = object
      }
    }
  }

  var services: [ObservedObject] {
    objects.values.filter { $0.identity.kind == .service }.sorted { $0.identity < $1.identity }
  }

  private var revisionsInUse: [String] {
    Set(services.compactMap { ServiceDocument($0.attributes).taskDefinition?.text }).sorted()
  }

  /// What hangs on the services and would go with them.
  private mutating func readBelongings(_ provider: any ResourceReader & ResourceLister) async throws(ProviderError) {
    do throws(ProviderError) {
      let listed = try await provider.belongings(of: services.map(\.identity))
      guard !listed.isEmpty else { return }
      let observed = try await provider.read(listed.map { ReadRequest($0, costlyMembers: $0.kind.separatelyRead) })
      for identity in listed { objects[identity] = observed[identity]?.object }
    } catch {
      guard error.kind == .forbidden else { throw error }
      notes.append("whether services are scaled may not be asked (\(error.operation)); their scaling is left out")
    }
  }

  private mutating func readData(_ provider: any ResourceReader) async throws(ProviderError) {
    let used = revisions.values.flatMap { revision in
      ResourceIdentity(.taskDefinition, name: revision.family).uses(in: revision.content, provider: provider.identity)
    }
    let wanted = Set(used.filter(\.kind.holdsData))
    let observed = try await provider.read(
      wanted.sorted().map { ReadRequest($0, costlyMembers: $0.kind.separatelyRead) })
    for identity in wanted.sorted() {
      if let object = observed[identity]?.object {
        objects[identity] = object
      } else {
        notes.append("\(identity.kind.noun) \"\(identity.name)\" does not exist; it is left out")
      }
    }
  }
}
