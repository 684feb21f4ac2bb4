package import JSONDocument

/// A service, as a file declares it or as ECS describes it, and what it means.
package struct ServiceDocument: TaskRunningDocument {
  package private(set) var json: JSON

  package init(_ json: JSON) {
    self.json = json
  }

  package var name: String? { json["serviceName"]?.stringValue }
  package var desiredCount: Int? { json["desiredCount"]?.intValue }
  /// One task on each container instance: it has no count.
  package var isDaemon: Bool { json["schedulingStrategy"]?.stringValue == "DAEMON" }
  package var deploymentController: DeploymentController { DeploymentController(json["deploymentController"]) }
  /// `ROLLING` unless it says another.
  package var strategy: String { json["deploymentConfiguration"]?["strategy"]?.stringValue ?? "ROLLING" }
  /// Its deployments are of the strategies BLUE_GREEN, LINEAR or CANARY.
  package var shiftsTraffic: Bool { strategy != "ROLLING" }

  package var hasLoadBalancers: Bool { json["loadBalancers"]?.arrayValue?.isEmpty == false }
  /// ARNs.
  package var targetGroups: [String] {
    (json["loadBalancers"]?.arrayValue ?? []).compactMap { $0["targetGroupArn"]?.stringValue }
  }

  /// Log groups of one region that Service Connect's proxies write to.
  package func logs(in region: String) -> [LogDestination] {
    [LogDestination(json["serviceConnectConfiguration"]?["logConfiguration"])].compactMap { $0 }
      .filter { $0.isIn(region: region) }
  }

  /// The role of its load balancers, and roles by which ECS manages volumes, load balancers and hooks of it.
  package func roles(in provider: ProviderIdentity) -> [ReferredRole] {
    func each(_ list: JSON?, _ role: (JSON) -> JSON?) -> [JSON?] { (list?.arrayValue ?? []).map(role) }
    let named =
      [json["role"]] + each(json["volumeConfigurations"]) { $0["managedEBSVolume"]?["roleArn"] }
      + each(json["loadBalancers"]) { $0["advancedConfiguration"]?["roleArn"] }
      + each(json["vpcLatticeConfigurations"]) { $0["roleArn"] }
      + each(json["deploymentConfiguration"]?["lifecycleHooks"]) { $0["roleArn"] }
    return named.compactMap { $0?.stringValue }.filter { !$0.isEmpty }
      .map { ReferredRole($0, assumedBy: .scheduler, in: provider) }
  }

  /// `desired count 2`, `FARGATE`.
  var summary: [String] {
    let count = isDaemon ? "daemon" : json[Self.countMember].map { "desired count \($0.text())" }
    let providers = json[Self.capacityMember]?.arrayValue.map { _ in capacityProviders.joined(separator: "+") }
    return [count, launchType ?? providers].compactMap { $0 }
  }

  /// Members whose change may name other roles.
  package static let roleMembers: Set<String> = [
    "role", "volumeConfigurations", "loadBalancers", "vpcLatticeConfigurations", "deploymentConfiguration",
  ]
  /// Members whose change may put its tasks into another network.
  package static let networkMembers: Set<String> = ["networkConfiguration", "loadBalancers"]
  /// The member that chooses where tasks are placed.
  package static let capacityMember = "capacityProviderStrategy"
  /// The member that names the revision.
  package static let revisionMember = "taskDefinition"
  /// The member that holds how many tasks are wanted.
  package static let countMember = "desiredCount"

  /// The same service with another revision; nil takes it away.
  package func running(_ revision: String?) -> ServiceDocument {
    var document = self
    document.json[Self.revisionMember] = revision.map { .string($0) }
    return document
  }

  /// The same service, asked for a deployment even where nothing differs. UpdateService starts none then, unless it is told
  /// to.
  package var forcingDeployment: ServiceDocument {
    var document = self
    document.json[Self.forceMember] = true
    return document
  }
  package static let forceMember = "forceNewDeployment"
}

/// Who makes the deployments of a service.
package enum DeploymentController: Sendable, Equatable {
  /// ECS itself, also where nothing is said.
  case ecs
  case codeDeploy
  /// Task sets that another program makes.
  case external
  /// One that is newer than this program.
  case other(String)

  init(_ json: JSON?) {
    switch json?["type"]?.stringValue {
    case "ECS", nil: self = .ecs
    case "CODE_DEPLOY": self = .codeDeploy
    case "EXTERNAL": self = .external
    case let name?: self = .other(name)
    }
  }

  /// As the API writes it.
  package var name: String {
    switch self {
    case .ecs: "ECS"
    case .codeDeploy: "CODE_DEPLOY"
    case .external: "EXTERNAL"
    case .other(let name): name
    }
  }
}
