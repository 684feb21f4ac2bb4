import JSONDocument

@testable import SimulatedAWS

/// A service inside the rollout simulation, without a cloud around it.
struct Simulated {
  var settings: RolloutSettings
  var workload = Workload(seed: "service 1", taskPrefix: "0a1b2c3d")
  var images: [String: PulledImage] = [:]
  private(set) var now = 0.0
  private var revisions = 0
  /// Called at every instant at which something happened.
  var watch: (Workload, RolloutSettings) -> Void = { _, _ in }

  init(desired: Int, minimum: Int = 100, maximum: Int = 200, breaker: Bool = false, rollback: Bool = false) {
    settings = RolloutSettings(
      service: ServiceKey(cluster: "main", name: "web"), scope: Scope(account: "111111111111", region: "eu-west-1"),
      desired: desired, minimumPercent: minimum, maximumPercent: maximum,
      breaker: RolloutSettings.CircuitBreaker(
        isEnabled: breaker, rollsBack: rollback, threshold: min(max((desired + 1) / 2, 3), 200), resetsOnHealthyTask: true),
      alarmsRollBack: false, targetGroups: [], runsOnFargate: false, isDraining: false)
  }

  /// Deploys a revision of one container.
  mutating func deploy(_ image: String, healthCheck: ServiceRevision.HealthCheck? = nil) {
    revisions += 1
    let revision = ServiceRevision(
      arn: "revision/\(revisions)", taskDefinition: "web:\(revisions)", platform: "linux/amd64",
      containers: [ServiceRevision.Container(name: "web", image: image, digest: nil, healthCheck: healthCheck)],
      settings: "{}", createdAt: now)
    workload.deploy(revision, of: [:], settings, at: now)
    notice()
  }

  mutating func scale(to desired: Int) {
    settings.desired = desired
    notice()
  }

  private mutating func notice() {
    var simulation = RolloutSimulation(workload, settings, images: images)
    simulation.noticeChange(at: now)
    workload = simulation.workload
    watch(workload, settings)
  }

  /// Lets time pass, one instant after the other.
  mutating func pass(_ seconds: Double) {
    let end = now + seconds
    while let due = workload.due, due <= end, !workload.isGone {
      now = max(now, due)
      var simulation = RolloutSimulation(workload, settings, images: images)
      simulation.advance(to: now)
      workload = simulation.workload
      watch(workload, settings)
    }
    now = end
  }

  var running: Int { workload.tasks.count { $0.phase == .running } }
  var messages: [String] { workload.events.map(\.message) }
  var states: [Deployment.State] { workload.deployments.map(\.state) }
}
