import JSONDocument
package import Providers
import Resources
import Synchronization

extension AWSProvider {
  package func follow(
    _ rollout: Rollout, patience: RolloutPatience, progress: @escaping @Sendable (RolloutProgress) -> Void
  ) async -> RolloutVerdict {
    // To be looked at is not to take longer.
    let deadline = await calls.clock.now() + (patience.timeout + (patience.soak ?? .zero)).seconds
    let watch = Mutex(RolloutWatch(rollout, patience, since: await calls.clock.now(), deadline: deadline))
    let collector = EvidenceCollector(calls: calls, rollout: rollout)
    let health = TaskHealth(calls: calls, rollout: rollout)
    let answer = await poller.answer(about: rollout.service, deadline: deadline) { snapshot in
      let (verdict, failing, crashing, waiting) = watch.withLock { watch in
        let verdict = watch.verdict(on: snapshot, progress)
        return (
          verdict, watch.sawFirstFailure ? watch.signs : nil, watch.isWorthAsking ? watch.ownSigns : nil,
          watch.awaitsHealth
        )
      }
      guard verdict == nil else { return verdict }
      // ECS forgets; what made the first task fail is asked for while the wait goes on.
      if let failing {
        let evidence = await collector.collect(failing)
        if let now = watch.withLock({ $0.learned(evidence) }) { progress(now) }
      }
      if let crashing, let stopped = await collector.crashed(crashing) {
        watch.withLock { $0.learn(stopped: stopped) }
      }
      if let waiting {
        let areHealthy = await health.isGood(
          deployment: waiting.signs.deployment, wanted: waiting.wanted, targetGroups: waiting.signs.targetGroups)
        watch.withLock { $0.learn(areHealthy: areHealthy) }
      }
      return nil
    }
    let first = watch.withLock(\.firstEvidence)
    var verdict = answer ?? watch.withLock(\.interrupted)
    guard verdict.outcome.wantsEvidence, !verdict.isServiceGone else { return verdict }
    verdict.evidence = await collector.collect(watch.withLock(\.signs)).completed(by: first)
    if verdict.evidence?.isEmpty == true { verdict.evidence = nil }
    return verdict
  }

}

extension RolloutEvidence {
  /// What was seen when the first task failed, where the end shows no stopped tasks or unhealthy targets any more.
  fileprivate func completed(by first: RolloutEvidence?) -> RolloutEvidence {
    guard let first else { return self }
    var whole = tasks.isEmpty ? first : self
    whole.targets = targets.isEmpty ? first.targets : targets
    whole.causes = Symptoms(whole).causes()
    return whole
  }
}

extension RolloutProgress {
  /// Tasks are missing, or some have failed. When all run and none failed, what kept them from starting is over.
  fileprivate var hasTrouble: Bool { running < desired || failed > 0 }
}

extension RolloutVerdict {
  fileprivate init(pausedIn pause: RolloutPause) {
    self.init(.interrupted)
    self.pause = pause
  }
}

extension RolloutVerdict.Outcome {
  fileprivate var wantsEvidence: Bool {
    switch self {
    case .rolledBack, .rollbackFailed, .failed, .timedOut: true
    case .completed, .superseded, .interrupted, .nothingToDo: false
    }
  }

  /// It speaks against the run, so one look at one replica is not enough for it.
  fileprivate var needsSecondLook: Bool {
    switch self {
    case .rolledBack, .rollbackFailed, .failed, .superseded: true
    case .completed, .timedOut, .interrupted, .nothingToDo: false
    }
  }
}

/// One wait for a rollout: what was said of it, and what to say when nothing more can be found out.
private struct RolloutWatch {
  private let begun: Double
  private let deadline: Double
  private let soak: Double?
  private var judgement: RolloutJudgement
  /// What the last looks said against the run, and how many of them in a row.
  private var suspicion: (verdict: RolloutVerdict, looks: Int)?
  private var hasSeenService = false
  /// Since when it is complete.
  private var calmSince: Double?
  private var reported: RolloutProgress?
  private var trouble: ProviderError?
  private var problem: String?
  private var knowsFailure = false
  /// What was found out when the first task had failed.
  private(set) var firstEvidence: RolloutEvidence?
  /// Time that the service's own configuration adds to what the rollout may take.
  private var bakeTime = 0.0
  private var targetGroups: [String] = []

  init(_ rollout: Rollout, _ patience: RolloutPatience, since begun: Double, deadline: Double) {
    self.begun = begun
    self.deadline = deadline
    soak = patience.soak?.seconds
    judgement = RolloutJudgement(rollout, failures: patience.failures)
  }

  var signs: EvidenceCollector.Signs {
    var signs = ownSigns
    signs.wayBack = judgement.wayBack
    return signs
  }

