import ArgumentParser
import Engine
import Loading
import Reporting
import Resources

struct WhoamiCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "whoami",
    abstract: "Show with whose credentials the calls of this environment are made, and where they come from.",
    discussion: "EXAMPLE: reconcile whoami envs/prod")

  @OptionGroup var environmentOptions: EnvironmentOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
      let environment = try session.load(environmentOptions.directory)
      let caller = try await Reconciler.caller(of: environment, stateDirectory: environmentOptions.state.state)
      let view = CallerView(
        arn: caller.arn, account: caller.account, origin: caller.origin, wanted: environment.settings.provider.identity)
      session.print(text: Message(rendered: view.text), json: view.lines)
      return view.isOther ? .error : .done
    }
  }
}
