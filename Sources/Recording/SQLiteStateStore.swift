import GRDB
package import JSONDocument
package import Resources
import Synchronization

/// The recorded state of one environment in one SQLite file (WAL, `synchronous=FULL`).
///
/// The file is made by the first write; reading a missing one gives an empty state and makes nothing. Each write is one
/// transaction and durable when it returns. Readers see the last committed state and never wait for a writer.
package final class SQLiteStateStore: StateStore, Sendable {
  let file: StateFile
  private let now: @Sendable () -> Timestamp
  let newId: @Sendable () -> String
  private let keys: StateKeys
  /// What is not encrypted is taken all the same: it is about to be.
  private let takesPlain = Atomic(false)

  /// Looks at the file when there is one, and throws what is wrong with it.
  ///
  /// `isCopy` is said of a file that is the copy of a state elsewhere. `crashPoints` and `maximumPages`, a disk that is full when the file has so many pages of 4 KiB, are for tests.
  package init(
    path: String, environment: String, provider: ProviderIdentity, keys: StateKeys = .none, isCopy: Bool = false,
    crashPoints: CrashPoints? = nil,
    maximumPages: Int? = nil,
    now: @escaping @Sendable () -> Timestamp = SystemClock.now, newId: @escaping @Sendable () -> String = RandomId.make
  ) throws(StateError) {
    self.now = now
    self.newId = newId
    self.keys = keys
    file = StateFile(
      path: path, provider: provider, isCopy: isCopy, crashPoints: crashPoints, maximumPages: maximumPages, now: now
    ) { [newId] in
      Meta(lineage: newId(), serial: 0, environment: environment, provider: provider)
    }
    try file.check()
  }

  // MARK: Encryption

  /// Takes a state that is not encrypted although keys are named.
  package func expectEncryption() { takesPlain.store(true, ordering: .relaxed) }

  /// Opens the key of the state; makes one for a state that does not exist yet.
  package func unlock() async throws(StateError) { try await unlock(beginning: true) }

  /// Opens the key of the state, where there is one: who only reads makes no key, and need not be allowed to.
  package func unlockForReading() async throws(StateError) { try await unlock(beginning: false) }

  private func unlock(beginning: Bool) async throws(StateError) {
    let known = try file.read { database in (header: try StateKeyHeader.read(database), serial: try Meta.read(database).serial) }
    do throws(EncryptionProblem) {
      if let known, known.header != nil || known.serial > 0 || !file.isCopy {
        try await keys.open(known.header, allowsPlain: takesPlain.load(ordering: .relaxed) || file.isCopy)
      } else if beginning, file.nextHeader == nil {
        file.nextHeader = try await keys.begin()
      }
    } catch {
      throw .encryption(path: file.path, error)
    }
  }

  /// Opens the key of a copy of a state, a backup or an export.
  package func unlock(_ header: StateKeyHeader?, of path: String, allowsPlain: Bool = false) async throws(StateError) {
    do throws(EncryptionProblem) {
      try await keys.open(header, allowsPlain: allowsPlain || takesPlain.load(ordering: .relaxed))
    } catch {
      throw .encryption(path: path, error)
    }
  }

  /// Makes a key for a state that begins in this copy.
  package func prepare() async throws(StateError) {
    guard file.nextHeader == nil else { return }
    do throws(EncryptionProblem) { file.nextHeader = try await keys.begin() } catch {
      throw .encryption(path: file.path, error)
    }
  }

  package func header() throws(StateError) -> StateKeyHeader? { try file.read(StateKeyHeader.read) ?? nil }

  /// Seals all values with a new key, wrapped by the first that is named; or with none.
  package func seal(encrypting: Bool) async throws(StateError) {
    try await unlock()
    var header: StateKeyHeader?
    do throws(EncryptionProblem) { header = encrypting ? try await keys.begin() : nil } catch {
      throw .encryption(path: file.path, error)
    }
    let next = header
    try file.write { database in try Resealing.reseal(database, under: next) }
    try file.shrink()
  }

  // MARK: State

  package func read() async throws(StateError) -> RecordedState {
    try await unlockForReading()
    return try file.read(Records.state) ?? RecordedState()
  }

  package func remember(_ revisions: [Revision]) async throws(StateError) {
    guard !revisions.isEmpty else { return }
    try await unlockForReading()
    try file.writeIfExists { database in try Records.keep(revisions, database) }
  }

  package func content(ofRevision arn: String) async -> JSON? {
    do {
      try await unlockForReading()
      return try file.readOnce { database in try Records.content(ofRevision: arn, database) } ?? nil
    } catch {
      return nil  // a matter of `read`; the content can be had from the provider
    }
  }

  // MARK: Lock

  package func acquireLock(_ request: LockRequest) async throws(StateError) -> LockInfo {
    try await unlock()
    let lock = LockInfo(id: newId(), request: request, since: now())
    let taken = try file.write { database in try Lock.acquire(lock, database) }
    file.markCommits(true)
    return taken
  }

  package func releaseLock(_ lock: LockInfo) async throws(StateError) {
    try file.write { database in try Lock.release(lock, database) }
    file.markCommits(false)
  }

  package func currentLock() async throws(StateError) -> LockInfo? {
    try file.read(Lock.current) ?? nil
  }

  // MARK: By hand

  package func edit(_ edit: StateEdit) async throws(StateError) {
    try await unlock()
    try file.write { database in try Records.edit(edit, database) }
  }

  package func backUp() async throws(StateError) -> StateBackup? {
    try file.backUp()
  }

  /// Nil when there is no state yet.
  package func audit(seenFrom host: String) async throws(StateError) -> StateAudit.Report? {
    try await unlockForReading()
    return try file.read { database in
      let holder = try Lock.current(database)
      return try StateAudit.report(database, holder?.isHolderGone(seenFrom: host) == true ? nil : holder)
    } ?? nil
  }

  /// The same of a copy whose lock lies elsewhere; `holder` lives.
  package func audit(heldBy holder: LockInfo?) async throws(StateError) -> StateAudit.Report? {
    try file.read { database in try StateAudit.report(database, holder) } ?? nil
  }

  // MARK: Runs and operations

  package func beginRun(_ run: RunDescription) async throws(StateError) -> RunID {
    try await unlock()
    let now = now()
    return try file.write { database in try Journal.begin(run, at: now, database) }
  }

  package func finishRun(_ id: RunID, outcome: RunOutcome) async throws(StateError) {
    let now = now()
    try file.write { database in try Journal.finish(id, outcome, at: now, database) }
  }

  package func begin(_ intent: OperationIntent, in run: RunID) async throws(StateError) -> OperationID {
    try await unlock()
    let now = now()
    return try file.write { database in try Journal.begin(intent, in: run, at: now, database) }
  }

  package func complete(_ id: OperationID, _ result: OperationResult) async throws(StateError) {
    try await unlock()
    let now = now()
    try file.write { database in try Journal.complete(id, result, at: now, database) }
  }

  package func unfinishedOperations() async throws(StateError) -> [UnfinishedOperation] {
    try await unlockForReading()
    return try file.read(Journal.unfinished) ?? []
  }

  package func history(limit: Int) async throws(StateError) -> [RunRecord] {
    try file.read { database in try Journal.history(limit: limit, database) } ?? []
  }
}
