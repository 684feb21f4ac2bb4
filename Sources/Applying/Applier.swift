package import Planning
package import Providers
package import Recording
import Resources

/// Performs a plan: the only holder of a `ResourceWriter`.
///
/// Every mutating call is journalled: its intent is committed before, its result after. When the surrounding task is
/// cancelled nothing new begins, calls in flight finish and are recorded, and waits end as interrupted.
package struct Applier: Sendable {
  private let writer: any ResourceWriter
  private let store: any StateStore
  private let parallelism: Int
  private let rolloutTimeout: Duration

  package init(writer: any ResourceWriter, store: any StateStore, parallelism: Int, rolloutTimeout: Duration) {
    self.writer = writer
    self.store = store
    self.parallelism = parallelism
    self.rolloutTimeout = rolloutTimeout
  }

  package func apply(
    _ plan: Plan, run: RunID, onEvent: @escaping @Sendable (ApplyEvent) -> Void
  ) async -> ApplyReport {
    let worker = StepWorker(
      writer: writer, store: store, run: run, lineage: plan.state?.lineage ?? plan.environment.name,
      rolloutTimeout: rolloutTimeout, onEvent: onEvent)
    var scheduler = ApplyScheduler(plan.steps, parallelism: parallelism)
    var report = ApplyReport(plan: plan, before: plan.state)

    await withTaskGroup(of: (Step, StepOutcome).self) { group in
      func begin() {
        for step in scheduler.next() {
          onEvent(.started(step))
          group.addTask { (step, await worker.perform(step)) }
        }
      }
      func end(_ step: Step, _ outcome: StepOutcome) {
        report.outcomes[step.id] = outcome
        onEvent(.finished(step, outcome))
      }
      func stop() {
        for step in scheduler.stop() { end(step, .skipped(.stopped)) }
      }

      begin()
      while let (step, outcome) = await group.next() {
        end(step, outcome)
        for skipped in scheduler.finish(step.id, success: outcome.isSuccess) {
          end(skipped.step, .skipped(.dependency(skipped.because.address)))
        }
        if Task.isCancelled {
          report.wasInterrupted = true
          stop()
        }
        if case .unrecorded = outcome { stop() }
        begin()
      }
    }
    return report
  }
}
