package import Planning
package import Providers
package import Recording
package import Resources

/// What apply says while it works. Events of one step come in order; steps run side by side.
package enum ApplyEvent: Sendable {
  case started(Step)
  case progress(Step, RolloutProgress)
  case task(Step, TaskProgress)
  /// Of a task that an earlier run began, and that is waited for before the first step.
  case earlierTask(Address, TaskProgress)
  case finished(Step, StepOutcome)
}

/// How one step ended.
package enum StepOutcome: Sendable, Equatable {
  /// Done and written down. `revision` is `api:42` for a task definition, and for a service that runs another one now.
  case done(revision: String?)
  case rollout(RolloutVerdict)
  case task(TaskVerdict)
  case failed(ProviderError)
  /// The state store could not write: what was done in the cloud, and why it is not written down.
  case unrecorded(String, StateError)
  /// Not begun, because of a step that failed or because we were told to stop.
  case skipped(SkipReason)

  package enum SkipReason: Sendable, Equatable {
    case dependency(Address)
    case stopped
  }

  package var isSuccess: Bool {
    switch self {
    case .done: true
    case .rollout(let verdict): verdict.outcome == .completed || verdict.outcome == .nothingToDo
    case .task(let verdict): verdict.outcome == .succeeded
    case .failed, .unrecorded, .skipped: false
    }
  }
}

/// What an apply did, step by step, and where the state stands.
package struct ApplyReport: Sendable {
  package var plan: Plan
  package var outcomes: [Step.ID: StepOutcome]
  /// What earlier runs left open, in the order in which they began it.
  package var recovered: [RecoveredOperation] = []
  package var before: StateVersion?
  package var after: StateVersion?
  /// How long the rollouts took that this apply began and that are complete, their checks included.
  package var durations: [Address: Duration] = [:]
  /// Why the end of the run is not in the history, although everything that it did is told here.
  package var unrecordedEnd: StateError?
  /// We were told to stop, and something is left undone for that reason.
  package var wasInterrupted: Bool

  package init(
    plan: Plan, outcomes: [Step.ID: StepOutcome] = [:], before: StateVersion? = nil, after: StateVersion? = nil,
    wasInterrupted: Bool = false
  ) {
    self.plan = plan
    self.outcomes = outcomes
    self.before = before
    self.after = after
    self.wasInterrupted = wasInterrupted
  }

  package var isSuccess: Bool {
    unrecordedEnd == nil && plan.steps.allSatisfy { outcomes[$0.id]?.isSuccess == true }
  }
}
