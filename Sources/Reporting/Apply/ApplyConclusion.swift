package import Applying
import Planning
import Providers

/// How an apply ended as a whole: the worst of what happened decides.
package enum ApplyConclusion: String, Sendable, CaseIterable {
  case succeeded
  /// A call failed, or its result could not be recorded.
  case failed
  case rolledBack
  case deploymentFailed
  case superseded
  case timedOut
  /// Stopped with work unfinished.
  case interrupted

  package init(_ report: ApplyReport) {
    let outcomes = report.plan.steps.map { report.outcomes[$0.id] }
    let verdicts = outcomes.compactMap { outcome -> RolloutVerdict.Outcome? in
      if case .rollout(let verdict) = outcome { verdict.outcome } else { nil }
    }
    let tasks = outcomes.compactMap { outcome -> TaskVerdict.Outcome? in
      if case .task(let verdict) = outcome { verdict.outcome } else { nil }
    }
    let hasError =
      report.unrecordedEnd != nil
      || outcomes.contains { outcome in
        switch outcome {
        case .failed, .unrecorded: true
        case .task(let verdict): verdict.outcome == .failed
        case .done, .rollout, .skipped, nil: false
        }
      }
    if report.isSuccess {
      self = .succeeded
    } else if hasError, !report.wasInterrupted {
      self = .failed
    } else if verdicts.contains(.failed) {
      self = .deploymentFailed
    } else if verdicts.contains(.rolledBack) {
      self = .rolledBack
    } else if report.wasInterrupted || verdicts.contains(.interrupted) || tasks.contains(.interrupted) {
      self = .interrupted
    } else if verdicts.contains(.timedOut) || tasks.contains(.timedOut) {
      self = .timedOut
    } else if verdicts.contains(.superseded) {
      self = .superseded
    } else {
      self = .failed
    }
  }
}
