package import Loading
import Platform
package import Recording
package import RemoteState
package import Resources

/// Puts a whole state in the place of what is there: a copy that was kept, or the file from before a state was shared.
///
/// It works also where what is there is damaged, so nothing is opened before it must be.
package struct StateReplacement: Sendable {
  private let environment: LoadedEnvironment
  private let stateDirectory: String

  package init(_ environment: LoadedEnvironment, stateDirectory: String? = nil) {
    self.environment = environment
    self.stateDirectory = stateDirectory ?? environment.settings.stateDirectory
  }

  /// What is recorded from now on.
  package struct Outcome: Sendable {
    package var resources: Int
    package var version: StateVersion
    /// Where the damaged file is now; nil when there was none.
    package var setAside: String?
  }

  /// The file of this machine: the state, or the copy of a shared one.
  package var path: String {
    let names = StateFileNames(in: stateDirectory, environment: environment.desired.environment.name)
    return environment.settings.sharedState == nil ? names.state : names.copyOfShared
  }

  private var provider: ProviderIdentity { environment.settings.provider.identity }

  private func open() throws(EngineError) -> OpenedState { try OpenedState(environment, stateDirectory: stateDirectory) }

  // MARK: Copies

  /// The file of the copy with a number.
  package func backup(number: Int) throws(StateEditProblem) -> String {
    guard let backup = StateBackups(of: path).all().first(where: { $0.number == number }) else { throw .backupMissing(number) }
    return backup.path
  }

  /// Puts the copy in `file` in place.
  package func restore(_ file: String, locking attempt: LockAttempt, as run: RunDescription) async throws -> Outcome {
    try await check(copy: file)
    guard environment.settings.sharedState != nil else { return try await restoreFile(file, locking: attempt, as: run) }
    return try await restoreShared(file, locking: attempt, as: run)
  }

  private func check(copy file: String) async throws {
    switch FileSystem.kind(file) {
    case nil: throw StateEditProblem.copyUnusable(file, what: "there is no such file")
    case .directory: throw StateEditProblem.copyUnusable(file, what: "it is a directory")
    case .file, .other: break
    }
    try await unlock(file)
    do throws(StateError) {
      _ = try StateBackup(path: file, number: 0, madeAt: SystemClock.now()).content()
    } catch {
      guard case .damaged(_, let what) = error else { throw EngineError.state(error) }
      throw StateEditProblem.copyUnusable(file, what: what)
    }
  }

  /// A copy from before the state was encrypted is taken as it is.
  private func unlock(_ file: String) async throws(EngineError) {
    let provider = environment.settings.provider
    let clients = ClientFactory(
      provider, stateDirectory: stateDirectory, simulation: try Simulation.current(for: provider.identity.name))
    // What is no state says so when it is read.
    guard let header = try? StateBackup(path: file, number: 0, madeAt: SystemClock.now()).header() else { return }
    do throws(EncryptionProblem) {
      try await StateKeys(environment.settings.stateEncryption, clients: clients).open(header, allowsPlain: true)
    } catch {
      throw .state(.encryption(path: file, error))
    }
  }

  /// Under the lock when there is a state that can hold one; the lock goes with the file that is replaced.
  private func restoreFile(_ file: String, locking attempt: LockAttempt, as run: RunDescription) async throws -> Outcome {
    let restoration = StateRestoration(path: path, provider: provider)
    func restore(over version: StateVersion?) async throws(EngineError) -> Outcome {
      let outcome = try await mappingStateErrors { () async throws(StateError) in
        try restoration.restore(file, over: version, run)
      }
      return Outcome(resources: outcome.resources, version: outcome.restored, setAside: outcome.setAside)
    }
    guard let store = try? open().store, let current = try? await store.read(), current.version != nil
    else { return try await restore(over: nil) }
    return try await attempt.holdingLock(of: store, ending: .replaced) { _ in
      let now = try await mappingStateErrors(store.read).version
      _ = try await mappingStateErrors(store.backUp)
      return try await restore(over: now)
    }
  }

  private func restoreShared(_ file: String, locking attempt: LockAttempt, as run: RunDescription) async throws -> Outcome {
    guard let shared = try open().shared else { throw StateEditProblem.notShared }
    let snapshot = try await mappingStateErrors { () async throws(StateError) in
      try StateBackup(path: file, number: 0, madeAt: SystemClock.now()).snapshot(provider)
    }
    await shared.expectReplacement()
    return try await attempt.holdingLock(of: shared) { _ in
      _ = try await mappingStateErrors { () async throws(StateError) in try await shared.backUp() }
      return try await replace(
        shared, with: snapshot, as: run, summary: "put back a copy of serial \(snapshot.document.version.serial)")
    }
  }

  // MARK: Into a bucket

  /// Takes the state along into the bucket that environment.json names from now on; `file` is where it was.
  package func migrate(
    locking attempt: LockAttempt, as run: RunDescription
  ) async throws -> (outcome: Outcome, file: String, place: RemotePlace) {
    let state = try open()
    guard let shared = state.shared, let settings = environment.settings.sharedState else { throw StateEditProblem.notShared }
    guard let former = state.former,
      let snapshot = try await mappingStateErrors({ () async throws(StateError) in try await former.snapshot() }),
      snapshot.document.version.serial > 0
    else { throw StateEditProblem.nothingToMove }
    await shared.expectReplacement()
    let outcome = try await attempt.holdingLock(of: shared) { _ in
      let serial = try await mappingStateErrors { () async throws(StateError) in try await shared.recordedSerial() }
      if let serial, serial > 0 { throw EngineError.state(await shared.problem(.occupied(serial: serial))) }
      return try await replace(shared, with: snapshot, as: run, summary: "moved here from \(former.path)")
    }
    return (outcome, former.path, RemotePlace(bucket: settings.bucket, key: settings.key))
  }

  private func replace(
    _ shared: S3StateStore, with snapshot: StateSnapshot, as run: RunDescription, summary: String
  ) async throws(EngineError) -> Outcome {
    let version = try await mappingStateErrors { () async throws(StateError) in
      try await shared.replace(with: snapshot, run, summary: summary)
    }
    return Outcome(resources: snapshot.document.resources.count, version: version)
  }
}
