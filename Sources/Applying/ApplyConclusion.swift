import Planning
import Providers

/// How an apply ended as a whole: the worst of what happened decides. Reports, the exit code and the history say the same,
/// because all of them ask here.
package enum ApplyConclusion: String, Sendable, CaseIterable {
  case succeeded
  /// A call failed, or its result could not be recorded.
  case failed
  case rolledBack
  /// A deployment failed, and so did putting back what ran before: nothing may be running.
  case rollbackFailed
  case deploymentFailed
  case superseded
  case timedOut
  /// Stopped with work unfinished.
  case interrupted

  package init(_ report: ApplyReport) {
    let outcomes = report.plan.steps.map { report.outcomes[$0.id] }
    let verdicts = Set(
      outcomes.compactMap { outcome -> RolloutVerdict.Outcome? in
        if case .rollout(let verdict) = outcome { verdict.outcome } else { nil }
      })
    let tasks = Set(
      outcomes.compactMap { outcome -> TaskVerdict.Outcome? in
        if case .task(let verdict) = outcome { verdict.outcome } else { nil }
      })
    let hasError =
      report.unrecordedEnd != nil
      || outcomes.contains { outcome in
        switch outcome {
        case .failed, .unrecorded: true
        case .task(let verdict): verdict.outcome == .failed
        case .done, .rollout, .skipped, nil: false
        }
      }
    self =
      if report.isSuccess {
        .succeeded
      } else if verdicts.contains(.rollbackFailed) {
        .rollbackFailed
      } else if hasError, !report.wasInterrupted {
        .failed
      } else if verdicts.contains(.failed) {
        .deploymentFailed
      } else if verdicts.contains(.rolledBack) {
        .rolledBack
      } else if report.wasInterrupted || verdicts.contains(.interrupted) || tasks.contains(.interrupted) {
        .interrupted
      } else if verdicts.contains(.timedOut) || tasks.contains(.timedOut) {
        .timedOut
      } else if verdicts.contains(.superseded) {
        .superseded
      } else {
        .failed
      }
  }
}
