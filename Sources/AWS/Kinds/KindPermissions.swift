import JSONDocument
import Resources

/// One IAM action that calls about a kind of resource need.
///
/// From the "Service Authorization Reference" of the services: actions without resource types can be allowed on `*` only.
/// Where what IAM is known to ask for is something else, the scope says so. `Tests/Tools/Policies` holds every call of a run
/// against what is printed.
struct Permission: Sendable {
  enum Use: Sendable {
    /// Plan reads; it changes nothing.
    case plan
    /// Apply changes, waits, and asks why something failed.
    case apply
    /// Commands that show tags, tasks and lines of containers.
    case look
    /// Commands inside of containers.
    case exec
    /// Apply and destroy delete what holds data, only with `-delete-data`.
    case deleteData
  }

  let action: String
  let scope: PermissionScope
  let use: Use

  static func list(
    _ service: String, _ actions: [String], on scope: PermissionScope = .own, for use: Use
  ) -> [Permission] {
    actions.map { Permission(action: "\(service):\($0)", scope: scope, use: use) }
  }
}

/// What actions are allowed on. A kind with a scope of its own has it in its folder.
struct PermissionScope: Sendable {
  /// ARNs, or `*`; none where the environment has nothing that needs the actions.
  let resources: @Sendable (OwnedResources) -> [String]
  /// The `Condition` of the statement.
  let condition: @Sendable (OwnedResources) -> JSON?

  init(
    condition: @escaping @Sendable (OwnedResources) -> JSON? = { _ in nil },
    _ resources: @escaping @Sendable (OwnedResources) -> [String]
  ) {
    self.condition = condition
    self.resources = resources
  }

  static let all = PermissionScope { _ in ["*"] }
  /// The objects of the kind that the environment owns.
  static let own = PermissionScope { owned in
    Set(owned.resources.map { owned.arn(of: $0.identity) + $0.identity.kind.naming.iamSuffix }).sorted()
  }
  /// The same for actions about tags, which may have an ARN of their own.
  static let ownTags = PermissionScope { owned in Set(owned.resources.map { owned.arn(of: $0.identity) }).sorted() }
  /// Whatever is in the clusters that the objects are in.
  static let insideClusters = PermissionScope(condition: \.inClusters) { $0.clusters.isEmpty ? [] : ["*"] }
}

/// The resources of one kind that an environment owns.
struct OwnedResources {
  let resources: [Resource]
  let environment: DesiredState

  var provider: ProviderIdentity { environment.environment.provider }

  func arn(of identity: ResourceIdentity) -> String { identity.arn(in: provider)?.description ?? "*" }

  func arn(_ service: String, _ resource: String) -> String { provider.arn(service, resource).description }

  /// ARNs of the clusters that the objects are in, or are.
  var clusters: [String] {
    Set(resources.compactMap { $0.identity.kind == .cluster ? $0.identity.name : $0.identity.scope }).sorted()
      .map { arn(of: ResourceIdentity(.cluster, name: $0)) }
  }

  /// For actions that know no other way to be held to a cluster.
  var inClusters: JSON? { ["ArnEquals": ["ecs:cluster": .strings(clusters)]] }
}
