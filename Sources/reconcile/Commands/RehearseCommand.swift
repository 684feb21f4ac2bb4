import Applying
import ArgumentParser
import Engine
import Loading
import Planning
import Platform
import Recording
import Rehearsing
import Reporting
import SimulatedAWS

struct RehearseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rehearse",
    abstract: "Perform the plan in a simulated copy, and tell what would happen. Changes nothing.",
    discussion: """
      EXAMPLE: reconcile rehearse envs/prod

      What is there is copied into a simulated cloud in memory, and the plan is performed there by the code of apply.
      Waiting costs no time. No lock is taken. It ends with the exit code of an apply that goes so.
      """)

  @OptionGroup var environmentOptions: EnvironmentOptions

  @Option(
    help: ArgumentHelp("What happens meanwhile: a file as `simulate -scenario` takes.", valueName: "file"),
    completion: .file())
  var scenario: String?

  @OptionGroup var rollouts: RolloutOptions
  @OptionGroup var planning: PlanningOptions
  @OptionGroup var output: OutputOptions

  func validate() throws { try planning.sensitivity.check(output) }

  func run() async throws {
    try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
      let scenario = try scenario.map { try ScenarioFile.read($0, for: .cloud) } ?? Scenario()
      let reconciler = try session.open(environmentOptions.directory, planning.strictness, onlyLooking: true)
      defer { planning.notifyOfCalls(reconciler, session) }
      let asked = try await planning.options(reconciler)
      let look = try await reconciler.observe(asked)
      let plan = try await reconciler.plan(look, asked)
      session.print(plan, planning.sensitivity)
      guard try await planning.allows(plan, reconciler, session) else { return .error }
      if plan.steps.isEmpty { return .done }

      var apply = ApplyOptions(run: RunDescription(operation: "rehearse", who: session.processEnvironment.who))
      apply.parallelism = rollouts.parallelism
      apply.patience = rollouts.patience(reconciler.environment.desired)
      apply.onFailure = rollouts.onFailure
      let report = try await reconciler.rehearse(
        plan, look, RehearsalOptions(plan: asked, apply: apply, scenario: scenario))
      let status = ExitStatus(ApplyConclusion(report.apply))
      session.print(
        text: Message(rendered: "\n" + RehearsalText(report, exitCode: status.code, style: session.style).text),
        json: RehearsalJSON(report, exitCode: status.code).lines)
      return status
    }
  }
}
