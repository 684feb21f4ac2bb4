import JSONDocument
import Providers
import Resources

/// Says from one look after another at a service how a rollout stands, and how it ended.
///
/// It judges by the id of the deployment that our call started, never by counts alone: after a rollback by the circuit
/// breaker the service is as steady as after a success (rule d.3). What it saw before helps it to tell a rollback from
/// somebody's newer deployment.
struct RolloutJudgement {
  let rollout: Rollout
  /// Tasks that may stop one after another before we give up; nil never does.
  private let failures: Int?
  private var hopelessLooks = 0
  /// Looks in a row at which nothing moved, and ECS said that it finds no place for a task.
  private var placelessLooks = 0
  private var lastCounts: [Int] = []
  private var looks = 0
  private var hasSeenOwn = false
  private var ownCreated: Double?
  /// Deployments that were there beside ours, and the revisions they ran.
  private var others: [String: String] = [:]
  private(set) var lastEvent: String?
  /// Messages that speak of trouble, newest first.
  private(set) var troubles: [String] = []
  /// What ECS said when it gave our deployment up.
  private var failure: String?
  private(set) var progress: RolloutProgress?

  init(_ rollout: Rollout, failures: Int? = nil) {
    self.rollout = rollout
    self.failures = failures
  }

  /// Nil while it goes on.
  mutating func verdict(on service: ServiceShape) -> RolloutVerdict? {
    looks += 1
    guard service.status == "ACTIVE" else {
      return RolloutVerdict(.failed, reason: "the service is being deleted (\(service.status))")
    }
    let deployments = service.deployments
    let own = deployments.first { $0.id == rollout.deploymentId }
    let primary = deployments.first { $0.status == "PRIMARY" }
    if let own {
      hasSeenOwn = true
      ownCreated = own.created ?? ownCreated
    }
    let events = ServiceEvents(service.document, of: rollout.deploymentId, since: ownCreated)
    lastEvent = events.newest
    troubles = events.tellings
    failure = own?.failureReason ?? failure
    if let own {
      var now = own.progress(event: events.newest)
      now.older = deployments.filter { $0.id != own.id }.reduce(0) { $0 + $1.running }
      now.bakeMinutes = ServiceDocument(service.document).bakeMinutes
      progress = now
    }

    let verdict = judge(own, primary, service, isOnly: deployments.count == 1, events)
    for deployment in deployments where deployment.id != rollout.deploymentId && deployment.status != "PRIMARY" {
      others[deployment.id] = deployment.revision
    }
    return verdict
  }

  private mutating func judge(
    _ own: DeploymentShape?, _ primary: DeploymentShape?, _ service: ServiceShape, isOnly: Bool, _ events: ServiceEvents
  ) -> RolloutVerdict? {
    if let own, own.status == "PRIMARY" { return judge(primary: own, service, isOnly: isOnly, events) }
    // A deployment that was answered a moment ago may not be seen everywhere yet.
    if own == nil, !hasSeenOwn, looks < 3 { return nil }
    guard let primary else {
      return RolloutVerdict(.failed, reason: events.telling ?? "deployment \(rollout.deploymentId) is gone")
    }
    if isRollback(own, to: primary, service, events) {
      let told = primary.reason.flatMap { Self.speaksOfRollback($0) ? $0 : nil } ?? events.telling
      return RolloutVerdict(
        .rolledBack, reason: failure ?? events.failure ?? told, runningRevision: primary.revision, runningCount: primary.running)
    }
    let reason =
      "deployment \(primary.id) took its place" + (primary.revision.map { " with \(RevisionReference($0).shortName)" } ?? "")
    return RolloutVerdict(
      .superseded, reason: reason, runningRevision: primary.revision, runningCount: primary.running)
  }

  private mutating func judge(
    primary own: DeploymentShape, _ service: ServiceShape, isOnly: Bool, _ events: ServiceEvents
  ) -> RolloutVerdict? {
    switch own.state {
    case "COMPLETED" where own.running >= own.desired:
      return RolloutVerdict(.completed, runningRevision: own.revision, runningCount: own.running)
    case "FAILED":
      // ECS puts the older deployment in our place within moments; which revision runs then is worth the wait.
      if own.reason?.contains("rolling back") == true { return nil }
      return RolloutVerdict(
        .failed, reason: own.failureReason ?? events.failure, runningRevision: own.revision, runningCount: own.running)
    case nil where isOnly && own.running == own.desired:
      // services older than rolloutState
      return RolloutVerdict(.completed, runningRevision: own.revision, runningCount: own.running)
    case _ where own.desired == 0 && service.document["runningCount"]?.intValue == 0 && isOnly:
      return RolloutVerdict(.completed, runningRevision: own.revision, runningCount: own.running)
    default:
      if isPlaceless(own, events) { return givenUp(own, service, because: placeless(own)) }
      return givesUp(own, service) ? givenUp(own, service, because: stopped(own)) : nil
    }
  }

