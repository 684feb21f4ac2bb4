import Applying
import ArgumentParser
import Diagnostics
import Engine
import Loading
import Planning
import Preflight
import Reporting
import Resources

struct RedeployCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redeploy", abstract: "Deploy the revision that a service runs once more, and wait for it.",
    discussion: """
      EXAMPLE: reconcile redeploy envs/staging web

      For a tag that was moved to another image, and for secrets that tasks read when they start.
      """)

  @OptionGroup var environmentOptions: EnvironmentOptions
  @Argument(help: ArgumentHelp("Names or addresses of services.", valueName: "service"))
  var services: [String]
  @Option(help: ArgumentHelp("Why, for the history.", valueName: "text"))
  var reason: String?
  @OptionGroup var approval: ApprovalOptions
  @OptionGroup var pace: PaceOptions
  @Option(
    help: ArgumentHelp(
      "What it means when something that tasks need is not there: error (default), warn, or off, which does not ask.",
      valueName: "mode"))
  var preflight = PreflightMode.error
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if services.isEmpty { throw ValidationError("Name at least one service.") }
  }

  func run() async throws {
    try await Session.run(
      output, state: environmentOptions.state, directory: environmentOptions.directory, applying: "redeploy"
    ) { session in
      let reconciler = try session.open(environmentOptions.directory)
      let addresses = try services.map { try ServiceNames.service($0, in: reconciler).address }
      var options = PlanOptions()
      (options.targets, options.redeploys) = (addresses, Set(addresses))
      return try await pace.lockedFirst(session, reconciler, operation: "redeploy", when: true) { [options] isLocked in
        let plan = try await reconciler.plan(options)
        try check(plan)
        session.print(plan)
        guard !session.report(try await reconciler.objections(to: plan, preflight), nil).hasErrors else { return .error }
        var run = pace.run(session, reconciler, plan, isLocked: isLocked)
        run.clearance = try await approval.agree(
          to: plan, reconciler, session, ApprovalOptions.Matter(operation: "redeploy"))
        (run.operation, run.reason) = ("redeploy", reason)
        run.repeatedState = environmentOptions.state.repeated
        return try await run.perform()
      }
    }
  }

  /// Nothing but what was asked for.
  private func check(_ plan: Plan) throws {
    let directory = environmentOptions.directory
    let missing = Set(plan.targets).subtracting(plan.changes.filter { $0.reason == .redeployed }.map(\.address))
    if let other = plan.changes.first(where: { $0.reason != .redeployed })?.address ?? missing.min() {
      throw Failure(
        "redeploy-differs", subject: other.description, "the files want something else than what runs, or it does not run yet",
        details: ["Nothing was changed."], next: "`reconcile apply \(directory)` rolls that out")
    }
  }
}

struct WaitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wait", abstract: "Wait for the deployments of services that are under way, whoever began them.",
    discussion: """
      EXAMPLE: reconcile wait envs/staging api

      It ends as `reconcile apply` does: with 0 when all are complete.
      """)

  @OptionGroup var environmentOptions: EnvironmentOptions
  @Argument(help: ArgumentHelp("Names or addresses of services; none: all of them.", valueName: "service"))
  var services: [String] = []
  @OptionGroup var pace: PaceOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await Session.run(
      output, state: environmentOptions.state, directory: environmentOptions.directory, applying: "wait"
    ) { session in
      let reconciler = try session.open(environmentOptions.directory)
      let all = reconciler.environment.desired.resources.filter { $0.identity.kind == .service }
      let named = try services.isEmpty ? all : services.map { try ServiceNames.service($0, in: reconciler) }
      return try await pace.lockedFirst(session, reconciler, operation: "wait", when: true) { isLocked in
        guard let plan = try await reconciler.waiting(for: named) else {
          session.print("No deployment is under way.\n")
          return .done
        }
        var run = pace.run(session, reconciler, plan, isLocked: isLocked)
        run.operation = "wait"
        run.repeatedState = environmentOptions.state.repeated
        return try await run.perform()
      }
    }
  }
}
