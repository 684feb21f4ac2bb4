package import Planning
package import Providers
package import Recording
import Resources

/// Performs a plan: the only holder of a `ResourceWriter`.
///
/// It begins by finishing what an earlier run left open. Every mutating call is journalled: its intent is committed before,
/// its result after. When the surrounding task is cancelled nothing new begins, calls in flight finish and are recorded,
/// and waits end as interrupted. A call of which it is not known whether it took effect stays open in the journal.
package struct Applier: Sendable {
  private let provider: any Provider
  private let store: any StateStore
  private let parallelism: Int
  private let patience: RolloutPatience
  private let onFailure: FailureResponse
  private let checks: any CheckRunner
  private let newToken: @Sendable () -> String
  private let elapsed: @Sendable () -> Duration

  /// `newToken` names operations: at most 36 ASCII characters, never the same again. `elapsed` is the time since some
  /// instant of before.
  package init(
    provider: any Provider, store: any StateStore, parallelism: Int, patience: RolloutPatience,
    onFailure: FailureResponse = .report, checks: any CheckRunner = NoCheckRunner(),
    newToken: @escaping @Sendable () -> String = RandomId.make, elapsed: @escaping @Sendable () -> Duration = Self.uptime()
  ) {
    self.provider = provider
    self.store = store
    self.parallelism = parallelism
    self.patience = patience
    self.onFailure = onFailure
    self.checks = checks
    self.newToken = newToken
    self.elapsed = elapsed
  }

  package static func uptime() -> @Sendable () -> Duration {
    let start = ContinuousClock.now
    return { ContinuousClock.now - start }
  }

  /// Performs the steps of `plan` under the lock that the caller holds.
  package func apply(
    _ plan: Plan, run: RunID, onEvent: @escaping @Sendable (ApplyEvent) -> Void
  ) async -> ApplyReport {
    var ledger = Ledger(ApplyReport(plan: plan, before: plan.state), onEvent)
    var scheduler = ApplyScheduler(plan.steps, parallelism: parallelism)
    let findings: Recovery.Findings
    do throws(StateError) {
      findings = try await Recovery(reader: provider, tasks: provider, store: store, onEvent: onEvent).run(before: plan)
    } catch {
      let reason = "what an earlier run left open could not be read or written down, so nothing was begun"
      for (index, step) in scheduler.stop().enumerated() {
        ledger.end(step, index == 0 ? .unrecorded(reason, error) : .skipped(.stopped))
      }
      return ledger.report
    }
    ledger.report.recovered = findings.operations
    let tasks = TaskWorker(
      runner: provider, store: store, run: run, begun: findings.tasks, newToken: newToken, onEvent: onEvent)
    let worker = StepWorker(
      writer: provider, tasks: tasks, store: store, run: run, recovery: findings, checkedServices: plan.checkedServices,
      patience: patience, onFailure: onFailure,
      checks: { [checks] in await checks.run($0, in: plan.environment) }, newToken: newToken, onEvent: onEvent)

    await withTaskGroup(of: (Step, StepOutcome).self) { group in
      repeat {
        if Task.isCancelled { ledger.interrupt(scheduler.stop()) }
        for step in scheduler.next() {
          ledger.begin(step, at: elapsed())
          onEvent(.started(step))
          group.addTask { (step, await worker.perform(step)) }
        }
        guard let (step, outcome) = await group.next() else { break }
        ledger.measure(step, outcome, at: elapsed())
        ledger.end(step, outcome)
        for skipped in scheduler.finish(step.id, success: outcome.isSuccess) {
          ledger.end(skipped.step, .skipped(.dependency(skipped.because.address)))
        }
        // What cannot be written down must not be done.
        if case .unrecorded = outcome { for step in scheduler.stop() { ledger.end(step, .skipped(.stopped)) } }
      } while true
    }
    await lookAgain(&ledger, worker)
    return ledger.report
  }

  /// So long ago a rollout may have been seen complete without another look at the end of the run, in seconds.
  private static let freshness = 15.0

  /// What was complete early may have died while others still went on: all that was not seen lately is looked at once more,
  /// and with a soak everything, for so long.
  private func lookAgain(_ ledger: inout Ledger, _ worker: StepWorker) async {
    let seen = ledger.report.plan.steps.compactMap { step -> (step: Step, wait: Step.RolloutWait, verdict: RolloutVerdict)? in
      guard let wait = step.work.rolloutWait, case .rollout(let verdict)? = ledger.report.outcomes[step.id],
        verdict.seenAt != nil
      else { return nil }
      return (step, wait, verdict)
    }
    let latest = seen.compactMap(\.verdict.seenAt).max() ?? 0
    let old = seen.filter { _, _, verdict in
      verdict.outcome == .completed && (patience.soak != nil || (verdict.seenAt ?? latest) < latest - Self.freshness)
    }
    guard !old.isEmpty, !Task.isCancelled else { return }
    await withTaskGroup(of: (Step, StepOutcome).self) { group in
      for (step, wait, verdict) in old {
        group.addTask { [soak = patience.soak ?? .zero] in (step, await worker.followOn(wait, step, soak: soak, verdict)) }
      }
      for await (step, outcome) in group { ledger.amend(step, outcome) }
    }
  }
}

extension Plan {
  /// Services whose rollouts are followed by checks.
  fileprivate var checkedServices: Set<ResourceIdentity> {
    Set(
      steps.compactMap { step in
        step.work.rolloutWait.flatMap { $0.checks.isEmpty ? nil : $0.service }
      })
  }
}

/// Keeps the report and tells of each end.
private struct Ledger {
  var report: ApplyReport
  private let onEvent: @Sendable (ApplyEvent) -> Void
  private var begun: [Step.ID: Duration] = [:]

  init(_ report: ApplyReport, _ onEvent: @escaping @Sendable (ApplyEvent) -> Void) {
    self.report = report
    self.onEvent = onEvent
  }

  mutating func begin(_ step: Step, at instant: Duration) {
    if let wait = step.work.rolloutWait, wait.resuming == nil { begun[step.id] = instant }
  }

  mutating func measure(_ step: Step, _ outcome: StepOutcome, at instant: Duration) {
    guard case .rollout(let verdict) = outcome, verdict.outcome == .completed, let start = begun[step.id] else { return }
    report.durations[step.address] = instant - start
  }

  mutating func end(_ step: Step, _ outcome: StepOutcome) {
    report.outcomes[step.id] = outcome
    if case .rollout(let verdict) = outcome, verdict.outcome == .interrupted { report.wasInterrupted = true }
    if case .task(let verdict) = outcome, verdict.outcome == .interrupted { report.wasInterrupted = true }
    onEvent(.finished(step, outcome))
  }

  /// What was said of a step is no longer so.
  mutating func amend(_ step: Step, _ outcome: StepOutcome) {
    guard !outcome.isSuccess else { return }
    report.durations[step.address] = nil
    end(step, outcome)
  }

  /// Being told to stop when all is done already leaves nothing undone.
  mutating func interrupt(_ left: [Step]) {
    guard !left.isEmpty else { return }
    report.wasInterrupted = true
    for step in left { end(step, .skipped(.stopped)) }
  }
}
