import ArgumentParser
import Engine
import Planning
import Reporting

struct DriftCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift",
    abstract: "Show what somebody else changed since it was recorded, and what apply would make of it.",
    discussion: "EXAMPLE: reconcile drift envs/prod")

  @OptionGroup var environments: EnvironmentsOptions

  @Flag(
    name: .customLong("detailed-exitcode"),
    help: "Exit with 2 when there is drift, or something that a replacement has left over.")
  var detailedExitcode = false

  @Flag(help: "Tell those who are to be told of drift, by `notifications` of environment.json.")
  var notify = false

  @OptionGroup var sensitivity: SensitivityOptions
  @OptionGroup var output: OutputOptions

  func validate() throws { try sensitivity.check(output) }

  func run() async throws {
    try await Session.runEach(environments.chosen, output) { session, directory in
      var options = PlanOptions()
      options.confirmsRevisions = true
      let reconciler = try session.open(directory)
      let plan = try await reconciler.plan(options)
      let view = PlanView(plan, revealsAll: sensitivity.showSensitive)
      session.print(text: Message(rendered: DriftText(view, style: session.style).text), json: PlanJSON(view).driftLines)
      if plan.drift.contains(where: { $0.fates.values.contains(.kept) }) {
        session.suggest("\nTo keep what stays, declare it in the files; to leave it to somebody else, write an \"ignore\" rule.")
      }
      if notify { await session.tell(driftOf: plan, reconciler) }
      return detailedExitcode && (!plan.drift.isEmpty || plan.changes.contains(where: \.isLeftOver)) ? .changesPresent : .done
    }
  }
}
