import JSONDocument
package import Providers
import Resources
import Synchronization

extension AWSProvider {
  package func follow(
    _ rollout: Rollout, patience: RolloutPatience, progress: @escaping @Sendable (RolloutProgress) -> Void
  ) async -> RolloutVerdict {
    let deadline = await calls.clock.now() + patience.timeout.seconds
    let watch = Mutex(RolloutWatch(rollout, deadline: deadline, failures: patience.failures))
    let (failures, failure) = AsyncStream<EvidenceCollector.Signs>.makeStream(bufferingPolicy: .bufferingNewest(1))
    let collector = EvidenceCollector(calls: calls, rollout: rollout)

    // ECS forgets; what made the first task fail is asked for while the wait goes on.
    async let early = Self.firstEvidence(failures, collector) { evidence in
      if let now = watch.withLock({ $0.learned(evidence) }) { progress(now) }
    }
    let answer = await poller.answer(about: rollout.service, deadline: deadline) { snapshot in
      watch.withLock { watch in
        let verdict = watch.verdict(on: snapshot, progress)
        if watch.sawFirstFailure { failure.yield(watch.signs) }
        return verdict
      }
    }
    failure.finish()
    let first = await early
    var verdict = answer ?? RolloutVerdict(.interrupted)
    guard verdict.outcome.wantsEvidence else { return verdict }
    verdict.evidence = await collector.collect(watch.withLock(\.signs)).completed(by: first)
    if verdict.evidence?.isEmpty == true { verdict.evidence = nil }
    return verdict
  }

  private static func firstEvidence(
    _ failures: AsyncStream<EvidenceCollector.Signs>, _ collector: EvidenceCollector,
    _ learned: @Sendable (RolloutEvidence) -> Void
  ) async -> RolloutEvidence? {
    for await signs in failures {
      let evidence = await collector.collect(signs)
      learned(evidence)
      return evidence
    }
    return nil
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
    case .rolledBack, .failed, .timedOut: true
    case .completed, .superseded, .interrupted, .nothingToDo: false
    }
  }
}

/// One wait for a rollout: what was said of it, and what to say when nothing more can be found out.
private struct RolloutWatch {
  private let deadline: Double
  private var judgement: RolloutJudgement
  private var reported: RolloutProgress?
  private var trouble: ProviderError?
  private var problem: String?
  private var knowsFailure = false
  /// Time that the service's own configuration adds to what the rollout may take.
  private var bakeTime = 0.0
  private var targetGroups: [String] = []

  init(_ rollout: Rollout, deadline: Double, failures: Int?) {
    self.deadline = deadline
    judgement = RolloutJudgement(rollout, failures: failures)
  }

  var signs: EvidenceCollector.Signs { .init(events: judgement.troubles, targetGroups: targetGroups) }

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
    problem = evidence.causes.first?.meaning ?? evidence.headline
    guard var now = reported, problem != nil else { return nil }
    now.trouble = problem
    reported = now
    return now
  }

  mutating func verdict(
    on snapshot: ServicePoller.Snapshot, _ progress: (RolloutProgress) -> Void
  ) -> RolloutVerdict? {
    switch snapshot.state {
    case .missing:
      return RolloutVerdict(.failed, reason: "the service is gone")
    case .present(let service, let shift):
      trouble = nil
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
    return RolloutVerdict(.timedOut, reason: trouble.map(Self.words) ?? judgement.lastEvent)
  }

  private static func words(_ error: ProviderError) -> String { "\(error.operation): \(error.message)" }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
