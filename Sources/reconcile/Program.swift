import APIModel
import ArgumentParser
import Platform
import Reporting
import Synchronization

/// The program: arguments in, exit status out.
enum Program {
  static let version = "0.1.0"
  static let name = "reconcile \(version)"

  /// Those of this run, without the program's name and without `-chdir`.
  static var arguments: [String] { current.withLock(\.self) }
  private static let current = Mutex<[String]>([])

  static func run(_ given: some Sequence<String>) async -> Int32 {
    Stream.registerHiddenValues(ProcessEnvironment())
    let arguments: [String]
    do {
      arguments = try WorkingDirectory.entered(by: Array(given))
    } catch {
      Stream.standardError.write(Message(rendered: error.text()))
      return ExitStatus.error.code
    }
    current.withLock { $0 = arguments }
    if let unknown = UnknownCommand(arguments) {
      Stream.standardError.write(Message(rendered: unknown.text))
      return ExitStatus.usage.code
    }
    do {
      var command = try ReconcileCommand.parseAsRoot(ArgumentForm.normalised(arguments))
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      return ExitStatus.done.code
    } catch let status as ExitStatus {
      return status.code
    } catch {
      return report(error, arguments)
    }
  }

  /// Help and versions were asked for and go to stdout; wrong usage goes to stderr.
  private static func report(_ error: any Error, _ arguments: [String]) -> Int32 {
    let code = ReconcileCommand.exitCode(for: error)
    var message = ReconcileCommand.fullMessage(for: error)
    if code.isSuccess, CompletionScript.isAskedFor(arguments) { message = CompletionScript.withSingleDashes(message) }
    if !message.isEmpty {
      (code.isSuccess ? Stream.standardOutput : Stream.standardError).write(Message(rendered: message + "\n"))
    }
    return code.isSuccess
      ? ExitStatus.done.code : code == .validationFailure ? ExitStatus.usage.code : code.rawValue
  }
}

struct ReconcileCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reconcile",
    abstract: "Makes Amazon ECS match the files of an environment, and says truthfully how it went.",
    discussion: """
      An environment is a directory such as envs/staging: a tag map and specs in the JSON that ECS uses.
      Options may be written with one dash or two: -auto-approve, --auto-approve.

      EXAMPLE: reconcile plan envs/staging

      -chdir=DIR before the command: paths begin in that directory.
      RECONCILE_STATE_DIR names the folder of the state files, RECONCILE_WHO the person in locks and history;
      RECONCILE_POLICY is the default of -policy; RECONCILE_PASS names more variables for aws and for commands of checks;
      RECONCILE_IN_AUTOMATION or TF_IN_AUTOMATION leaves out hints of commands; NO_COLOR is honoured.
      """,
    version: Program.name,
    subcommands: [
      ValidateCommand.self,
      DiffCommand.self,
      PlanCommand.self,
      RehearseCommand.self,
      ApproveCommand.self,
      ApplyCommand.self,
      RunCommand.self,
      DestroyCommand.self,
      StatusCommand.self,
      TasksCommand.self,
      LogsCommand.self,
      TagsCommand.self,
      BuildCommand.self,
      MirrorCommand.self,
      PromoteCommand.self,
      RollbackCommand.self,
      RedeployCommand.self,
      PruneCommand.self,
      WaitCommand.self,
      ScaleCommand.self,
      ExecCommand.self,
      ContinueCommand.self,
      StopCommand.self,
      DriftCommand.self,
      CompareCommand.self,
      ShowCommand.self,
      StateCommand.self,
      LockCommand.self,
      ImportCommand.self,
      ExportCommand.self,
      HistoryCommand.self,
      PermissionsCommand.self,
      WhoamiCommand.self,
      SimulateCommand.self,
      VersionCommand.self,
    ])
}

struct VersionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "version", abstract: "Print the version of this program, and of which day its knowledge of AWS is.",
    discussion: "EXAMPLE: reconcile version")

  func run() throws {
    let model = ModelRelease.known
    Stream.standardOutput.write(
      "reconcile \(Program.version)\nmodel of AWS's API: \(model.date) (botocore \(model.botocore))\n")
  }
}
