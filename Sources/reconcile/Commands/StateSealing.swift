import ArgumentParser
import Engine
import Loading
import Recording
import Reporting

extension StateCommand {
  struct Encrypt: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "encrypt",
      abstract: "Encrypt the state's values with a new key under the first one that environment.json names.",
      discussion: "EXAMPLE: reconcile state encrypt envs/staging")

    @OptionGroup var environmentOptions: EnvironmentOptions
    @OptionGroup var locking: LockingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
      try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
        let directory = environmentOptions.directory
        let reconciler = try session.openPlace(directory)
        guard reconciler.environment.settings.stateEncryption != nil else {
          throw Failure(
            "encryption-missing", subject: directory, "environment.json names no key for the state",
            details: ["Nothing was changed."],
            next: "add \"encryption\": {\"passphraseFile\": \"/run/secrets/state\"} to \"state\" in environment.json")
        }
        guard
          try await reconciler.sealState(
            encrypting: true, locking: locking.attempt("state encrypt", session) { session.notify($0) },
            as: session.run("state encrypt"))
        else {
          throw Failure(
            "state-missing", subject: directory, "nothing is recorded yet",
            next: "apply: the state is encrypted from its beginning")
        }
        session.print("The values of the state of \(directory) are encrypted under the first key of environment.json.\n")
        session.suggest("Copies from before are as they were: `reconcile state backup -list \(directory)` names them.")
        return .done
      }
    }
  }

  struct Decrypt: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "decrypt",
      abstract: "Take the encryption of the state's values away; environment.json still names the key that opens it.",
      discussion: "EXAMPLE: reconcile state decrypt envs/staging")

    @OptionGroup var environmentOptions: EnvironmentOptions
    @OptionGroup var locking: LockingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
      try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
        let directory = environmentOptions.directory
        let isDone = try await session.openPlace(directory).sealState(
          encrypting: false, locking: locking.attempt("state decrypt", session) { session.notify($0) },
          as: session.run("state decrypt"))
        guard isDone else { throw Failure("state-missing", subject: directory, "nothing is recorded yet") }
        session.print("The values of the state of \(directory) are not encrypted any more.\n")
        session.suggest("Now take \"encryption\" out of environment.json.")
        return .done
      }
    }
  }
}
