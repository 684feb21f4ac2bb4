package import JSONDocument

/// A service, as a file declares it or as ECS describes it, and what it means.
package struct ServiceDocument: TaskRunningDocument {
  package let json: JSON

  package init(_ json: JSON) {
    self.json = json
  }

  package var name: String? { json["serviceName"]?.stringValue }
  package var desiredCount: Int? { json["desiredCount"]?.intValue }
  /// One task on each container instance: it has no count.
  package var isDaemon: Bool { json["schedulingStrategy"]?.stringValue == "DAEMON" }
  package var deploymentController: DeploymentController { DeploymentController(json["deploymentController"]) }
  /// `ROLLING` unless it says another.
  package var strategy: String { deployment?["strategy"]?.stringValue ?? "ROLLING" }
  /// Its deployments are of the strategies BLUE_GREEN, LINEAR or CANARY.
  package var shiftsTraffic: Bool { strategy != "ROLLING" }

  /// Minutes for which old and new tasks run side by side once all traffic has gone over; nil: none.
  package var bakeMinutes: Int? { deployment?["bakeTimeInMinutes"]?.intValue.flatMap { $0 > 0 ? $0 : nil } }
  /// Who says that a deployment failed also brings back the one before.
  package var rollsBack: Bool {
    ["deploymentCircuitBreaker", "alarms"].contains { deployment?[$0]?["rollback"]?.boolValue == true }
  }
  /// Nil where it is switched off.
  package var circuitBreaker: JSON? {
    guard let breaker = deployment?["deploymentCircuitBreaker"], breaker["enable"]?.boolValue == true else {
      return Optional.none
    }
    return breaker
  }

  /// Seconds that a deployment takes by its configuration alone, because traffic is meant to bake.
  package var bakeTime: Double {
    guard shiftsTraffic else { return 0 }
    func minutes(_ value: JSON?, _ usual: Double) -> Double { value?.numberValue?.doubleValue ?? usual }
    var total = minutes(deployment?["bakeTimeInMinutes"], 0)
    if strategy == "CANARY" { total += minutes(deployment?["canaryConfiguration"]?["canaryBakeTimeInMinutes"], 10) }
    if strategy == "LINEAR" {
      let linear = deployment?["linearConfiguration"]
      let percent = max(3, minutes(linear?["stepPercent"], 10))
      total += (100 / percent).rounded(.up) * minutes(linear?["stepBakeTimeInMinutes"], 6)
    }
    return 60 * min(total, 1_000_000)
  }

  private var deployment: JSON? { json["deploymentConfiguration"] }

  package var hasLoadBalancers: Bool { json["loadBalancers"]?.arrayValue?.isEmpty == false }
  /// Containers that its load balancers reach, and their ports.
  package var balancedPorts: [(container: String, port: Int)] {
    (json["loadBalancers"]?.arrayValue ?? []).compactMap { balancer in
      guard let container = balancer["containerName"]?.stringValue, let port = balancer["containerPort"]?.intValue else {
        return nil
      }
      return (container, port)
    }
  }
  /// ARNs, also of those that get the new tasks while traffic is shifted.
  package var targetGroups: [String] {
    let balancers = json["loadBalancers"]?.arrayValue ?? []
    return balancers.compactMap { $0["targetGroupArn"]?.stringValue }
      + balancers.compactMap { $0["advancedConfiguration"]?["alternateTargetGroupArn"]?.stringValue }
  }

  /// Where Service Connect's proxies write to.
  var log: LogDestination? {
    let connect = json[Self.connectMember]
    return connect?["enabled"]?.boolValue == false ? nil : LogDestination(connect?["logConfiguration"])
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
  /// The member that says how Service Connect is used and logged.
  package static let connectMember = "serviceConnectConfiguration"
  /// The member that chooses where tasks are placed.
  package static let capacityMember = "capacityProviderStrategy"
  /// The member that holds how many tasks are wanted.
  package static let countMember = "desiredCount"

  /// The same service with another number of tasks.
  package func running(tasks count: Int) -> ServiceDocument {
    var json = json
    json[Self.countMember] = .int(count)
    return ServiceDocument(json)
  }

  /// The same service, asked for a deployment even where nothing differs. UpdateService starts none then, unless it is told
  /// to.
  package var forcingDeployment: ServiceDocument {
    var json = json
    json[Self.forceMember] = true
    return ServiceDocument(json)
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