  /// Of the deployment itself. One that only gets another number of tasks may be old, and tasks of it may have failed before.
  var ownSigns: EvidenceCollector.Signs {
    .init(
      events: judgement.troubles, targetGroups: targetGroups, deployment: judgement.deploymentId,
      since: judgement.rollout.isScaling ? begun : nil)
  }

  var isWorthAsking: Bool { judgement.crashes.isWorthAsking }
  mutating func learn(stopped tasks: [String: Double]) { judgement.learn(stopped: tasks) }
  /// Whose health is waited for, and how many of them.
  var awaitsHealth: (signs: EvidenceCollector.Signs, wanted: Int)? { judgement.awaitsHealth.map { (signs, $0) } }
  mutating func learn(areHealthy: Bool) { judgement.learn(areHealthy: areHealthy) }

  /// True once: when tasks of the rollout have begun to fail.
  var sawFirstFailure: Bool {
    mutating get {
      guard !knowsFailure, (reported?.failed ?? 0) > 0 || !judgement.troubles.isEmpty else { return false }
      knowsFailure = true
      return true
    }
  }

  /// The progress once more, now that it is known why tasks stop.
  mutating func learned(_ evidence: RolloutEvidence) -> RolloutProgress? {
    firstEvidence = evidence
    problem = evidence.causes.first?.meaning ?? evidence.headline
    guard var now = reported, problem != nil else { return nil }
    now.trouble = problem
    reported = now
    return now
  }

  /// Nil while it goes on. What speaks against the run has to be seen twice in a row; that a service is gone which was never
  /// seen, four times (hashicorp/terraform-provider-aws#3387: ECS may answer MISSING for a moment after creation).
  mutating func verdict(
    on snapshot: ServicePoller.Snapshot, _ progress: (RolloutProgress) -> Void
  ) -> RolloutVerdict? {
    var opinion = opinion(on: snapshot, progress)
    opinion?.seenAt = snapshot.time
    guard let opinion, opinion.outcome.needsSecondLook else {
      if case .present = snapshot.state { suspicion = nil }
      return settled(opinion, at: snapshot.time)
    }
    let isSame = suspicion?.verdict.outcome == opinion.outcome && suspicion?.verdict.runningRevision == opinion.runningRevision
    let looks = isSame ? (suspicion?.looks ?? 0) + 1 : 1
    suspicion = (opinion, looks)
    let needed = hasSeenService ? 2 : 4
    return looks >= needed || snapshot.time >= deadline + bakeTime ? opinion : nil
  }

  /// A complete rollout is looked at for as long as it was asked for, and until it is known which of its tasks died.
  private mutating func settled(_ verdict: RolloutVerdict?, at time: Double) -> RolloutVerdict? {
    guard let soak, verdict?.outcome == .completed else { return verdict }
    if calmSince == nil { judgement.beginSoak(asked: soak > 0) }
    let since = calmSince ?? time
    calmSince = since
    return time >= since + soak && !isWorthAsking ? verdict : nil
  }

  /// Where it stood when nobody waited any more.
  var interrupted: RolloutVerdict {
    var verdict = RolloutVerdict(.interrupted)
    verdict.runningCount = reported?.running
    verdict.wantedCount = reported?.desired
    return verdict
  }

  private mutating func opinion(
    on snapshot: ServicePoller.Snapshot, _ progress: (RolloutProgress) -> Void
  ) -> RolloutVerdict? {
    switch snapshot.state {
    case .missing:
      var verdict = RolloutVerdict(.failed, reason: "the service is gone")
      verdict.isServiceGone = true
      return verdict
    case .present(let service, let shift):
      trouble = nil
      hasSeenService = true
      bakeTime = ServiceDocument(service.document).bakeTime
      targetGroups = ServiceDocument(service.document).targetGroups
      let verdict = judgement.verdict(on: service)
      if var now = judgement.progress {
        now.trouble = now.hasTrouble ? problem : nil
        now.phase = shift?.stage ?? now.phase
        now.traffic = shift?.traffic
        if now != reported { progress(now) }
        reported = now
      }
      if let verdict { return verdict }
      if let pause = shift?.pause { return RolloutVerdict(pausedIn: pause) }
    case .trouble(let error):
      trouble = error
      guard error.kind.mayPass else { return RolloutVerdict(.interrupted, reason: Self.words(error)) }
    }
    guard snapshot.time >= deadline + bakeTime else { return nil }
    if let suspicion { return suspicion.verdict }
    var verdict = RolloutVerdict(.timedOut, reason: trouble.map(Self.words) ?? judgement.lastEvent)
    verdict.runningCount = reported?.running
    verdict.wantedCount = reported?.desired
    return verdict
  }

  private static func words(_ error: ProviderError) -> String { "\(error.operation): \(error.message)" }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
