import JSONDocument
import Providers
import Resources

/// Says from one look after another at a service how a rollout stands, and how it ended.
///
/// It judges by the id of the deployment that our call started, never by counts alone: after a rollback by the circuit
/// breaker the service is as steady as after a success (rule d.3). What it saw before helps it to tell a rollback from
/// somebody's newer deployment. One look may be out of date: who asks needs a second one before a verdict against the run.
struct RolloutJudgement {
  let rollout: Rollout
  /// Tasks that may stop one after another before we give up; nil never does.
  private let failures: Int?
  private var placelessLooks = 0
  private var lastCounts: [Int] = []
  private var looks = 0
  private var hasSeenOwn = false
  private var ownCreated: Double?
  /// Deployments that were there beside ours, and the revisions they ran.
  private var others: [String: String] = [:]
  /// The deployment by which the revision of before is put back, once that was seen.
  private(set) var wayBack: String?
  private var outdatedLooks = 0
  private var soak: Soak?
  private var steadiness = Steadiness()
  /// All tasks were healthy when that was asked last; nil until it was, and after tasks were missing.
  private var areHealthy: Bool?
  /// As many tasks run as should, and whether they are healthy is worth asking.
  private(set) var awaitsHealth: Int?
  private(set) var crashes: CrashCount
  private(set) var lastEvent: String?
  /// Messages that speak of trouble, newest first.
  private(set) var troubles: [String] = []
  /// What ECS said when it gave our deployment up.
  private var failure: String?
  private(set) var progress: RolloutProgress?
  /// The deployment that is followed: as the call named it, or as it was found since.
  private(set) var deploymentId: String?

  init(_ rollout: Rollout, failures: Int? = nil) {
    self.rollout = rollout
    self.failures = failures
    deploymentId = rollout.deploymentId
    crashes = CrashCount(limit: failures)
  }

  /// So many looks in a row at what can only be an older answer are passed over; that is about a minute.
  static let outdatedLimit = 6

  /// Nil while it goes on.
  mutating func verdict(on service: ServiceShape) -> RolloutVerdict? {
    looks += 1
    awaitsHealth = nil
    guard service.status == "ACTIVE" else {
      var verdict = RolloutVerdict(
        .failed,
        reason: service.status == "INACTIVE" ? "the service is deleted" : "the service is being deleted (\(service.status))")
      verdict.isServiceGone = true
      return verdict
    }
    let deployments = service.deployments
    let primary = deployments.first(where: \.isPrimary)
    if deploymentId == nil { deploymentId = sought(primary) }
    let own = deploymentId.flatMap { id in deployments.first { $0.id == id } }
    if let own {
      hasSeenOwn = true
      ownCreated = own.created ?? ownCreated
    }
    let events = ServiceEvents(service.document, of: deploymentId ?? "", since: ownCreated)
    lastEvent = events.newest
    troubles = events.tellings
    failure = own?.failureReason ?? failure
    if let own { progress = progress(of: own, service, events) }

    let verdict = judge(own, primary, service, events)
    for deployment in deployments where deployment.id != deploymentId && deployment.status != "PRIMARY" {
      others[deployment.id] = deployment.revision
    }
    return verdict
  }

  /// When tasks of the deployment stopped by themselves, as far as ECS still knows them.
  mutating func learn(stopped tasks: [String: Double]) { crashes.learn(tasks) }

  mutating func learn(areHealthy: Bool) { self.areHealthy = areHealthy }

  /// It is complete, and looked at for some time longer: from when it was complete on, every task that dies counts. When
  /// somebody asked for that, as many as it has are too many; otherwise as many as end any wait.
  mutating func beginSoak(asked: Bool) { soak = asked ? .asked : .lastLook }

  private enum Soak { case lastLook, asked }

  /// So many deaths are too many where nobody said otherwise.
  private static let deathLimit = 3

  /// So many of its tasks died since it was complete that it is none of a success; nil while they are few.
  private func deaths(_ events: ServiceEvents, wanted: Int) -> Int? {
    guard let soak else { return nil }
    let count = crashes.count(since: events.completedAt)
    // Not to fail fast is to wait for the end, not to be content with any.
    let limit = failures ?? Self.deathLimit
    return count >= (soak == .asked ? min(limit, max(1, wanted)) : limit) ? count : nil
  }

