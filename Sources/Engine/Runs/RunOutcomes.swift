import Applying
import Planning
import Providers
import Recording
import Resources

extension RunOutcome {
  /// One word, one line and the verdicts of an apply, for the history.
  ///
  /// `wanted`: the end of rollouts that was asked for; a rollout that was stopped on request is a success when it is back.
  init(of report: ApplyReport, wanted: RolloutVerdict.Outcome) {
    var verdicts: [String: String] = [:]
    var objects: [String: String] = [:]
    for step in report.plan.steps {
      switch report.outcomes[step.id] {
      case .rollout(let verdict):
        objects[step.address.description] = step.work.identity.description
        verdicts[step.address.description] = verdict.outcome.rawValue
      case .task(let verdict):
        verdicts[step.address.description] = verdict.outcome == .succeeded ? "completed" : verdict.outcome.rawValue
      case .failed, .unrecorded, .done, .skipped, nil: break
      }
    }
    let conclusion = ApplyConclusion(report)
    let isAsAsked = wanted == .rolledBack && conclusion == .rolledBack
    let counts = report.plan.counts
    let done = report.plan.steps.filter { report.outcomes[$0.id]?.isSuccess == true }.count
    let summary =
      if isAsAsked {
        "stopped as asked"
      } else if report.isSuccess {
        "\(counts.add) added, \(counts.change) changed, \(counts.destroy) destroyed\(counts.run > 0 ? ", \(counts.run) run" : "")"
      } else {
        "\(done) of \(report.plan.steps.count) steps done"
      }
    let durations = report.durations.map { ($0.key.description, Int($0.value.components.seconds)) }
    self.init(
      result: isAsAsked ? .succeeded : RunResult(rawValue: conclusion.rawValue), summary: summary, verdicts: verdicts,
      durations: Dictionary(durations, uniquingKeysWith: { $1 }), objects: objects)
  }
}
