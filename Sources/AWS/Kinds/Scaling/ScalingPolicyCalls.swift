import JSONDocument
import Providers
import Resources

/// Scaling policies: PutScalingPolicy makes and changes them, also from one type into another.
struct ScalingPolicyCalls: KindCalls {
  let calls: APICalls

  private var listing: ScalingListing {
    ScalingListing(calls: calls, operation: "DescribeScalingPolicies", list: "ScalingPolicies", names: "PolicyNames")
  }

  func read(_ requests: [ReadRequest]) async throws(ProviderError) -> [ResourceIdentity: Observation] {
    try await listing.read(requests.map(\.identity))
  }

  func belongings(of services: [ResourceIdentity]) async throws(ProviderError) -> [ResourceIdentity] {
    try await listing.belongings(of: services, .scalingPolicy)
  }

  func create(_ resource: Resource, token: OperationToken) async throws(ProviderError) -> WriteResult {
    try await put(resource.identity, requests(creating: resource))
  }

  func update(_ update: ResourceUpdate, token: OperationToken) async throws(ProviderError) -> WriteResult {
    try update.refuseChanges(
      of: ["ServiceNamespace", "ResourceId", "ScalableDimension", "PolicyName"], operation: "PutScalingPolicy")
    return try await put(update.identity, requests(changing: update))
  }

  private func put(_ identity: ResourceIdentity, _ requests: [AWSRequest]) async throws(ProviderError) -> WriteResult {
    for request in requests { _ = try await calls.call(request.service, request.operation, request.input) }
    return try await afterChange { () async throws(ProviderError) in try await listing.readBack(identity) }
  }

  func requests(creating resource: Resource) -> [AWSRequest] { [request(resource.identity, resource.attributes)] }

  /// The type and its configuration are sent whole, with what the files leave out as it is: nobody says what becomes of
  /// members that are not sent.
  func requests(changing update: ResourceUpdate) -> [AWSRequest] {
    let type = update.after["PolicyType"] ?? update.before["PolicyType"]
    let configuration = "\(type?.stringValue ?? "")PolicyConfiguration"
    var input = update.after.only(update.changedMembers)
    input["PolicyType"] = type
    input[configuration] = Self.completed(update.after[configuration], live: update.before[configuration], configuration)
    return [request(update.identity, input)]
  }

  /// Of the two ways to name a metric one excludes the other, so they are not mixed.
  private static func completed(_ wanted: JSON?, live: JSON?, _ member: String) -> JSON? {
    guard let wanted, let field = ResourceKind.scalingPolicy.facts[member] else { return wanted ?? live }
    let metrics: Set<String> = ["PredefinedMetricSpecification", "CustomizedMetricSpecification"]
    var completed = PartlyDeclared.completed(wanted, live: live?.without(metrics), field.shape)
    guard metrics.allSatisfy({ wanted[$0]?.isEmptyValue ?? true }) else { return completed }
    for metric in metrics { completed[metric] = live?[metric] }
    return completed
  }

  private func request(_ identity: ResourceIdentity, _ members: JSON) -> AWSRequest {
    let input = members.withoutEmptied.with(.scaling(identity.scope ?? "")).with(["PolicyName": .string(identity.name)])
    return AWSRequest(.applicationAutoscaling, "PutScalingPolicy", input)
  }

  func delete(_ deletion: ResourceDeletion, token: OperationToken) async throws(ProviderError) {
    let identity = deletion.identity
    guard try await listing.object(identity) != nil else { return }
    do throws(ProviderError) {
      let input = JSON.scaling(identity.scope ?? "").with(["PolicyName": .string(identity.name)])
      _ = try await calls.call(.applicationAutoscaling, "DeleteScalingPolicy", input)
    } catch {
      guard error.isAbsence else { throw error }
    }
  }
}

extension JSON {
  /// Without objects that stand for "taken away", at the top and in configurations.
  fileprivate var withoutEmptied: JSON {
    guard let members = objectValue else { return self }
    return .object(
      JSONObject(
        members.compactMap { member in
          guard member.value.objectValue?.isEmpty != true else { return nil }
          return JSONObject.Member(key: member.key, value: member.value.withoutEmptied)
        }))
  }
}
