import ArgumentParser
import Engine
import JSONDocument
import Planning
import Reporting
import Resources

struct ApplyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Make AWS match the files, or perform a saved plan, and wait for the rollouts.",
    discussion: "EXAMPLE: reconcile apply envs/staging")

  @Argument(
    help: ArgumentHelp(
      "Directory of an environment, or a plan saved by `plan -out`.", valueName: "environment-or-plan"),
    completion: .file())
  var subject: String

  @OptionGroup var state: StateOptions
  @OptionGroup var approval: ApprovalOptions
  @OptionGroup var pace: PaceOptions
  @OptionGroup var planning: PlanningOptions
  @OptionGroup var output: OutputOptions

  private var path: String { EnvironmentOptions.trimmed(subject) }

  func validate() throws {
    if Files.kind(path) == .file, !planning.target.targets.isEmpty {
      throw ValidationError("A saved plan is performed as it is: -target belongs to the plan command.")
    }
  }

  func run() async throws {
    if Files.kind(path) == .file {
      try await applySaved()
    } else {
      try await Session.run(output, state: state, directory: path) { session in
        let reconciler = try session.open(path)
        let plan = try await reconciler.plan(planning.options(reconciler))
        session.show(plan)
        if plan.isEmpty {
          guard try await reconciler.hasUnfinishedBusiness() else { return .done }
          return try await pace.run(session, reconciler, plan).perform()
        }
        guard try await planning.passesPreflight(plan, reconciler, session) else { return .error }
        try approval.ask(plan, session)
        return try await pace.run(session, reconciler, plan).perform()
      }
    }
  }

  /// A saved plan was looked at before; it is not asked for again. What is performed is a new plan that proved to be the
  /// same deed.
  private func applySaved() async throws {
    try await Session.run(output, state: state, directory: path) { session in
      let saved = try SavedPlan.read(path)
      let directory = saved.environment.directory
      let reconciler = try session.open(directory)
      do {
        let plan = try await reconciler.confirm(saved)
        session.show(plan)
        if plan.isEmpty, try await !reconciler.hasUnfinishedBusiness() { return .done }
        guard try await planning.passesPreflight(plan, reconciler, session) else { return .error }
        return try await pace.run(session, reconciler, plan).perform()
      } catch let error as EngineError {
        let last = try? await reconciler.runs(limit: 1).first
        session.say(Failure(error, directory: directory, last: last))
        throw ExitStatus(error)
      }
    }
  }
}

struct DestroyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "destroy",
    abstract: "Delete everything that is recorded for an environment; what holds data is left in place.",
    discussion: "EXAMPLE: reconcile destroy envs/review-42")

  @OptionGroup var place: EnvironmentOptions
  @Flag(name: .customLong("delete-data"), help: "Also repositories and log groups, with all they hold.")
  var deleteData = false
  @OptionGroup var approval: ApprovalOptions
  @OptionGroup var pace: PaceOptions
  @OptionGroup var planning: PlanningOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await Session.run(output, state: place.state, directory: place.directory) { session in
      let reconciler = try session.open(place.directory)
      let plan = try await reconciler.plan(
        planning.options(reconciler, isDestroy: true, deletesData: deleteData))
      session.show(plan)
      if plan.isEmpty {
        guard try await reconciler.hasUnfinishedBusiness() else { return .done }
        return try await pace.run(session, reconciler, plan).perform()
      }
      try approval.ask(plan, session)
      return try await pace.run(session, reconciler, plan).perform()
    }
  }
}

/// How fast and how long.
struct PaceOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How many steps may run at the same time.", valueName: "number"))
  var parallelism = 10

  @Option(help: ArgumentHelp("How long each rollout may take: 90s, 30m, 1h.", valueName: "time"))
  var timeout = TimeLimit(.seconds(1800))

  func validate() throws {
    if !(1...1000).contains(parallelism) {
      throw ValidationError("-parallelism is \(parallelism); it must be 1 to 1000.")
    }
  }

  func run(_ session: Session, _ reconciler: Reconciler, _ plan: Plan) -> ApplyRun {
    ApplyRun(
      session: session, reconciler: reconciler, plan: plan, parallelism: parallelism,
      timeout: timeout.duration)
  }
}
