import JSONDocument

/// A deployment under the strategies BLUE_GREEN, LINEAR and CANARY: the new revision is scaled up beside the old one, traffic
/// goes over to it stage by stage, and only then the old one goes (`ServiceDeployment.lifecycleStage` in the API reference).
struct TrafficShift: Codable, Equatable, Sendable {
  enum Stage: String, Codable, Sendable {
    case reconcile = "RECONCILE_SERVICE"
    case preScaleUp = "PRE_SCALE_UP"
    case scaleUp = "SCALE_UP"
    case postScaleUp = "POST_SCALE_UP"
    case testTraffic = "TEST_TRAFFIC_SHIFT"
    case postTestTraffic = "POST_TEST_TRAFFIC_SHIFT"
    /// A stage for hooks alone: while one of it runs the deployment is shown in the stage before.
    case preProduction = "PRE_PRODUCTION_TRAFFIC_SHIFT"
    case production = "PRODUCTION_TRAFFIC_SHIFT"
    case postProduction = "POST_PRODUCTION_TRAFFIC_SHIFT"
    case bake = "BAKE_TIME"
    case cleanUp = "CLEAN_UP"

    var shown: String { self == .preProduction ? Stage.postTestTraffic.rawValue : rawValue }
  }

  /// A stage, or one of several shifts in it.
  struct Step: Codable, Equatable, Sendable {
    var stage: Stage
    /// Percent of the production traffic that the new revision has from here on.
    var production = 0.0
    /// How long it lasts when no hook holds it. A shift of traffic takes some seconds of its own.
    var seconds = 0.0
  }

  /// What is called, or who is asked, before a stage begins.
  struct Hook: Codable, Equatable, Sendable {
    enum Status: String, Codable, Sendable {
      case awaitingAction = "AWAITING_ACTION"
      case inProgress = "IN_PROGRESS"
      case succeeded = "SUCCEEDED"
      case failed = "FAILED"
      case timedOut = "TIMED_OUT"
    }

    var id: String
    /// Nil for a PAUSE, which only a person ends.
    var function: String?
    var status: Status
    var endsAt: Double
    var continuesAtTimeout: Bool

    var isOpen: Bool { status == .awaitingAction || status == .inProgress }
  }

  /// A hook as the service declares it.
  struct DeclaredHook: Codable, Equatable, Sendable {
    var function: String?
    var stages: [String]
    var timeoutMinutes: Double
    var continuesAtTimeout: Bool
  }

  var steps: [Step]
  var declaredHooks: [DeclaredHook]
  /// Alarms that end the deployment; empty when none are watched.
  var alarms: [String]
  var hasTestTraffic: Bool
  var position = 0
  /// Hooks of the step that it is at; nil before it was entered.
  var hooks: [Hook]?
  /// When the step ends, once its hooks are done.
  var endsAt: Double?
  /// When the alarms go off, which a bad revision causes some time after it got traffic.
  var alarmAt: Double?

  var step: Step { steps[min(position, steps.count - 1)] }
  /// The old revision may go.
  var isCleaningUp: Bool { step.stage == .cleanUp }

  /// Percent of the test traffic that the new revision has; nil without a listener rule for it.
  var testTraffic: Double? {
    guard hasTestTraffic else { return nil }
    return position >= (steps.firstIndex { $0.stage == .testTraffic } ?? 0) ? 100 : 0
  }

  /// The next instant at which it goes on by itself.
  var due: Double? {
    let hooks = (hooks ?? []).filter(\.isOpen)
    let next = hooks.isEmpty ? endsAt : hooks.map(\.endsAt).min()
    return [next, step.production > 0 && !isCleaningUp ? alarmAt : nil].compactMap { $0 }.min()
  }
}

extension TrafficShift {
  /// Seconds that a shift of traffic takes.
  static let shiftTime = 5.0

  /// Nil for a service whose deployments roll, and for one that has nothing to take traffic from.
  init?(_ service: JSON, sources: Int) {
    let configuration = service["deploymentConfiguration"] ?? [:]
    guard sources > 0, let shifts = Self.shifts(configuration) else { return nil }
    hasTestTraffic = service.list("loadBalancers").contains { $0["advancedConfiguration"]?.string("testListenerRule") != nil }
    declaredHooks = configuration.list("lifecycleHooks").map(DeclaredHook.init)
    let watched = configuration["alarms"]
    alarms = watched?["enable"]?.boolValue == true ? watched?.texts("alarmNames") ?? [] : []

    steps = sources > 1 ? [Step(stage: .reconcile)] : []
    steps += [Step(stage: .preScaleUp), Step(stage: .scaleUp), Step(stage: .postScaleUp)]
    steps += [Step(stage: .testTraffic, seconds: Self.shiftTime), Step(stage: .postTestTraffic), Step(stage: .preProduction)]
    steps += shifts
    steps.append(Step(stage: .postProduction, production: 100))
    steps.append(Step(stage: .bake, production: 100, seconds: 60 * (configuration["bakeTimeInMinutes"]?.doubleValue ?? 0)))
    steps.append(Step(stage: .cleanUp, production: 100))
  }

  /// The last shift is not waited after: BAKE_TIME comes then.
  private static func shifts(_ configuration: JSON) -> [Step]? {
    let whole = Step(stage: .production, production: 100, seconds: shiftTime)
    switch configuration.string("strategy") {
    case "BLUE_GREEN": return [whole]
    case "CANARY":
      let canary = configuration["canaryConfiguration"]
      let minutes = canary?["canaryBakeTimeInMinutes"]?.doubleValue ?? 10
      let percent = canary?["canaryPercent"]?.doubleValue ?? 5
      return [Step(stage: .production, production: percent, seconds: shiftTime + 60 * minutes), whole]
    case "LINEAR":
      let linear = configuration["linearConfiguration"]
      let minutes = linear?["stepBakeTimeInMinutes"]?.doubleValue ?? 6
      let percent = max(3, linear?["stepPercent"]?.doubleValue ?? 10)
      let before = stride(from: percent, to: 100, by: percent).map { share in
        Step(stage: .production, production: share, seconds: shiftTime + 60 * minutes)
      }
      return before + [whole]
    default: return nil
    }
  }
}

extension TrafficShift.DeclaredHook {
  /// A pause lasts a day, a function may run as long (`timeoutConfiguration` in the API reference).
  init(_ hook: JSON) {
    function = hook.string("targetType") == "PAUSE" ? nil : hook.string("hookTargetArn") ?? ""
    stages = hook.texts("lifecycleStages")
    let timeout = hook["timeoutConfiguration"]
    timeoutMinutes = timeout?["timeoutInMinutes"]?.doubleValue ?? 1440
    continuesAtTimeout = timeout?.string("action") == "CONTINUE"
  }
}
