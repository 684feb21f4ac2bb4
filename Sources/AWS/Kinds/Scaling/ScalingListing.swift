import JSONDocument
import Providers
import Resources

/// Finds what hangs on scalable targets: policies or scheduled actions. The API answers those of one service, or all.
struct ScalingListing {
  let calls: APICalls
  let operation: String
  /// The member with the list in the answer.
  let list: String
  /// The member with the names that are asked for.
  let names: String

  /// Those of some services, by service. All are listed first; when that turns out to be more pages than there are services,
  /// each service is asked about. So it never costs more than two calls for each service and its pages, and mostly a few.
  func objects(of resources: Set<String>) async throws(ProviderError) -> [String: [JSON]] {
    if resources.count > 1 {
      let all = try await listed(["ServiceNamespace": .string(ScaledService.namespace)], limit: resources.count)
      if all.isComplete { return Dictionary(grouping: all.elements, by: Self.resource).filter { resources.contains($0.key) } }
    }
    let answers = try await concurrently(resources.sorted()) { resource throws(ProviderError) in
      (resource, try await listed(.scaling(resource)).elements.filter { Self.resource($0) == resource })
    }
    return Dictionary(answers, uniquingKeysWith: { first, _ in first })
  }

  /// One by its name.
  func object(_ identity: ResourceIdentity) async throws(ProviderError) -> JSON? {
    let input = JSON.scaling(identity.scope ?? "").with([names: [.string(identity.name)]])
    return try await listed(input).elements.first { $0[identity.kind.nameMember]?.stringValue == identity.name }
  }

  private func listed(_ input: JSON, limit: Int = .max) async throws(ProviderError) -> (elements: [JSON], isComplete: Bool) {
    try await calls.pages(.applicationAutoscaling, operation, input, of: list, limit: limit, token: "NextToken")
  }

  private static func resource(_ object: JSON) -> String { object["ResourceId"]?.stringValue ?? "" }
}

extension ScalingListing {
  /// One observation for each of some identities of one kind.
  func read(_ identities: [ResourceIdentity]) async throws(ProviderError) -> [ResourceIdentity: Observation] {
    let found = try await objects(of: Set(identities.compactMap(\.scope)))
    return Dictionary(
      identities.map { identity -> (ResourceIdentity, Observation) in
        let document = found[identity.scope ?? ""]?.first { $0[identity.kind.nameMember]?.stringValue == identity.name }
        guard let document else { return (identity, .absent) }
        return (identity, .present(ObservedObject(identity: identity, scaling: document)))
      }, uniquingKeysWith: { first, _ in first })
  }

  func belongings(of services: [ResourceIdentity], _ kind: ResourceKind) async throws(ProviderError) -> [ResourceIdentity] {
    try await objects(of: Set(services.map { ScaledService($0).resourceId })).flatMap { resource, objects in
      objects.compactMap { $0[kind.nameMember]?.stringValue.map { ResourceIdentity(kind, name: $0, scope: resource) } }
    }
  }

  /// What was put a moment ago, as it is read.
  func readBack(_ identity: ResourceIdentity) async throws(ProviderError) -> WriteResult {
    let found = try await calls.poll(upTo: 60, every: 1...3, operation: operation) {
      () async throws(ProviderError) -> JSON? in try await object(identity)
    }
    guard let found else { throw .unexpected(operation, "the \(identity.kind.noun) \"\(identity)\" is not listed") }
    return WriteResult(object: ObservedObject(identity: identity, scaling: found))
  }
}

extension ObservedObject {
  fileprivate init(identity: ResourceIdentity, scaling document: JSON) {
    let arn = document["PolicyARN"] ?? document["ScheduledActionARN"]
    self.init(identity: identity, attributes: document, arn: arn?.stringValue)
  }
}