  private func progress(of own: DeploymentShape, _ service: ServiceShape, _ events: ServiceEvents) -> RolloutProgress {
    var now = own.progress(event: events.newest)
    now.older = service.deployments.filter { $0.id != own.id }.reduce(0) { $0 + $1.running }
    now.bakeMinutes = ServiceDocument(service.document).bakeMinutes
    now.failed = max(now.failed, crashes.total)
    return now
  }

  // MARK: Whose deployment it is

  /// An answer that named no deployment of ours: the one that brings what was asked for. The one of before will do only
  /// when no other shows up.
  private func sought(_ primary: DeploymentShape?) -> String? {
    guard let primary, rollout.revision.isEmpty || primary.revision == rollout.revision else { return nil }
    return primary.id != rollout.replacing || looks >= Self.outdatedLimit ? primary.id : nil
  }

  private mutating func judge(
    _ own: DeploymentShape?, _ primary: DeploymentShape?, _ service: ServiceShape, _ events: ServiceEvents
  ) -> RolloutVerdict? {
    if let own, own.isPrimary { return judge(primary: own, service, events) }
    // A deployment that was answered a moment ago may not be seen everywhere yet.
    if own == nil, !hasSeenOwn, looks < (deploymentId == nil ? Self.outdatedLimit : 3) { return nil }
    guard let primary else {
      // Task sets of CodeDeploy are made some time after their service.
      if !hasSeenOwn { return nil }
      return RolloutVerdict(.failed, reason: events.telling ?? "deployment \(deploymentId ?? "") is gone")
    }
    if primary.id == wayBack || isRollback(own, to: primary, service, events) {
      wayBack = primary.id
      return judge(wayBack: primary, service, events)
    }
    if isOutdated(primary) {
      outdatedLooks += 1
      if outdatedLooks < Self.outdatedLimit { return nil }
      if others[primary.id] != nil { return judge(wayBack: primary, service, events) }
    } else {
      outdatedLooks = 0
    }
    let place =
      "deployment \(primary.id) took its place" + (primary.revision.map { " with \(RevisionReference($0).shortName)" } ?? "")
    let reason = failure.map { "it failed (\($0)), and \(place)" } ?? place
    return RolloutVerdict(
      .superseded, reason: reason, runningRevision: primary.revision, runningCount: primary.running)
  }

  /// The primary deployment is one that was complete before ours began, and nobody speaks of a rollback: a replica that has
  /// not heard of ours yet.
  private func isOutdated(_ primary: DeploymentShape) -> Bool {
    guard primary.state != "IN_PROGRESS", failure == nil else { return false }
    if others[primary.id] != nil { return true }
    guard let ownCreated, let created = primary.created else { return false }
    return created < ownCreated
  }

  // MARK: Ours is the primary one

  private mutating func judge(
    primary own: DeploymentShape, _ service: ServiceShape, _ events: ServiceEvents
  ) -> RolloutVerdict? {
    outdatedLooks = 0
    let document = ServiceDocument(service.document)
    // Somebody else's count is waited for, and is no success.
    let isCountOurs = rollout.count.map { $0 == document.desiredCount ?? $0 } ?? false
    let wanted = isCountOurs ? rollout.count ?? own.desired : own.desired
    crashes.look(running: own.running, wanted: wanted, started: events.started)
    steadiness.look(isFull: own.running >= wanted, steadyAt: events.steadyAt)
    if own.running < wanted { areHealthy = nil }
    awaitsHealth = rollout.isScaling && own.running >= wanted && wanted > 0 && areHealthy != true ? wanted : nil
    let isAlone = service.deployments.allSatisfy { $0.id == own.id || $0.running + $0.pending == 0 }
    switch own.state {
    case "COMPLETED" where own.running >= wanted && isAlone:
      if let count = deaths(events, wanted: wanted) { return died(own, service, count) }
      let isOver = !rollout.isScaling || (steadiness.isSteady && awaitsHealth == nil)
      return isOver ? completed(own, wanted) : stuck(own, service, events, wanted)
    case "FAILED":
      // ECS puts the older deployment in our place within moments; which revision runs then is worth the wait.
      if own.reason?.contains("rolling back") == true { return nil }
      return failed(own, service, because: own.failureReason ?? events.failure)
    case nil where service.deployments.count == 1 && own.running == wanted:
      // services older than rolloutState
      return completed(own, wanted)
    case _
    where document.desiredCount == 0 && !document.isDaemon && wanted == 0
      && service.document["runningCount"]?.intValue == 0 && service.deployments.count == 1:
      return completed(own, wanted)
    default:
      if let count = deaths(events, wanted: wanted) { return died(own, service, count) }
      return stuck(own, service, events, wanted)
    }
  }

