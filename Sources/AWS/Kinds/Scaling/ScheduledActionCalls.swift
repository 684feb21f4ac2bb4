import JSONDocument
import Providers
import Resources

/// Scheduled actions: PutScheduledAction makes and changes them.
struct ScheduledActionCalls: KindCalls {
  let calls: APICalls

  private var listing: ScalingListing {
    ScalingListing(
      calls: calls, operation: "DescribeScheduledActions", list: "ScheduledActions", names: "ScheduledActionNames")
  }

  func read(_ requests: [ReadRequest]) async throws(ProviderError) -> [ResourceIdentity: Observation] {
    try await listing.read(requests.map(\.identity))
  }

  func belongings(of services: [ResourceIdentity]) async throws(ProviderError) -> [ResourceIdentity] {
    try await listing.belongings(of: services, .scheduledAction)
  }

  func create(_ resource: Resource, token: OperationToken) async throws(ProviderError) -> WriteResult {
    try await put(resource.identity, requests(creating: resource))
  }

  func update(_ update: ResourceUpdate, token: OperationToken) async throws(ProviderError) -> WriteResult {
    try update.refuseChanges(
      of: ["ServiceNamespace", "ResourceId", "ScalableDimension", "ScheduledActionName"], operation: "PutScheduledAction")
    return try await put(update.identity, requests(changing: update))
  }

  private func put(_ identity: ResourceIdentity, _ requests: [AWSRequest]) async throws(ProviderError) -> WriteResult {
    for request in requests { _ = try await calls.call(request.service, request.operation, request.input) }
    return try await afterChange { () async throws(ProviderError) in try await listing.readBack(identity) }
  }

  func requests(creating resource: Resource) -> [AWSRequest] { [request(resource.identity, resource.attributes)] }

  /// "If you don't specify start and end times, the old values are deleted" (API reference), so those that stay are sent.
  func requests(changing update: ResourceUpdate) -> [AWSRequest] {
    var input = update.after.only(update.changedMembers)
    for member in ["StartTime", "EndTime"] { input[member] = update.after[member] ?? update.before[member] }
    return [request(update.identity, input)]
  }

  private func request(_ identity: ResourceIdentity, _ members: JSON) -> AWSRequest {
    var input = members.with(.scaling(identity.scope ?? "")).with(["ScheduledActionName": .string(identity.name)])
    for member in ["StartTime", "EndTime"] { input[member] = input[member]?.unlessEmpty }
    return AWSRequest(.applicationAutoscaling, "PutScheduledAction", input)
  }

  func delete(_ deletion: ResourceDeletion, token: OperationToken) async throws(ProviderError) {
    let identity = deletion.identity
    guard try await listing.object(identity) != nil else { return }
    do throws(ProviderError) {
      let input = JSON.scaling(identity.scope ?? "").with(["ScheduledActionName": .string(identity.name)])
      _ = try await calls.call(.applicationAutoscaling, "DeleteScheduledAction", input)
    } catch {
      guard error.isAbsence else { throw error }
    }
  }
}
