import ArgumentParser
import Engine
import Loading
import Planning
import Reporting

struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show how the services of environments stand: what is wanted, recorded and running.",
    discussion: "EXAMPLE: reconcile status envs/staging envs/prod")

  @OptionGroup var environments: EnvironmentsOptions

  @Flag(name: .customLong("detailed-exitcode"), help: "Exit with 2 when a service is not steady, or something is to be applied.")
  var detailedExitcode = false

  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await Session.runEach(environments, output) { session, directory in
      let reconciler = try session.open(directory, onlyLooking: true)
      let reading = try await reconciler.readStatus()
      let view = StatusView(
        reading.plan, desired: reconciler.environment.desired, recorded: reading.inputs.recorded,
        observed: reading.inputs.observed, contents: reading.contents, lastRun: reading.lastRun)
      session.print(view)
      return detailedExitcode && !view.isSteady ? .changesPresent : .done
    }
  }
}
