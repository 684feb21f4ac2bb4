import ArgumentParser
import Diagnostics
import Engine
import Loading
import Platform
import Recording
import Reporting
import Resources

extension StateCommand {
  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "Check that the state is whole: sums, references between records, work left open. Exits with 1 on findings.",
      discussion: "EXAMPLE: reconcile state check envs/staging")

    @OptionGroup var environmentOptions: EnvironmentOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
      try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
        let environment = try session.loadPlace(environmentOptions.directory)
        let report: StateAudit.Report?
        let state = try session.state(of: environment)
        do throws(StateError) {
          report = try await state.store.audit(seenFrom: session.processEnvironment.host)
        } catch {
          throw EngineError.state(error)
        }
        guard let report else {
          if state.lost != nil { throw EngineError.state(.vanished(path: state.path)) }
          session.print("Nothing is recorded for \(environmentOptions.directory) yet.\n")
          return .done
        }
        session.report(report.findings)
        guard !report.findings.hasErrors else { return .error }
        let left =
          report.deposed == 0
          ? ""
          : " \(report.deposed) of a replacement \(report.deposed == 1 ? "is" : "are") left over; the next apply deletes \(report.deposed == 1 ? "it" : "them")."
        session.print(
          "The state of \(environmentOptions.directory) is sound: serial \(report.version.serial), \(report.resources) resources, \(report.revisions) revisions.\(left)\n"
        )
        return .done
      }
    }
  }

  struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "backup",
      abstract: "Keep a copy of the state, as every apply does before it begins; or list the copies.",
      discussion: "EXAMPLE: reconcile state backup envs/staging")

    @OptionGroup var environmentOptions: EnvironmentOptions
    @Flag(help: "List the copies that are kept.")
    var list = false
    @OptionGroup var locking: LockingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
      try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
        if list {
          let environment = try session.loadPlace(environmentOptions.directory)
          let backups = StateBackups(of: try session.state(of: environment).path).all()
          session.print(
            text: Message(rendered: BackupText.text(backups, environmentOptions.directory)), json: BackupText.lines(backups))
          return .done
        }
        let reconciler = try session.openPlace(environmentOptions.directory)
        let nothing = Failure(
          "state-missing", subject: environmentOptions.directory, "nothing is recorded yet, so there is nothing to keep")
        guard try await reconciler.recordedState().version != nil else { throw nothing }
        let attempt = locking.attempt("state backup", session) { session.notify($0) }
        let backup = try await reconciler.holdingLock(attempt) { _ in
          do throws(StateError) { return try await reconciler.store.backUp() } catch { throw EngineError.state(error) }
        }
        guard let backup else { throw nothing }
        session.print(text: "\(backup.path)\n", json: BackupText.lines([backup]))
        return .done
      }
    }
  }
}

extension Session {
  func state(of environment: LoadedEnvironment) throws -> OpenedState {
    try OpenedState(environment, stateDirectory: stateDirectory)
  }
}
