import ArgumentParser
import Engine
import Platform
import Recording
import Reporting
import Resources

struct StateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "state", abstract: "Look at what is recorded, correct it, check it, and put back a copy.",
    discussion: "EXAMPLE: reconcile state list envs/staging",
    subcommands: [
      List.self, Show.self, Move.self, Remove.self, Pull.self, Push.self, Check.self, Backup.self, Restore.self,
      Migrate.self, Encrypt.self, Decrypt.self,
    ])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List the recorded addresses, one on each line, and what replacements have left over at them.",
      discussion: "EXAMPLE: reconcile state list envs/staging")

    @OptionGroup var environmentOptions: EnvironmentOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
      try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
        let text = StateText(try await session.openPlace(environmentOptions.directory).recordedState(), style: session.style)
        session.print(text: Message(rendered: text.list), json: text.lines())
        return .done
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Show one resource as it is recorded; secrets as fingerprints.",
      discussion: "EXAMPLE: reconcile state show envs/staging aws_ecs_service.api")

    @OptionGroup var environmentOptions: EnvironmentOptions
    @Argument(help: ArgumentHelp("Address, such as aws_ecs_service.api, or a line of `state list`.", valueName: "address"))
    var name: RecordName
    @OptionGroup var sensitivity: SensitivityOptions
    @OptionGroup var output: OutputOptions

    func validate() throws { try sensitivity.check(output) }

    func run() async throws {
      try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
        let text = StateText(
          try await session.openPlace(environmentOptions.directory).recordedState(), style: session.style,
          revealsAll: sensitivity.showSensitive)
        guard let shown = text.show(name) else { throw StateEditProblem.notRecorded(name) }
        session.print(text: Message(rendered: shown), json: text.lines(name))
        return .done
      }
    }
  }
}

extension Session {
  /// What a command of this session leaves in the history.
  func run(_ operation: String) -> RunDescription {
    RunDescription(
      operation: operation, who: processEnvironment.who, sourceCommit: processEnvironment.sourceCommit,
      runURL: processEnvironment.runURL)
  }

  /// Where a change by hand left the state.
  func print(_ change: StateChange) {
    let isSame = change.before == change.after
    print(
      text: isSame ? Message(lines: []) : "serial \(change.before?.serial ?? 0) → \(change.after?.serial ?? 0)\n",
      json: [StateText.line(before: change.before, after: change.after, backup: change.backup)])
    if let backup = change.backup { notify("The state before is kept as \(backup.path).\n") }
  }
}
