import Applying
import ArgumentParser
import Diagnostics
import Engine
import Loading
import Planning
import Preflight
import Reporting
import Resources

/// Runs one task of an environment by hand.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a one-off task of an environment now, and wait for it.",
    discussion: """
      EXAMPLE: reconcile run envs/staging migrate

      The task runs with the task definition that the files describe, which is registered first when it is new. The exit
      code of its deciding container decides.
      """)

  @OptionGroup var environmentOptions: EnvironmentOptions
  @Argument(help: ArgumentHelp("Name of a file under tasks/, or its address.", valueName: "task"))
  var task: String
  @OptionGroup var approval: ApprovalOptions
  @OptionGroup var locking: LockingOptions
  @Option(
    help: ArgumentHelp(
      "What images that nobody pushed mean: error (default), warn, or off, which does not ask.", valueName: "mode"))
  var preflight = PreflightMode.error
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await Session.run(
      output, state: environmentOptions.state, directory: environmentOptions.directory, applying: "run"
    ) { session in
      let reconciler = try session.open(environmentOptions.directory)
      let address = try TaskNames.address(task, in: reconciler.environment, environmentOptions.directory)
      var options = PlanOptions()
      options.targets = [address]
      options.runs = [address]
      let attempt = locking.attempt("run", session) { session.notify($0) }
      return try await reconciler.holdingLock(attempt) { _ in
        let plan = try await reconciler.plan(options)
        session.print(plan)
        guard !session.report(try await reconciler.objections(to: plan, preflight), nil).hasErrors else { return .error }
        let clearance = try await approval.agree(
          to: plan, reconciler, session, ApprovalOptions.Matter(operation: "run", isHarmless: plan.onlyRuns))
        return try await ApplyRun(
          session: session, reconciler: reconciler, plan: plan, parallelism: 10, patience: ApplyOptions.usualPatience,
          onFailure: .report, locking: locking, isLocked: true, operation: "run", clearance: clearance
        ).perform()
      }
    }
  }
}

/// One-off tasks as people name them.
enum TaskNames {
  static func address(_ name: String, in environment: LoadedEnvironment, _ directory: String) throws -> Address {
    let known = environment.desired.tasks.keys.sorted()
    if let found = known.first(where: { $0.name == name || $0.description == name }) { return found }
    let nearest = Nearest.name(to: name, among: known.map(\.name))
    throw Failure(
      "task-unknown", subject: name, "\(directory) has no one-off task of this name",
      details: [
        known.isEmpty
          ? "It has none; files under tasks/ describe them."
          : nearest.map { "The nearest one is \"\($0)\"." } ?? "It has: \(known.map(\.name).joined(separator: ", "))."
      ])
  }
}

extension Plan {
  /// Beside the run it registers or writes down revisions, and changes nothing that somebody must agree to.
  fileprivate var onlyRuns: Bool {
    steps.allSatisfy { step in
      switch step.work {
      case .run, .adopt: true
      case .create, .update: step.address.kind == .taskDefinition
      case .delete, .awaitRollout, .forget: false
      }
    }
  }
}
