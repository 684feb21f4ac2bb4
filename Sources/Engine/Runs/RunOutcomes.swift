import Applying
import Planning
import Providers
import Recording
import Resources

extension RunResult {
  /// Of a run whose first unhappy rollout ended so.
  fileprivate init(_ outcome: RolloutVerdict.Outcome) {
    self =
      switch outcome {
      case .rolledBack: .rolledBack
      case .superseded: .superseded
      case .timedOut: .timedOut
      case .interrupted: .interrupted
      case .failed: .failed
      case .completed, .nothingToDo: .succeeded
      }
  }
}

extension RunOutcome {
  /// One word, one line and the verdicts of an apply, for the history.
  init(of report: ApplyReport) {
    var verdicts: [String: String] = [:]
    var worst: RolloutVerdict.Outcome?
    for step in report.plan.steps {
      switch report.outcomes[step.id] {
      case .rollout(let verdict):
        verdicts[step.address.description] = verdict.outcome.rawValue
        if verdict.outcome != .completed, verdict.outcome != .nothingToDo { worst = worst ?? verdict.outcome }
      case .task(let verdict):
        verdicts[step.address.description] = verdict.outcome == .succeeded ? "completed" : verdict.outcome.rawValue
        if verdict.outcome == .timedOut { worst = worst ?? .timedOut }
      case .failed, .unrecorded, .done, .skipped, nil: break
      }
    }
    let result: RunResult =
      report.isSuccess ? .succeeded : report.wasInterrupted ? .interrupted : worst.map { RunResult($0) } ?? .failed
    let counts = report.plan.counts
    let done = report.plan.steps.filter { report.outcomes[$0.id]?.isSuccess == true }.count
    let summary =
      report.isSuccess
      ? "\(counts.add) added, \(counts.change) changed, \(counts.destroy) destroyed\(counts.run > 0 ? ", \(counts.run) run" : "")"
      : "\(done) of \(report.plan.steps.count) steps done"
    let durations = report.durations.map { ($0.key.description, Int($0.value.components.seconds)) }
    self.init(
      result: result, summary: summary, verdicts: verdicts, durations: Dictionary(durations, uniquingKeysWith: { $1 }))
  }
}
