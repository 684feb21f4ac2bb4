import JSONDocument
import Providers
import Resources

/// The calls of what hangs on a scalable target and is put and deleted by its name: policies and scheduled actions. They
/// differ in what their inputs hold.
protocol ScalingRuleCalls: KindCalls {
  static var kind: ResourceKind { get }
  var calls: APICalls { get }
  var listing: ScalingListing { get }
  /// The operations that make or change one, and delete one.
  static var put: String { get }
  static var remove: String { get }
}

extension ScalingRuleCalls {
  func read(_ requests: [ReadRequest]) async throws(ProviderError) -> [ResourceIdentity: Observation] {
    try await listing.read(requests.map(\.identity))
  }

  func belongings(of services: [ResourceIdentity]) async throws(ProviderError) -> [ResourceIdentity] {
    try await listing.belongings(of: services, Self.kind)
  }

  func create(_ resource: Resource, token: OperationToken) async throws(ProviderError) -> WriteResult {
    try await put(resource.identity, requests(creating: resource))
  }

  func update(_ update: ResourceUpdate, token: OperationToken) async throws(ProviderError) -> WriteResult {
    let names = ["ServiceNamespace", "ResourceId", "ScalableDimension", Self.kind.nameMember]
    try update.refuseChanges(of: Set(names), operation: Self.put)
    return try await put(update.identity, requests(changing: update))
  }

  private func put(_ identity: ResourceIdentity, _ requests: [AWSRequest]) async throws(ProviderError) -> WriteResult {
    for request in requests { _ = try await calls.call(request.service, request.operation, request.input) }
    return try await afterChange { () async throws(ProviderError) in try await listing.readBack(identity) }
  }

  func delete(_ deletion: ResourceDeletion, token: OperationToken) async throws(ProviderError) {
    let identity = deletion.identity
    guard try await listing.object(identity) != nil else { return }
    do throws(ProviderError) {
      _ = try await calls.call(.applicationAutoscaling, Self.remove, Self.named(identity))
    } catch {
      guard error.isAbsence else { throw error }
    }
  }

  /// The members that say which one is meant.
  static func named(_ identity: ResourceIdentity) -> JSON {
    JSON.scaling(identity.scope ?? "").with([kind.nameMember: .string(identity.name)])
  }
}
