package import Applying
import Planning
package import Providers
import Recording
import Resources

/// The end of an apply as it is shown: what became of each address, how many steps were done, and how it ended as a whole.
///
/// All of that is decided here, once; a renderer (`ApplyReportText`, `ApplyJSON`) only puts it into words and places.
package struct ApplyView: Sendable {
  struct StepCounts: Sendable {
    var total = 0
    /// Did what it was for, and that is recorded.
    var done = 0
    /// Done, or there was nothing to wait for.
    var succeeded = 0
    /// Begun, and not as it should be; or nobody knows.
    var unfinished = 0
    var notStarted = 0
  }

  package let conclusion: ApplyConclusion
  /// The end of rollouts that was asked for: `rolledBack` when one was stopped.
  let asked: RolloutVerdict.Outcome
  /// What the history calls it, where that is neither `apply` nor `destroy`.
  package var command: String?
  /// With which the program ends.
  package var exitCode: Int32 = 0
  /// The options of this run that decide what it does, for commands that are to be given next: ` -target aws_ecs_service.api`.
  package var options = ""
  /// Of those the one that says where the state is.
  package var stateOption = ""
  /// A person is told what to do next.
  package var showsHints = true

  let environment: EnvironmentIdentity
  let operation: PlanView.Operation
  /// In the order of addresses.
  let entries: [ApplyEntry]
  let recovered: [RecoveredOperation]
  let before: StateVersion?
  let after: StateVersion?
  let unrecordedEnd: StateError?
  /// What was planned.
  let counts: Plan.Counts
  let steps: StepCounts
  /// The addresses of steps that were not begun, a step each.
  let notStarted: [Address]
  /// Services whose rollouts wait for an answer.
  let paused: [Address]
  let hasFailedCheck: Bool
  /// Going back was begun, and not waited for.
  let isGoingBack: Bool
  /// Rollouts that nobody's tasks are to blame for.
  let meddling: Meddling?

  /// Why a rollout ended, where a person had a hand in it.
  enum Meddling {
    case deleted
    case stopped
  }

  /// A one-off task ran out of time and goes on.
  let hasTaskGoingOn: Bool

  package init(_ report: ApplyReport, asked: RolloutVerdict.Outcome = .completed) {
    let plan = report.plan
    conclusion = ApplyConclusion(report)
    self.asked = asked
    environment = plan.environment
    operation = plan.isDestroy ? .destroy : plan.isRun ? .run : .apply
    entries = ApplyEntry.entries(of: report)
    recovered = report.recovered
    before = report.before
    after = report.after
    unrecordedEnd = report.unrecordedEnd
    counts = plan.counts
    let outcomes = plan.steps.map { (step: $0, outcome: report.outcomes[$0.id]) }
    steps = outcomes.reduce(into: StepCounts()) { $0.add($1.outcome) }
    notStarted = outcomes.filter { $0.outcome?.isSkipped == true }.map(\.step.address)
    paused = outcomes.filter { $0.outcome?.rollout?.pause != nil }.map(\.step.address)
    isGoingBack = outcomes.contains {
      $0.outcome?.rollout.map { $0.outcome == .interrupted && $0.putBack?.revision != nil } ?? false
    }
    meddling = outcomes.lazy.compactMap { $0.outcome?.rollout?.meddling }.first
    hasFailedCheck = outcomes.contains { $0.outcome?.rollout?.failedCheck != nil }
    hasTaskGoingOn = outcomes.contains { _, outcome in
      if case .task(let verdict) = outcome { verdict.outcome == .timedOut && !verdict.wasStopped } else { false }
    }
  }

  /// It ended as somebody wanted it to.
  package var isAsAsked: Bool {
    conclusion == .succeeded || (asked == .rolledBack && conclusion == .rolledBack)
  }
}

extension ApplyView.StepCounts {
  fileprivate mutating func add(_ outcome: StepOutcome?) {
    total += 1
    if outcome?.isSuccess == true { succeeded += 1 }
    switch outcome {
    case .done: done += 1
    case .task(let verdict): if verdict.outcome == .succeeded { done += 1 } else { unfinished += 1 }
    case .rollout(let verdict):
      switch verdict.outcome {
      case .completed: done += 1
      case .nothingToDo: break
      case .rolledBack, .rollbackFailed, .failed, .superseded, .timedOut, .interrupted: unfinished += 1
      }
    case .failed, .unrecorded, nil: unfinished += 1
    case .skipped: notStarted += 1
    }
  }
}

extension RolloutVerdict {
  fileprivate var meddling: ApplyView.Meddling? {
    if isServiceGone { return .deleted }
    let words = ["was requested", "stopped by request", "stopped by user"]
    return outcome != .completed && words.contains { reason?.lowercased().contains($0) ?? false } ? .stopped : nil
  }
}

extension StepOutcome {
  fileprivate var rollout: RolloutVerdict? {
    if case .rollout(let verdict) = self { verdict } else { nil }
  }

  fileprivate var isSkipped: Bool {
    if case .skipped = self { true } else { false }
  }
}
