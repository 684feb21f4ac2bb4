import Providers
import Resources

/// The API calls behind one kind of resource.
protocol KindCalls: Sendable {
  /// One observation for each request.
  func read(_ requests: [ReadRequest]) async throws(ProviderError) -> [ResourceIdentity: Observation]
  func create(_ resource: Resource, token: OperationToken) async throws(ProviderError) -> WriteResult
  func update(_ update: ResourceUpdate, token: OperationToken) async throws(ProviderError) -> WriteResult
  func delete(_ deletion: ResourceDeletion, token: OperationToken) async throws(ProviderError)

  /// The calls by which `create` sends what the files say, without those that only ask or repeat.
  func requests(creating resource: Resource) -> [AWSRequest]
  /// The same for `update`, as far as it can be told without asking.
  func requests(changing update: ResourceUpdate) -> [AWSRequest]

  /// Objects of the kind that hang on some services, whoever made them.
  func belongings(of services: [ResourceIdentity]) async throws(ProviderError) -> [ResourceIdentity]
}

extension KindCalls {
  /// Of most kinds none do.
  func belongings(of services: [ResourceIdentity]) async throws(ProviderError) -> [ResourceIdentity] { [] }
}

/// What this room knows of each kind. A new kind is a folder here and a line in both tables.
enum Kinds {
  /// Kinds whose objects can be read and changed.
  static func table(_ calls: APICalls, poller: ServicePoller) -> [ResourceKind: any KindCalls] {
    [
      .cluster: ClusterCalls(calls: calls),
      .logGroup: LogGroupCalls(calls: calls),
      .repository: RepositoryCalls(calls: calls),
      .scalableTarget: ScalableTargetCalls(calls: calls),
      .scalingPolicy: ScalingPolicyCalls(calls: calls),
      .scheduledAction: ScheduledActionCalls(calls: calls),
      .service: ServiceCalls(calls: calls, poller: poller),
      .taskDefinition: TaskDefinitionCalls(calls: calls),
    ]
  }

  /// The IAM actions that the calls need.
  static let permissions: [ResourceKind: [Permission]] = [
    .cluster: ClusterCalls.permissions,
    .logGroup: LogGroupCalls.permissions,
    .oneOffTask: OneOffTaskCalls.permissions,
    .repository: RepositoryCalls.permissions,
    .scalableTarget: ScalableTargetCalls.permissions,
    .scalingPolicy: ScalingPolicyCalls.permissions,
    .scheduledAction: ScheduledActionCalls.permissions,
    .service: ServiceCalls.permissions,
    .taskDefinition: TaskDefinitionCalls.permissions,
  ]
}

extension ResourceUpdate {
  /// Refuses members that the API cannot change in place. A plan that is ours never has them.
  func refuseChanges(of names: Set<String>, operation: String) throws(ProviderError) {
    let fixed = changedMembers.intersection(names).sorted()
    guard fixed.isEmpty else {
      throw ProviderError(
        .refused, operation: operation,
        message: "\(fixed.joined(separator: ", ")) of \(identity.kind.noun) \"\(identity)\" cannot be changed in place")
    }
  }
}