  private func died(_ own: DeploymentShape, _ service: ServiceShape, _ count: Int) -> RolloutVerdict {
    var verdict = failed(own, service, because: "\(count) \(count == 1 ? "task" : "tasks") stopped after it was complete")
    verdict.isStillTried = true
    return verdict
  }

  private func completed(_ own: DeploymentShape, _ wanted: Int) -> RolloutVerdict {
    var verdict = RolloutVerdict(.completed, runningRevision: own.revision, runningCount: own.running)
    verdict.wantedCount = wanted
    if let asked = rollout.count, asked != wanted {
      verdict.outcome = .superseded
      verdict.reason = "somebody set its number of tasks to \(wanted), and the files ask for \(asked)"
    }
    return verdict
  }

  /// What runs while our deployment does not: ours, unless only an older one has tasks.
  private func failed(_ own: DeploymentShape, _ service: ServiceShape, because reason: String?) -> RolloutVerdict {
    let serving = own.running > 0 ? own : service.deployments.first { $0.running > 0 } ?? own
    return RolloutVerdict(.failed, reason: reason, runningRevision: serving.revision, runningCount: serving.running)
  }

  // MARK: Failing fast

  /// ECS counts tasks that never ran (`Deployment.failedTasks` in the API reference); those that ran and died are counted
  /// here, by the tasks that stopped. A circuit breaker that will decide within as many failures is left to it.
  private mutating func stuck(
    _ own: DeploymentShape, _ service: ServiceShape, _ events: ServiceEvents, _ wanted: Int
  ) -> RolloutVerdict? {
    if isPlaceless(own, wanted, events) { return givenUp(own, service, because: placeless(own, wanted)) }
    guard let failures else { return nil }
    // What is complete has no circuit breaker any more, and may have counted failures of before.
    if !rollout.isScaling, own.failed >= failures {
      return breakerDecidesSoon(own, service, failures) ? nil : givenUp(own, service, because: stopped(failures, own, wanted))
    }
    // Tasks that nobody finds healthy are replaced as soon as they are stopped, so that their number tells nothing.
    guard crashes.isHopeless, own.running < wanted || (awaitsHealth != nil && areHealthy == false) else { return nil }
    return givenUp(own, service, because: stopped(crashes.sinceProgress, own, wanted))
  }

  private func breakerDecidesSoon(_ own: DeploymentShape, _ service: ServiceShape, _ failures: Int) -> Bool {
    guard let threshold = CircuitBreaker.threshold(of: service.document, desired: own.desired) else { return false }
    return threshold - own.failed <= failures
  }

  /// Tasks that wait for capacity that is being added are pending; those without a place are nowhere. Fifteen looks are
  /// about three minutes, in which a place may become free.
  private mutating func isPlaceless(_ own: DeploymentShape, _ wanted: Int, _ events: ServiceEvents) -> Bool {
    let counts = [wanted, own.running, own.failed]
    let isStuck = own.running < wanted && own.pending == 0 && counts == lastCounts
    lastCounts = counts
    guard failures != nil, isStuck, events.tellings.contains(where: { $0.contains("unable to place a task") }) else {
      placelessLooks = 0
      return false
    }
    placelessLooks += 1
    return placelessLooks >= 15
  }

  private func placeless(_ own: DeploymentShape, _ wanted: Int) -> String {
    own.running == 0
      ? "no task found a place for minutes" : "\(wanted - own.running) of \(wanted) tasks found no place for minutes"
  }

