import ArgumentParser
import Engine
import Loading
import Platform
import Recording
import RemoteState
import Reporting
import Resources

extension StateCommand {
  struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "restore",
      abstract: "Put a copy in the place of the state, also of a damaged one, which is kept beside it.",
      discussion: "EXAMPLE: reconcile state restore envs/staging state/backups/staging.0007.sqlite")

    @OptionGroup var environmentOptions: EnvironmentOptions
    @Argument(help: "File of the copy, or its number.", completion: .file())
    var copy: String
    @OptionGroup var locking: LockingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
      try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
        let environment = try session.loadPlace(environmentOptions.directory)
        let replacement = StateReplacement(environment, stateDirectory: session.stateDirectory)
        let file = try self.file(replacement)
        let attempt = locking.attempt("state restore", session) { session.notify($0) }
        let outcome = try await replacement.restore(file, locking: attempt, as: session.run("state restore"))
        session.print(
          text:
            "\(environmentOptions.directory) is what \(file) holds: \(outcome.resources) resources, now serial \(outcome.version.serial). AWS is untouched.\n",
          json: [StateText.line(before: nil, after: outcome.version, backup: nil)])
        if let aside = outcome.setAside { session.print("The damaged file is kept as \(aside).\n") }
        session.suggest("next: `reconcile plan \(environmentOptions.directory)` shows what has changed since that copy was made")
        return .done
      }
    }

    /// A number is a file when there is one of that name.
    private func file(_ replacement: StateReplacement) throws -> String {
      guard let number = Int(copy), FileSystem.kind(copy) == nil else { return copy }
      return try replacement.backup(number: number)
    }
  }

  /// Takes a state along into the bucket that environment.json names from now on.
  struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "migrate",
      abstract: "Move the state from this machine's file into the bucket that environment.json names.",
      discussion: "EXAMPLE: reconcile state migrate envs/staging")

    @OptionGroup var environmentOptions: EnvironmentOptions
    @OptionGroup var locking: LockingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
      try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
        let environment = try session.loadPlace(environmentOptions.directory)
        let replacement = StateReplacement(environment, stateDirectory: session.stateDirectory)
        let attempt = locking.attempt("state migrate", session) { session.notify($0) }
        let (outcome, file, place) = try await replacement.migrate(locking: attempt, as: session.run("state migrate"))
        session.print(
          """
          \(outcome.resources) resources of \(file) are in \(place), now serial \(outcome.version.serial). AWS is untouched.
          The file is not used any more; keep it until the next apply has gone well.

          """)
        return .done
      }
    }
  }
}