  // MARK: Failing fast

  /// ECS counts tasks that failed one after another, and counts no more once one was healthy (`Deployment.failedTasks` in
  /// the API reference). Two looks must agree. A circuit breaker that will decide within as many failures is left to it.
  private mutating func givesUp(_ own: DeploymentShape, _ service: ServiceShape) -> Bool {
    guard let failures, own.failed >= failures else {
      hopelessLooks = 0
      return false
    }
    if let threshold = CircuitBreaker.threshold(of: service.document, desired: own.desired), threshold - own.failed <= failures {
      return false
    }
    hopelessLooks += 1
    return hopelessLooks >= 2
  }

  /// Tasks that wait for capacity that is being added are pending; those without a place are nowhere. Fifteen looks are
  /// about three minutes, in which a place may become free.
  private mutating func isPlaceless(_ own: DeploymentShape, _ events: ServiceEvents) -> Bool {
    let counts = [own.desired, own.running, own.failed]
    let isStuck = own.running < own.desired && own.pending == 0 && counts == lastCounts
    lastCounts = counts
    guard failures != nil, isStuck, events.tellings.contains(where: { $0.contains("unable to place a task") }) else {
      placelessLooks = 0
      return false
    }
    placelessLooks += 1
    return placelessLooks >= 15
  }

  private func placeless(_ own: DeploymentShape) -> String {
    own.running == 0
      ? "no task found a place for minutes" : "\(own.desired - own.running) of \(own.desired) tasks found no place for minutes"
  }

  private func stopped(_ own: DeploymentShape) -> String {
    "\(failures ?? own.failed) tasks stopped one after another and none became healthy"
  }

  private func givenUp(_ own: DeploymentShape, _ service: ServiceShape, because reason: String) -> RolloutVerdict {
    let older = service.deployments.first { $0.id != own.id && $0.running > 0 }?.revision
    let still = older.map { ", while \(RevisionReference($0).shortName) runs on" } ?? ""
    var verdict = RolloutVerdict(
      .failed, reason: "\(reason)\(still)", runningRevision: own.revision, runningCount: own.running)
    verdict.isStillTried = true
    return verdict
  }

  /// Whether ECS put an older deployment in the place of ours, rather than somebody a newer one.
  private func isRollback(
    _ own: DeploymentShape?, to primary: DeploymentShape, _ service: ServiceShape, _ events: ServiceEvents
  ) -> Bool {
    if own?.state == "FAILED" || primary.reason.map(Self.speaksOfRollback) == true { return true }
    if others[primary.id] != nil { return true }
    if events.all.contains(where: { Self.speaksOfRollback($0) && ($0.contains(rollout.deploymentId) || $0.contains(primary.id)) })
    {
      return true
    }
    guard ServiceDocument(service.document).rollsBack, let revision = primary.revision else { return false }
    return revision != rollout.revision && others.values.contains(revision) && events.telling != nil
  }

  private static func speaksOfRollback(_ text: String) -> Bool {
    let text = text.lowercased()
    return ["rolling back", "rollback", "circuit breaker", "alarm detected", "deployment failed"].contains { text.contains($0) }
  }
}

/// The messages of a service that belong to one rollout, newest first.
struct ServiceEvents {
  let all: [String]

  /// `since` is when the deployment was created; while that is not known, only what names it counts, because older ones tell
  /// of other deployments.
  init(_ service: JSON, of deployment: String, since: Double?) {
    all = (service["events"]?.arrayValue ?? []).compactMap { event -> (Double, String)? in
      guard let time = APITime.seconds(event["createdAt"]), let text = event["message"]?.stringValue,
        since.map({ time >= $0 }) ?? text.contains("(deployment \(deployment))")
      else { return nil }
      return (time, text)
    }.enumerated().sorted { ($1.element.0, $0.offset) < ($0.element.0, $1.offset) }.map(\.element.1)
  }

  var newest: String? { all.first }

  /// The newest message that speaks of trouble.
  var telling: String? { tellings.first }

  /// Messages that speak of trouble, newest first.
  var tellings: [String] {
    all.filter { text in
      let text = text.lowercased()
      return Self.signals.contains { text.contains($0) }
    }
  }

  /// What ECS says when it gives a deployment up: `(service api) (deployment ecs-svc/…) deployment failed: …`.
  var failure: String? {
    tellings.lazy.compactMap { text in
      text.firstRange(of: "deployment failed: ").map { String(text[$0.upperBound...]) }
    }.first
  }

  /// Words that Copilot's command line looks for in events as well.
  private static let signals = ["fail", "unhealthy", "error", "throttle", "unable", "missing", "alarm detected", "rolling back"]
}
