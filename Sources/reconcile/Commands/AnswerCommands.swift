import Applying
import ArgumentParser
import Engine
import Loading
import Providers
import Reporting
import Resources

struct ContinueCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "continue", abstract: "Let a deployment that is paused go on, and wait for its end.",
    discussion: "EXAMPLE: reconcile continue envs/prod api")

  @OptionGroup var answer: AnswerOptions
  @OptionGroup var waiting: WaitingOptions
  @OptionGroup var ending: EndingOptions
  @OptionGroup var locking: LockingOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let manner = AnswerManner(output: output, locking: locking, onFailure: ending.onFailure) { desired in
      waiting.patience(soak: ending.soak(desired))
    }
    try await answer.perform("continue", manner) { session, reconciler, standing in
      guard let pause = standing.pause else {
        throw Failure(
          "not-paused", subject: answer.service, "its deployment goes on by itself; nobody is asked",
          next: "`reconcile apply \(answer.environmentOptions.directory)` waits for it")
      }
      try await reconciler.goOn(standing, after: pause)
      session.notify("\(answer.service): goes on after \(pause.stage)\n")
    }
  }
}

struct StopCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop", abstract: "Stop a deployment: the previous revision runs again.",
    discussion: """
      It waits for the way back, and ends with exit code 0 when the previous revision is the only one that runs, with all \
      its tasks. -timeout is for the way back, and -fail-fast for tasks of the previous revision: exit code 17 says that \
      they do not start either.

      EXAMPLE: reconcile stop envs/prod api
      """)

  @OptionGroup var answer: AnswerOptions
  @OptionGroup var waiting: WaitingOptions
  @OptionGroup var locking: LockingOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    // A way back is neither soaked nor taken back.
    let manner = AnswerManner(output: output, locking: locking, onFailure: .report) { _ in waiting.patience() }
    try await answer.perform("stop", manner, wanting: .rolledBack) { session, reconciler, standing in
      guard standing.handle != nil else {
        throw Failure(
          "cannot-stop", subject: answer.service, "AWS names no service deployment that could be stopped",
          next: "put the older image tag back and run `reconcile apply \(answer.environmentOptions.directory)`")
      }
      try await reconciler.takeBack(standing)
      session.notify("\(answer.service): rolling back \(standing.rollout.shortRevision)\n")
    }
  }
}

/// A service whose deployment is answered.
struct AnswerOptions: ParsableArguments {
  @OptionGroup var environmentOptions: EnvironmentOptions

  @Argument(help: ArgumentHelp("Name or address of the service.", valueName: "service"))
  var service: String
  @OptionGroup var windows: WindowOptions

  /// Answers under the lock, and then waits for the deployment; `wanting` is the end that was asked for.
  func perform(
    _ operation: String, _ manner: AnswerManner, wanting: RolloutVerdict.Outcome = .completed,
    _ answer: (Session, Reconciler, RolloutStanding) async throws -> Void
  ) async throws {
    let directory = environmentOptions.directory
    try await Session.run(
      manner.output, state: environmentOptions.state, directory: directory, applying: operation
    ) { session in
      let reconciler = try session.open(directory)
      let resource = try ServiceNames.service(service, in: reconciler)
      return try await manner.locking.lockedFirst(session, reconciler, operation: operation, when: true) { isLocked in
        guard let standing = try await reconciler.standing(of: resource) else {
          throw Failure(
            "no-deployment", subject: resource.address.description, "no deployment of it is under way",
            next: "`reconcile plan \(directory)` shows where things stand")
        }
        let clearance = try await windows.clear(reconciler, session)
        try await answer(session, reconciler, standing)
        var run = ApplyRun(
          session: session, reconciler: reconciler, plan: try await reconciler.waiting(for: standing, at: resource),
          parallelism: 1, patience: manner.patience(reconciler.environment.desired), onFailure: manner.onFailure,
          locking: manner.locking, isLocked: isLocked)
        run.operation = operation
        run.repeatedState = environmentOptions.state.repeated
        run.wanted = wanting
        run.clearance = clearance
        return try await run.perform()
      }
    }
  }
}

/// How the end of an answered deployment is waited for, and told.
struct AnswerManner {
  var output: OutputOptions
  var locking: LockingOptions
  var onFailure: FailureResponse
  var patience: (DesiredState) -> RolloutPatience
}
