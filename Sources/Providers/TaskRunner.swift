package import JSONDocument
import Resources

/// Runs tasks that belong to no service. Only `Applying` holds one.
package protocol TaskRunner: Sendable {
  /// Starts one task and returns its ARN. The same token and the same launch give the same task.
  func launch(_ launch: TaskLaunch, token: OperationToken) async throws(ProviderError) -> String

  /// The task that was started with the token, running or stopped; nil when nobody knows one.
  func task(launchedWith token: OperationToken, _ launch: TaskLaunch) async throws(ProviderError) -> String?

  /// Waits until the deciding container has ended; `progress` is called when something moves or is written.
  ///
  /// Never throws: what could not be found out is a verdict too. Cancellation ends the wait as `.interrupted`, and the task
  /// goes on. Without any patience it says at once how the task stands.
  func follow(
    _ task: String, _ launch: TaskLaunch, patience: Duration, progress: @escaping @Sendable (TaskProgress) -> Void
  ) async -> TaskVerdict

  /// Tells the task to stop.
  func stop(_ task: String, _ launch: TaskLaunch, reason: String) async throws(ProviderError)
}

package struct TaskLaunch: Sendable, Equatable {
  /// The input of RunTask, with the revision to run.
  package var input: JSON
  /// The container whose exit code decides.
  package var container: String

  package init(input: JSON, container: String) {
    self.input = input
    self.container = container
  }

  package var cluster: String { OneOffTaskDocument(input).cluster ?? ResourceIdentity.defaultCluster }
}

/// Where a task stands, and what its deciding container wrote since the last time.
package struct TaskProgress: Sendable, Equatable {
  /// ECS's word: `PROVISIONING`, `RUNNING` …
  package var status: String
  package var lines: [String]

  package init(status: String, lines: [String] = []) {
    self.status = status
    self.lines = lines
  }
}

/// How a one-off task ended. Success means that its deciding container ended with 0 and nothing else.
package struct TaskVerdict: Sendable, Equatable {
  package enum Outcome: String, Sendable, CaseIterable {
    case succeeded, failed
    /// It was not over in the time allowed.
    case timedOut
    /// We stopped waiting; the task goes on without us.
    case interrupted
  }

  package var outcome: Outcome
  /// ARN; nil when none was started.
  package var task: String?
  package var container: String
  package var exitCode: Int?
  /// Why, in ECS's words or ours.
  package var reason: String?
  /// Of the deciding container's image, as ECS pulled it.
  package var digest: String?
  /// Seconds since 1970, on the cloud's clock.
  package var startedAt: Double?
  package var stoppedAt: Double?
  package var evidence: RolloutEvidence?
  /// After running out of time: it was told to stop, and has.
  package var wasStopped = false

  package init(_ outcome: Outcome, task: String?, container: String, exitCode: Int? = nil, reason: String? = nil) {
    self.outcome = outcome
    self.task = task
    self.container = container
    self.exitCode = exitCode
    self.reason = reason
  }

  /// The random part of the ARN.
  package var id: String? { task.map(ARN.lastName) }
}
