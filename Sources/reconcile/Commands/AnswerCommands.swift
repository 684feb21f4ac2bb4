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

  func run() async throws {
    try await answer.perform("continue") { session, reconciler, standing in
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
    commandName: "stop", abstract: "Stop a deployment: the revision of before runs again.",
    discussion: """
      It ends with exit code 0 when the revision of before is back.

      EXAMPLE: reconcile stop envs/prod api
      """)

  @OptionGroup var answer: AnswerOptions

  func run() async throws {
    try await answer.perform("stop", wanting: .rolledBack) { session, reconciler, standing in
      guard standing.handle != nil else {
        throw Failure(
          "cannot-stop", subject: answer.service, "AWS names no service deployment that could be stopped",
          next: "put the older image tag back and run `reconcile apply \(answer.environmentOptions.directory)`")
      }
      try await reconciler.takeBack(standing)
      session.notify("\(answer.service): \(standing.rollout.shortRevision) is taken back\n")
    }
  }
}

/// A service whose deployment is answered, and how its end is waited for.
struct AnswerOptions: ParsableArguments {
  @OptionGroup var environmentOptions: EnvironmentOptions

  @Argument(help: ArgumentHelp("Name or address of the service.", valueName: "service"))
  var service: String

  @OptionGroup var pace: PaceOptions
  @OptionGroup var output: OutputOptions

  /// Answers under the lock, and then waits for the deployment; `wanting` is the end that was asked for.
  func perform(
    _ operation: String, wanting: RolloutVerdict.Outcome = .completed,
    _ answer: (Session, Reconciler, RolloutStanding) async throws -> Void
  ) async throws {
    try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
      let reconciler = try session.open(environmentOptions.directory)
      let resource = try resource(in: reconciler)
      return try await pace.lockedFirst(session, reconciler, operation: operation, when: true) { isLocked in
        guard let standing = try await reconciler.standing(of: resource) else {
          throw Failure(
            "no-deployment", subject: resource.address.description, "no deployment of it is under way",
            next: "`reconcile plan \(environmentOptions.directory)` shows where things stand")
        }
        try await answer(session, reconciler, standing)
        let plan = try await reconciler.waiting(for: standing, at: resource)
        var run = pace.run(session, reconciler, plan, isLocked: isLocked)
        run.operation = operation
        run.repeatedState = environmentOptions.state.repeated
        run.wanted = wanting
        return try await run.perform()
      }
    }
  }

  private func resource(in reconciler: Reconciler) throws -> Resource {
    let services = reconciler.environment.desired.resources.filter { $0.identity.kind == .service }
    let found = services.first {
      $0.address.description == service || $0.address.name == service || $0.identity.name == service
    }
    guard let found else {
      throw Failure(
        "service-unknown", subject: service, "this environment has no such service",
        details: ["It has \(services.map(\.address.name).sorted().joined(separator: ", "))."],
        next: "name one of its services")
    }
    return found
  }
}
