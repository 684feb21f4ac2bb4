import ArgumentParser
import Diagnostics
import Engine
import Loading
import Recording
import Reporting
import Resources

extension StateCommand {
  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check that the state is whole: sums, references between records, work left open. Exits with 1 on findings.",
      discussion: "EXAMPLE: reconcile state check envs/staging")

    @OptionGroup var place: EnvironmentOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
      try await Session.run(output, state: place.state, directory: place.directory) { session in
        let environment = try session.loadPlace(place.directory)
        let report: StateAudit.Report?
        do throws(StateError) {
          report = try await session.store(of: environment).audit()
        } catch {
          throw EngineError.state(error)
        }
        guard let report else {
          session.answer("Nothing is recorded for \(place.directory) yet.\n")
          return .done
        }
        session.say(report.findings)
        guard report.findings.isEmpty else { return .error }
        if !session.isJSON {
          session.answer(
            "The state of \(place.directory) is sound: serial \(report.version.serial), \(report.resources) resources, \(report.revisions) revisions.\n"
          )
        }
        return .done
      }
    }
  }

  struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Keep a copy of the state, as every apply does before it begins; or list the copies.",
      discussion: "EXAMPLE: reconcile state backup envs/staging")

    @OptionGroup var place: EnvironmentOptions
    @Flag(help: "List the copies that are kept.")
    var list = false
    @OptionGroup var locking: LockingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
      try await Session.run(output, state: place.state, directory: place.directory) { session in
        if list {
          let environment = try session.loadPlace(place.directory)
          let backups = StateBackups(of: session.statePath(of: environment)).all()
          if session.isJSON {
            session.say(BackupText.lines(backups))
          } else {
            session.answer(BackupText.text(backups, place.directory))
          }
          return .done
        }
        let reconciler = try session.openPlace(place.directory)
        let nothing = Failure("state-missing", subject: place.directory, "nothing is recorded yet, so there is nothing to keep")
        guard try await reconciler.recordedState().version != nil else { throw nothing }
        let attempt = locking.attempt("state backup", session) { session.tell($0) }
        let backup = try await reconciler.holdingLock(attempt) { _ in
          do throws(StateError) { return try await reconciler.store.backUp() } catch { throw EngineError.state(error) }
        }
        guard let backup else { throw nothing }
        if session.isJSON { session.say(BackupText.lines([backup])) } else { session.answer("\(backup.path)\n") }
        return .done
      }
    }
  }

  struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Put a copy in the place of the state, also of a damaged one, which is kept beside it.",
      discussion: "EXAMPLE: reconcile state restore envs/staging state/backups/staging.0007.sqlite")

    @OptionGroup var place: EnvironmentOptions
    @Argument(help: "File of the copy, or its number.", completion: .file())
    var copy: String
    @OptionGroup var locking: LockingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
      try await Session.run(output, state: place.state, directory: place.directory) { session in
        let environment = try session.loadPlace(place.directory)
        let path = session.statePath(of: environment)
        let file = try self.file(StateBackups(of: path))
        let restoration = StateRestoration(path: path, provider: environment.settings.provider.identity)
        do throws(StateError) {
          let outcome = try await restore(file, restoration, environment, session)
          session.answer(
            "\(place.directory) is what \(file) holds: \(outcome.resources) resources, now serial \(outcome.restored.serial). AWS is untouched.\n"
          )
          if let aside = outcome.setAside { session.answer("The damaged file is kept as \(aside).\n") }
          session.hint("next: `reconcile plan \(place.directory)` shows what has changed since that copy was made")
        } catch {
          throw EngineError.state(error)
        }
        return .done
      }
    }

    /// Under the lock when there is a state that can hold one; the lock goes with the file that is replaced.
    private func restore(
      _ file: String, _ restoration: StateRestoration, _ environment: LoadedEnvironment, _ session: Session
    ) async throws(StateError) -> StateRestoration.Outcome {
      let run = session.run("state restore")
      guard let store = try? session.store(of: environment), let current = try? await store.read(), current.version != nil
      else { return try restoration.restore(file, over: nil, run) }
      let attempt = locking.attempt("state restore", session) { session.tell($0) }
      let lock = try await attempt.wait.acquire(attempt.request, in: store, onEvent: attempt.onEvent)
      do throws(StateError) {
        let now = try await store.read().version
        _ = try await store.backUp()
        return try restoration.restore(file, over: now, run)
      } catch {
        try? await store.releaseLock(lock)
        throw error
      }
    }

    private func file(_ backups: StateBackups) throws -> String {
      guard let number = Int(copy), Files.kind(copy) == .absent else { return copy }
      guard let backup = backups.all().first(where: { $0.number == number }) else {
        throw Failure(
          "backup-missing", subject: place.directory, "there is no backup \(number)", details: ["Nothing was changed."],
          next: "list the copies with `reconcile state backup -list \(place.directory)`")
      }
      return backup.path
    }
  }
}

extension Session {
  func statePath(of environment: LoadedEnvironment) -> String {
    "\(stateDirectory(of: environment))/\(environment.desired.environment.name).sqlite"
  }

  func store(of environment: LoadedEnvironment) throws(StateError) -> SQLiteStateStore {
    try SQLiteStateStore(
      path: statePath(of: environment), environment: environment.desired.environment.name,
      provider: environment.settings.provider.identity)
  }
}
