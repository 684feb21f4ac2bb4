import ArgumentParser
import Diagnostics
import Engine
import JSONDocument
import Loading
import Planning
import Platform
import Preflight
import Reporting
import Resources

struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Show what apply would change, field by field, and why. Changes nothing.",
    discussion: "EXAMPLE: reconcile plan -out staging.plan envs/staging")

  @OptionGroup var environments: EnvironmentsOptions

  @Option(
    help: ArgumentHelp("Save the plan, for `reconcile apply FILE`.", valueName: "file"), completion: .file())
  var out: String?

  @Flag(name: .customLong("detailed-exitcode"), help: "Exit with 2 when there are changes.")
  var detailedExitcode = false

  @Flag(help: "Plan to destroy everything that is recorded.")
  var destroy = false

  @Flag(
    name: .customLong("delete-data"),
    help: "With -destroy: also repositories and log groups, with all they hold.")
  var deleteData = false

  @OptionGroup var planning: PlanningOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try planning.sensitivity.check(output)
    if out != nil, environments.chosen.only == nil { throw ValidationError("-out saves the plan of one environment.") }
  }

  func run() async throws {
    try await Session.runEach(environments.chosen, output) { session, directory in
      let reconciler = try session.open(directory, planning.strictness)
      defer { planning.notifyOfCalls(reconciler, session) }
      let options = try await planning.options(reconciler, isDestroy: destroy, deletesData: deleteData)
      var plan = try await reconciler.plan(options)
      (plan.madeIn, plan.madeBy) = (FileSystem.resolved("."), session.processEnvironment.who)
      session.print(plan, planning.sensitivity)
      let unfinished = try await reconciler.unfinishedOperations()
      if !unfinished.isEmpty { session.notify(Message(rendered: UnfinishedText.note(unfinished) + "\n")) }
      guard try await planning.allows(plan, reconciler, session, isForNow: false) else { return .error }
      if let out {
        try FileSystem.put(Array((PlanFile.json(of: plan, program: Program.name).text(.pretty) + "\n").utf8), at: out)
        let command = RepeatedCommand("apply", out).with(environments.state.repeated)
        session.suggest("\nThe plan is saved. To perform exactly this: \(command)")
        if reconciler.environment.settings.protection.approvals > 0 {
          session.suggest(
            "Before that, let another person approve of it: \(RepeatedCommand("approve", out).with(environments.state.repeated))")
        }
      } else if !plan.isEmpty {
        session.suggest("\nTo perform these actions: \(next(directory))")
      } else if !plan.unproven.isEmpty {
        session.suggest("\nTo look again: \(next(directory))")
      } else if !plan.underWay.isEmpty {
        session.suggest("\nTo wait for it: \(next(directory))")
      }
      let hasNews = !plan.isEmpty || !plan.unproven.isEmpty || plan.rolloutNotes.contains(where: \.needsAttention)
      return detailedExitcode && hasNews ? .changesPresent : .done
    }
  }
}

extension PlanCommand {
  /// The command that performs what was shown.
  private func next(_ directory: String) -> RepeatedCommand {
    let options = planning.repeated + environments.state.repeated + (deleteData ? ["-delete-data"] : [])
    return RepeatedCommand(destroy ? "destroy" : "apply", directory).with(options)
  }
}

/// Options of the commands that make a plan.
struct PlanningOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Ask the cloud how things are; with false, what was recorded is taken for it.", valueName: "bool"))
  var refresh = true

  @Option(
    help: ArgumentHelp(
      "What it means when something that the plan needs is not there: error (default), warn, or off, which does not ask.",
      valueName: "mode"))
  var preflight = PreflightMode.error

  @Flag(
    name: .customLong("allow-deletions"),
    help: "Nobody is asked, and services may be deleted that neither -target nor environment.json names.")
  var allowDeletions = false

  @Flag(help: "Say at the end how many calls of the cloud's API were made.")
  var stats = false

  @OptionGroup var strictness: StrictnessOptions
  @OptionGroup var sensitivity: SensitivityOptions
  @OptionGroup var target: TargetOptions

  func notifyOfCalls(_ reconciler: Reconciler, _ session: Session) {
    guard stats else { return }
    let counts = CallCounts(reconciler.callCounts())
    session.notify(Message(rendered: counts.text), json: counts.line)
  }

  /// False when something speaks against the plan; it was said then.
  ///
  /// `isAttended`: a person who has seen the plan says yes to it. `asksSource`: the environment that tags come from is asked
  /// what it says of them.
  func allows(
    _ plan: Plan, _ reconciler: Reconciler, _ session: Session, isForNow: Bool = true, isAttended: Bool = true,
    asksSource: Bool = true
  ) async throws -> Bool {
    if asksSource, refresh { session.report(try await promotionWarnings(plan, reconciler, session), nil) }
    let objections = try await reconciler.objections(
      to: plan, preflight, hasAsked: refresh, isForNow: isForNow,
      deletions: allowDeletions ? .allows : isAttended ? .warns : .refuses)
    return !session.report(objections, strictness).hasErrors
  }

  /// Of tags that were copied here by hand: what `promote` would have said. A source that cannot be asked is named.
  private func promotionWarnings(_ plan: Plan, _ reconciler: Reconciler, _ session: Session) async throws -> [Diagnostic] {
    guard let from = reconciler.environment.promotion?.from, plan.changesTags, !plan.isDestroy else { return [] }
    let directory = Paths.joined(plan.environment.directory, from)
    if let source = try? session.openSource(directory),
      let warnings = try? await reconciler.promotionWarnings(about: plan, from: source)
    {
      return warnings
    }
    return [
      Diagnostic(
        .warning, "promotion-unchecked", "\(directory), where tags come from, could not be asked about them",
        fix: "look at it: reconcile tags \(directory)")
    ]
  }

  func options(_ reconciler: Reconciler, isDestroy: Bool = false, deletesData: Bool = false) async throws
    -> PlanOptions
  {
    var options = PlanOptions()
    options.isDestroy = isDestroy
    options.deletesData = deletesData
    options.refresh = refresh
    options.targets = target.targets
    if !target.targets.isEmpty { try await Targets.check(target.targets, reconciler) }
    return options
  }
}

extension PreflightMode: ExpressibleByArgument {}

extension Session {
  func print(_ plan: Plan, _ sensitivity: SensitivityOptions? = nil) {
    print(PlanView(plan, revealsAll: format == .text && sensitivity?.showSensitive == true))
  }
}