  private func stopped(_ count: Int, _ own: DeploymentShape, _ wanted: Int) -> String {
    let missing = wanted - own.running
    guard own.running > 0, missing > 0 else {
      return "\(count) tasks stopped one after another and none stayed up"
    }
    return
      "\(own.running) of \(wanted) tasks run; \(missing == 1 ? "the other one" : "the other \(missing)") stopped \(count) times"
  }

  private func givenUp(_ own: DeploymentShape, _ service: ServiceShape, because reason: String) -> RolloutVerdict {
    let older = service.deployments.first { $0.id != own.id && $0.running > 0 }?.revision
    let still = older.map { ", while \(RevisionReference($0).shortName) runs on" } ?? ""
    var verdict = failed(own, service, because: "\(reason)\(still)")
    verdict.isStillTried = true
    return verdict
  }

  // MARK: Rollbacks

  /// The revision of before is on its way back: that has an end of its own (`ServiceDeployment.status` in the API reference:
  /// ROLLBACK_IN_PROGRESS, ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED).
  private mutating func judge(wayBack: DeploymentShape, _ service: ServiceShape, _ events: ServiceEvents) -> RolloutVerdict? {
    let told = wayBack.reason.flatMap { Self.speaksOfRollback($0) ? $0 : nil } ?? events.telling
    var verdict = RolloutVerdict(
      .rolledBack, reason: failure ?? events.failure ?? told, runningRevision: wayBack.revision, runningCount: wayBack.running)
    verdict.wantedCount = wayBack.desired
    var now = progress(of: wayBack, service, events)
    now.phase = "ROLLBACK_IN_PROGRESS"
    now.wayBack = wayBack.revision
    progress = now
    switch wayBack.state {
    case "COMPLETED", nil: return wayBack.running >= wayBack.desired ? verdict : nil
    case "FAILED":
      verdict.outcome = .rollbackFailed
      return verdict
    default:
      guard let failures, wayBack.failed >= failures, !breakerDecidesSoon(wayBack, service, failures) else { return nil }
      verdict.outcome = .rollbackFailed
      verdict.isStillTried = true
      return verdict
    }
  }

  /// Whether ECS put an older deployment in the place of ours, rather than somebody a newer one.
  private func isRollback(
    _ own: DeploymentShape?, to primary: DeploymentShape, _ service: ServiceShape, _ events: ServiceEvents
  ) -> Bool {
    if primary.reason.map(Self.speaksOfRollback) == true { return true }
    if isNews(primary) { return false }
    if own?.state == "FAILED" || failure != nil { return true }
    let names = [deploymentId, primary.id].compactMap { $0 }
    if events.all.contains(where: { event in Self.speaksOfRollback(event) && names.contains { event.contains($0) } }) {
      return true
    }
    // Ours is there, and stands behind one that is older: an older answer would not show it.
    if own != nil, others[primary.id] != nil { return true }
    guard ServiceDocument(service.document).rollsBack, let revision = primary.revision else { return false }
    return revision != rollout.revision && others.values.contains(revision) && events.telling != nil
  }

  /// It began after ours and brings what was not there before: somebody deployed that, whatever became of ours.
  private func isNews(_ primary: DeploymentShape) -> Bool {
    guard let revision = primary.revision, let created = primary.created, let ownCreated, !others.isEmpty else { return false }
    return created > ownCreated && revision != rollout.revision && !others.values.contains(revision)
  }

  private static func speaksOfRollback(_ text: String) -> Bool {
    let text = text.lowercased()
    return ["rolling back", "rollback", "circuit breaker", "alarm detected", "deployment failed"].contains { text.contains($0) }
  }
}

/// Whether all tasks of a deployment that was complete before run again: by ECS's word, or by several looks in a row.
private struct Steadiness {
  private var before: Double?
  private var looksInRow = 0
  private var hasWord = false

  /// `steadyAt`: when ECS said last that the service is steady.
  mutating func look(isFull: Bool, steadyAt: Double?) {
    let now = steadyAt ?? -.infinity
    if let before, now > before { hasWord = true }
    before = max(before ?? now, now)
    looksInRow = isFull ? looksInRow + 1 : 0
    if !isFull { hasWord = false }
  }

  /// A task that is about to crash runs for some looks, too.
  var isSteady: Bool { hasWord || looksInRow >= 4 }
}
