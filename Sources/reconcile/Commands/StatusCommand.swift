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

  @OptionGroup var watching: WatchOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if watching.watch, environments.sides.parallel {
      throw ValidationError("-watch shows all environments together; -parallel is for looking once.")
    }
  }

  func run() async throws {
    if watching.watch { return try await runWatch() }
    try await Session.runEach(environments.chosen, output) { session, directory in
      let view = try await Self.view(of: session.open(directory, onlyLooking: true))
      session.print(view)
      return status(view.isSteady)
    }
  }

  private func runWatch() async throws {
    try await Session.run(output, state: environments.state, directory: environments.chosen.directories[0]) { session in
      let reconcilers = try environments.chosen.directories.map { try session.open($0, onlyLooking: true) }
      var picture = StatusPicture(session)
      var isSteady = true
      try await reconcilers[0].repeatedly(watching.following, pauses: watching.pauses, pause: { $0 }) {
        () async throws(EngineError) in
        var views: [StatusView] = []
        for reconciler in reconcilers { views.append(try await Self.view(of: reconciler)) }
        picture.show(views)
        isSteady = views.allSatisfy(\.isSteady)
      }
      return status(isSteady)
    }
  }

  private func status(_ isSteady: Bool) -> ExitStatus { detailedExitcode && !isSteady ? .changesPresent : .done }

  private static func view(of reconciler: Reconciler) async throws(EngineError) -> StatusView {
    let reading = try await reconciler.readStatus()
    return StatusView(
      reading.plan, desired: reconciler.environment.desired, recorded: reading.inputs.recorded,
      observed: reading.inputs.observed, contents: reading.contents, lastRun: reading.lastRun)
  }
}

/// Looking again and again.
struct WatchOptions: ParsableArguments {
  @Flag(help: "Look again and again: a terminal is drawn anew, elsewhere lines that changed are written.")
  var watch = false

  @Option(help: ArgumentHelp("With -watch: how long to pause between two looks.", valueName: "time"))
  var every = TimeLimit(.seconds(5))

  @Option(name: .customLong("for"), help: ArgumentHelp("With -watch: end after so long.", valueName: "time"))
  var limit: TimeLimit?

  func validate() throws {
    if limit != nil, !watch { throw ValidationError("-for says how long -watch goes on; add -watch.") }
    if !(2...3600).contains(every.duration.components.seconds) {
      throw ValidationError("-every is \(every.defaultValueDescription); it must be 2s to 1h.")
    }
  }

  var following: Following { limit.map { .lasting($0.duration) } ?? .endless }

  /// In seconds.
  var pauses: ClosedRange<Double> {
    let seconds = Double(every.duration.components.seconds)
    return seconds...seconds
  }
}
