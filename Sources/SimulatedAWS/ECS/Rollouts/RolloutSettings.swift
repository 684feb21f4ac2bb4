import JSONDocument
import Resources

/// What of a service's settings steers its rollouts.
struct RolloutSettings: Equatable, Sendable {
  struct CircuitBreaker: Equatable, Sendable {
    var isEnabled: Bool
    var rollsBack: Bool
    var threshold: Int
    var resetsOnHealthyTask: Bool
  }

  var service: ServiceKey
  var scope: Scope
  var desired: Int
  var minimumPercent: Int
  var maximumPercent: Int
  var breaker: CircuitBreaker
  var alarmsRollBack: Bool
  /// Alarms that are watched while a rolling deployment goes on; none where that is switched off.
  var alarms: [String] = []
  var targetGroups: [String]
  /// Of the container that is behind the first of them.
  var targetPort = 0
  /// Seconds in which a load balancer's verdict does not count.
  var gracePeriod = 0.0
  var runsOnFargate: Bool
  /// Expressions that a container instance must fulfil.
  var constraints: [String] = []
  /// At most one task on each container instance.
  var isOnePerInstance = false
  /// ECS itself says how many tasks there are: one for each instance that fits.
  var isDaemon = false
  /// Deleted: all tasks go away, and then the service.
  var isDraining: Bool

  /// Fewest tasks that stay healthy, rounded up, and most that may run at once, rounded down (ECS developer guide).
  var fewest: Int { (desired * minimumPercent + 99) / 100 }
  var most: Int { desired * maximumPercent / 100 }
}

extension RolloutSettings {
  /// `service` is the document that DescribeServices answers.
  init(_ service: JSON, scope: Scope) {
    self.scope = scope
    self.service = ServiceKey(
      cluster: Reference.last(service.string("clusterArn") ?? ""), name: service.string("serviceName") ?? "")
    isDraining = service.string("status") != "ACTIVE"
    desired = isDraining ? 0 : service["desiredCount"]?.intValue ?? 0
    let configuration = service["deploymentConfiguration"]
    minimumPercent = configuration?["minimumHealthyPercent"]?.intValue ?? 100
    maximumPercent = configuration?["maximumPercent"]?.intValue ?? 200
    breaker = CircuitBreaker(configuration?["deploymentCircuitBreaker"], desired: desired)
    if !ServiceDocument(service).shiftsTraffic, configuration?["alarms"]?["enable"]?.boolValue == true {
      alarms = configuration?["alarms"]?.texts("alarmNames") ?? []
    }
    alarmsRollBack = configuration?["alarms"]?["rollback"]?.boolValue ?? false
    runsOnFargate = ServiceDocument(service).asksForFargate
    let placement = service.list("placementConstraints")
    constraints = placement.compactMap { $0.string("expression") }
    isDaemon = service.string("schedulingStrategy") == "DAEMON"
    isOnePerInstance =
      isDaemon || placement.contains { $0.string("type") == "distinctInstance" }
    targetGroups = service.list("loadBalancers").compactMap { $0.string("targetGroupArn") }
    targetPort = service.list("loadBalancers").first?["containerPort"]?.intValue ?? 0
    gracePeriod = service["healthCheckGracePeriodSeconds"]?.doubleValue ?? 0
  }
}

extension RolloutSettings.CircuitBreaker {
  /// The threshold is half of the desired count, rounded up and between 3 and 200, unless it is configured.
  init(_ breaker: JSON?, desired: Int) {
    isEnabled = breaker?["enable"]?.boolValue ?? false
    rollsBack = breaker?["rollback"]?.boolValue ?? false
    resetsOnHealthyTask = breaker?["resetOnHealthyTask"]?.boolValue ?? true
    let configured = breaker?["thresholdConfiguration"]
    let value = configured?["value"]?.intValue ?? 50
    let share = (desired * value + 99) / 100
    threshold =
      switch configured?.string("type") {
      case "COUNT": max(1, value)
      case "UNBOUNDED_PERCENT": max(1, share)
      default: min(max(share, 3), 200)
      }
  }
}
