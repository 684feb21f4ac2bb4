import GRDB
package import JSONDocument
package import Resources

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The recorded state of one environment in one SQLite file (WAL, `synchronous=FULL`).
///
/// The file is made by the first write; reading a missing one gives an empty state. Each write is one transaction and
/// durable when it returns. Readers see the last committed state and never wait for a writer.
package final class SQLiteStateStore: StateStore, Sendable {
  let path: String
  private let environment: String
  private let provider: ProviderIdentity
  private let now: @Sendable () -> Timestamp
  private let newId: @Sendable () -> String
  private let opened = OpenedDatabase()

  package init(
    path: String, environment: String, provider: ProviderIdentity,
    now: @escaping @Sendable () -> Timestamp = SystemClock.now, newId: @escaping @Sendable () -> String = RandomId.make
  ) throws(StateError) {
    self.path = path
    self.environment = environment
    self.provider = provider
    self.now = now
    self.newId = newId
    if SystemFile.exists(path) { _ = try open() }
  }

  // MARK: Opening

  private func open() throws(StateError) -> DatabasePool {
    try opened.get { () throws(StateError) in try self.connect() }
  }

  private func connect() throws(StateError) -> DatabasePool {
    try SystemFile.makeParent(of: path)
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA synchronous = FULL")
      try database.execute(sql: "PRAGMA foreign_keys = ON")
    }
    do {
      let pool = try DatabasePool(path: path, configuration: configuration)
      let found = try pool.read { database in
        (
          format: try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0,
          application: try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
          tables: try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        )
      }
      if found.tables > 0, found.application != Schema.applicationId {
        throw StateError.damaged(path: path, what: "it is a database of another program")
      }
      guard found.format <= Schema.known else {
        throw StateError.newerFormat(path: path, found: found.format, known: Schema.known)
      }
      if found.format < Schema.known {
        try pool.write { database in
          try Schema.migrate(database)
          try self.begin(lineage: self.newId(), database)
        }
      }
      try checkProvider(pool)
      return pool
    } catch {
      throw translate(error)
    }
  }

  private func begin(lineage: String, _ database: Database) throws {
    try database.execute(
      sql: """
        INSERT OR IGNORE INTO meta (id, lineage, serial, environment, provider, region, account_id)
        VALUES (1, ?, 0, ?, ?, ?, ?)
        """,
      arguments: [lineage, environment, provider.name, provider.region, provider.accountId])
  }

  private func checkProvider(_ pool: DatabasePool) throws {
    let recorded = try pool.read { database in
      try Row.fetchOne(database, sql: "SELECT provider, region, account_id FROM meta").map {
        ProviderIdentity(name: $0["provider"], region: $0["region"], accountId: $0["account_id"])
      }
    }
    if let recorded, recorded != provider {
      throw StateError.otherProvider(path: path, recorded: recorded, asked: provider)
    }
  }

  private func translate(_ error: any Error) -> StateError {
    if let error = error as? StateError { return error }
    guard let error = error as? DatabaseError else { return .unavailable(path: path, what: "\(error)") }
    switch error.resultCode {
    case .SQLITE_NOTADB: return .damaged(path: path, what: "it is not a SQLite database")
    case .SQLITE_CORRUPT: return .damaged(path: path, what: "the database is damaged")
    case .SQLITE_ERROR where (error.message ?? "").contains("no such table"):
      return .damaged(path: path, what: error.message ?? "a table is missing")
    default: return .unavailable(path: path, what: error.message ?? "SQLite error \(error.resultCode.rawValue)")
    }
  }

  private func reading<T>(_ missing: T, _ work: (Database) throws -> T) throws(StateError) -> T {
    guard SystemFile.exists(path) else { return missing }
    let pool = try open()
    do { return try pool.read(work) } catch { throw translate(error) }
  }

  private func writing<T>(_ work: (Database) throws -> T) throws(StateError) -> T {
    let pool = try open()
    do { return try pool.write(work) } catch { throw translate(error) }
  }

  // MARK: State

  package func read() async throws(StateError) -> RecordedState {
    try reading(RecordedState()) { database in
      RecordedState(
        version: try Records.version(database), resources: try Records.resources(database),
        revisions: try Records.revisions(database))
    }
  }

  package func remember(_ revisions: [Revision]) async throws(StateError) {
    try writing { database in
      for revision in revisions { try Records.keep(revision, database) }
    }
  }

  package func content(ofRevision arn: String) async -> JSON? {
    let text: String? = try? reading(String?.none) { database in
      try String.fetchOne(database, sql: "SELECT content FROM revisions WHERE arn = ?", arguments: [arn])
    }
    return text.flatMap { try? JSON(text: $0) }
  }

  // MARK: Lock

  package func acquireLock(_ request: LockRequest) async throws(StateError) -> LockInfo {
    let lock = LockInfo(id: newId(), request: request, since: now())
    return try writing { database in try Lock.acquire(lock, database) }
  }

  package func releaseLock(_ lock: LockInfo) async throws(StateError) {
    try writing { database in try Lock.release(lock, database) }
  }

  package func currentLock() async throws(StateError) -> LockInfo? {
    try reading(nil) { database in try Lock.current(database)?.info }
  }

  // MARK: Runs and operations

  package func beginRun(_ run: RunDescription) async throws(StateError) -> RunID {
    let now = now()
    return try writing { database in try Journal.begin(run, at: now, database) }
  }

  package func finishRun(_ id: RunID, outcome: RunOutcome) async throws(StateError) {
    let now = now()
    try writing { database in try Journal.finish(id, outcome, at: now, database) }
  }

  package func begin(_ intent: OperationIntent, in run: RunID) async throws(StateError) -> OperationID {
    let now = now()
    return try writing { database in try Journal.begin(intent, in: run, at: now, database) }
  }

  package func complete(_ id: OperationID, _ result: OperationResult) async throws(StateError) {
    let now = now()
    try writing { database in try Journal.complete(id, result, at: now, database) }
  }

  package func unfinishedOperations() async throws(StateError) -> [UnfinishedOperation] {
    try reading([]) { database in try Journal.unfinished(database) }
  }

  package func history(limit: Int) async throws(StateError) -> [RunRecord] {
    try reading([]) { database in try Journal.history(limit: limit, database) }
  }
}
