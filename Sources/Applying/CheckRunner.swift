package import Resources

/// Finds out whether what must be true after a rollout is true.
package protocol CheckRunner: Sendable {
  /// Tries as often as the check allows. Never throws: what keeps it from an answer is a failure of the check.
  func run(_ check: RolloutCheck, in environment: EnvironmentIdentity) async -> CheckResult
}

package enum CheckResult: Sendable, Equatable {
  case passed
  /// `problem` is one line; `output` the last lines of a command.
  case failed(problem: String, output: [String])
  /// We were told to stop.
  case interrupted
}

/// For who has no checks: each fails.
package struct NoCheckRunner: CheckRunner {
  package init() {}

  package func run(_ check: RolloutCheck, in environment: EnvironmentIdentity) async -> CheckResult {
    .failed(problem: "this is a bug in reconcile: nobody runs checks here", output: [])
  }
}
