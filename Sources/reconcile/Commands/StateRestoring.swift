import ArgumentParser
import Engine
import Loading
import Recording
import RemoteState
import Reporting
import Resources

extension StateCommand {
  struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
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
        let path = session.statePath(of: environment)
        let file = try self.file(StateBackups(of: path))
        let attempt = locking.attempt("state restore", session) { session.notify($0) }
        if environment.settings.sharedState != nil {
          let provider = environment.settings.provider.identity
          try await restoreShared(file, try session.state(of: environment), provider, attempt, session)
          return .done
        }
        let restoration = StateRestoration(path: path, provider: environment.settings.provider.identity)
        do throws(StateError) {
          let outcome = try await restore(file, restoration, environment, attempt, session)
          answer(session, file, outcome.resources, outcome.restored)
          if let aside = outcome.setAside { session.print("The damaged file is kept as \(aside).\n") }
          hint(session)
        } catch {
          throw EngineError.state(error)
        }
        return .done
      }
    }

    private func answer(_ session: Session, _ file: String, _ resources: Int, _ version: StateVersion) {
      session.print(
        text:
          "\(environmentOptions.directory) is what \(file) holds: \(resources) resources, now serial \(version.serial). AWS is untouched.\n",
        json: [StateText.line(before: nil, after: version, backup: nil)])
    }

    private func hint(_ session: Session) {
      session.suggest("next: `reconcile plan \(environmentOptions.directory)` shows what has changed since that copy was made")
    }

    /// Under the lock when there is a state that can hold one; the lock goes with the file that is replaced.
    private func restore(
      _ file: String, _ restoration: StateRestoration, _ environment: LoadedEnvironment, _ attempt: LockAttempt,
      _ session: Session
    ) async throws(StateError) -> StateRestoration.Outcome {
      let run = session.run("state restore")
      guard let store = try? session.state(of: environment).store, let current = try? await store.read(), current.version != nil
      else { return try restoration.restore(file, over: nil, run) }
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

    private func restoreShared(
      _ file: String, _ state: OpenedState, _ provider: ProviderIdentity, _ attempt: LockAttempt, _ session: Session
    ) async throws {
      guard let shared = state.shared else { return }
      let backup = StateBackup(path: file, number: 0, madeAt: ProcessEnvironment.now)
      do throws(StateError) {
        let snapshot = try backup.snapshot(provider)
        await shared.expectReplacement()
        let lock = try await attempt.wait.acquire(attempt.request, in: shared, onEvent: attempt.onEvent)
        do throws(StateError) {
          _ = try await shared.backUp()
          let summary = "put back a copy of serial \(snapshot.document.version.serial)"
          let version = try await shared.replace(with: snapshot, session.run("state restore"), summary: summary)
          try await shared.releaseLock(lock)
          answer(session, file, snapshot.document.resources.count, version)
          hint(session)
        } catch {
          try? await shared.releaseLock(lock)
          throw error
        }
      } catch {
        throw EngineError.state(error)
      }
    }

    private func file(_ backups: StateBackups) throws -> String {
      guard let number = Int(copy), Files.kind(copy) == .absent else { return copy }
      guard let backup = backups.all().first(where: { $0.number == number }) else {
        throw Failure(
          "backup-missing", subject: environmentOptions.directory, "there is no backup \(number)",
          details: ["Nothing was changed."],
          next: "list the copies with `reconcile state backup -list \(environmentOptions.directory)`")
      }
      return backup.path
    }
  }

  /// Takes a state along into the bucket that environment.json names from now on.
  struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Move the state from this machine's file into the bucket that environment.json names.",
      discussion: "EXAMPLE: reconcile state migrate envs/staging")

    @OptionGroup var environmentOptions: EnvironmentOptions
    @OptionGroup var locking: LockingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
      try await Session.run(output, state: environmentOptions.state, directory: environmentOptions.directory) { session in
        let environment = try session.loadPlace(environmentOptions.directory)
        let state = try session.state(of: environment)
        guard let shared = state.shared, let settings = environment.settings.sharedState else {
          throw Failure(
            "state-not-shared", subject: environmentOptions.directory, "its state is a file of this machine, and stays one",
            details: ["Nothing was changed."], next: "name a bucket in environment.json: \"state\": {\"backend\": \"s3\", …}")
        }
        let attempt = locking.attempt("state migrate", session) { session.notify($0) }
        do {
          guard let former = state.former, let snapshot = try former.snapshot(), snapshot.document.version.serial > 0 else {
            throw Failure(
              "state-missing", subject: environmentOptions.directory, "no file of this machine holds a state of it",
              details: ["Nothing was changed."])
          }
          let version = try await move(snapshot, former, into: shared, attempt, session)
          session.print(
            """
            \(snapshot.document.resources.count) resources of \(former.path) are in s3://\(settings.bucket)/\(settings.key), \
            now serial \(version.serial). AWS is untouched.
            The file is not used any more; keep it until the next apply has gone well.

            """)
        } catch let error as StateError {
          throw EngineError.state(error)
        }
        return .done
      }
    }

    private func move(
      _ snapshot: StateSnapshot, _ former: FormerState, into shared: S3StateStore, _ attempt: LockAttempt, _ session: Session
    ) async throws(StateError) -> StateVersion {
      await shared.expectReplacement()
      let lock = try await attempt.wait.acquire(attempt.request, in: shared, onEvent: attempt.onEvent)
      do throws(StateError) {
        if let serial = try await shared.recordedSerial(), serial > 0 {
          throw await shared.problem(.occupied(serial: serial))
        }
        let summary = "moved here from \(former.path)"
        let version = try await shared.replace(with: snapshot, session.run("state migrate"), summary: summary)
        try await shared.releaseLock(lock)
        return version
      } catch {
        try? await shared.releaseLock(lock)
        throw error
      }
    }
  }
}

extension Session {
  /// The file of this machine, when it can be told without opening it: it may be damaged.
  func statePath(of environment: LoadedEnvironment) -> String {
    let ending = environment.settings.sharedState == nil ? "sqlite" : "s3.sqlite"
    return "\(stateDirectory(of: environment))/\(environment.desired.environment.name).\(ending)"
  }
}
