package import Applying
package import Diagnostics
package import Planning
package import Providers
package import Recording
package import Resources

package struct PlanOptions: Sendable {
  package var isDestroy = false
  /// Ask the cloud; otherwise what was recorded is taken for what is.
  package var refresh = true
  /// Ask of every revision that services run whether somebody has deregistered it, whatever that costs.
  package var confirmsRevisions = false
  /// Only these and what they need; empty: all.
  package var targets: [Address] = []
  /// Delete also repositories and log groups that hold data.
  package var deletesData = false
  /// One-off tasks to run in any case.
  package var runs: Set<Address> = []
  /// Services to deploy once more.
  package var redeploys: Set<Address> = []

  package init() {}
}

package struct ApplyOptions: Sendable {
  package var parallelism = 10
  /// For each rollout.
  package var patience = Self.usualPatience
  package var onFailure = FailureResponse.report
  /// The end of rollouts that was asked for: `rolledBack` where one is stopped on request.
  package var wanted = RolloutVerdict.Outcome.completed
  package var run: RunDescription

  package static let usualPatience = RolloutPatience(timeout: .seconds(1800), failures: 3)

  package init(run: RunDescription) {
    self.run = run
  }
}

/// What a plan is made of, beside the files.
package struct PlanInputs: Sendable {
  package var recorded: RecordedState
  package var observed: ObservedState
}

package enum EngineError: Error, Sendable {
  /// Files that cannot be used; each finding says where and why.
  case findings([Diagnostic])
  case provider(ProviderError)
  case state(StateError)
  case stalePlan(StalePlan)
}

/// Why a saved plan may not be applied.
package enum StalePlan: Sendable, Equatable {
  /// The recorded state is another one than the plan was made from.
  case stateMoved(plan: StateVersion?, now: StateVersion?)
  /// It is not the plan that would be made now.
  case moved(PlanStaleness, plan: StateVersion?, now: StateVersion?)
  /// A run performed this very plan.
  case appliedAlready(RunRecord)
  case otherEnvironment(plan: String, now: String)
}
