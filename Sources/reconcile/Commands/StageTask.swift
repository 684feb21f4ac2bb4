import AWS
import ArgumentParser
import JSONDocument
import Loading
import Reporting
import Resources
import SimulatedAWS

extension SimulateCommand {
  /// Says how a one-off task fares in the simulated cloud from now on.
  struct StageTask: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "task", abstract: "Say how a container of a one-off task fares when it is run.",
      discussion: """
        EXAMPLE: reconcile simulate task envs/staging migrate -exit 1 -log "applying 0042" -log "fatal: no such table"
        """)

    @OptionGroup var environmentOptions: EnvironmentOptions
    @OptionGroup var cloud: ServedCloudOptions
    @Argument(help: ArgumentHelp("Name of a file under tasks/.", valueName: "task"))
    var task: String
    @Option(help: ArgumentHelp("The container; the one that decides when it is left out.", valueName: "name"))
    var container: String?
    @Option(help: ArgumentHelp("What it ends with.", valueName: "code"))
    var exit = 0
    @Option(help: ArgumentHelp("How many seconds it runs.", valueName: "number"))
    var seconds = Int(StandaloneTaskLife.workTime)
    @Option(name: .customLong("log"), help: ArgumentHelp("A line that it writes; may be repeated.", valueName: "line"))
    var lines: [String] = []
    @Flag(help: "Nothing is staged any more: it fares as its image does.")
    var reset = false
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if !(0...255).contains(exit) { throw ValidationError("-exit is \(exit); exit codes are 0 to 255.") }
      if !(0...604_800).contains(seconds) { throw ValidationError("-seconds is \(seconds); it must be 0 to 604800.") }
    }

    func run() async throws {
      try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
        let environment = try session.load(environmentOptions.directory)
        let address = try TaskNames.address(task, in: environment, environmentOptions.directory)
        let name = container ?? environment.desired.tasks[address]?.container ?? ""
        let family = try family(of: address, environment)
        let simulated = try cloud.open(session, environment, environmentOptions.directory)
        let staged = StagedContainer(exitCode: exit, seconds: Double(seconds), lines: lines.isEmpty ? nil : lines)
        try await simulated.stage(reset ? nil : staged, family: family, container: name)
        session.print(
          reset
            ? "container \(name) of \(family) fares as its image does\n"
            : "container \(name) of \(family) ends with exit code \(exit) after \(seconds) s\n")
        return .done
      }
    }

    private func family(of address: Address, _ environment: LoadedEnvironment) throws -> String {
      let resources = environment.desired.resources
      guard let resource = resources.first(where: { $0.address == address }) else { return "" }
      if let link = resource.taskDefinitionLink, let definition = resources.first(where: { $0.address == link }) {
        return definition.identity.name
      }
      return OneOffTaskDocument(resource.attributes).taskDefinition?.family ?? ""
    }
  }
}
