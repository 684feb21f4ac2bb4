import GRDB
import Platform
import Resources
import Synchronization

/// The SQLite file of a state, opened as late and as gently as possible.
///
/// Reading makes, changes and migrates nothing. It runs on a connection of its own, which sees the last committed state and
/// waits for no writer (WAL). In a folder where nothing can be written, SQLite cannot read a WAL database at all, so a
/// copy in memory is read there. The first write makes the file: whole, under another name, and then named.
final class StateFile: Sendable {
  let path: String
  private let provider: ProviderIdentity
  private let now: @Sendable () -> Timestamp
  private let beginning: @Sendable () -> Meta
  private let crashPoints: CrashPoints?
  /// It can be had again from elsewhere, so that it may begin anew beside copies of it.
  let isCopy: Bool
  private let configuration: Configuration
  private let connections = Mutex(Connections())
  /// While a run of ours holds the lock.
  private let marksCommits = Mutex(false)
  private let next = Mutex<StateKeyHeader?>(nil)

  /// What a state that begins here is sealed with.
  var nextHeader: StateKeyHeader? {
    get { next.withLock { $0 } }
    set { next.withLock { $0 = newValue } }
  }

  private struct Connections {
    var reader: DatabaseQueue?
    var writer: DatabaseQueue?
    /// Of the file that `reader` holds a copy of, when it does.
    var copied: StateCopy.Source?
  }

  /// `provider` is the one that an existing state must have; `beginning` is what a new state begins with.
  init(
    path: String, provider: ProviderIdentity, isCopy: Bool = false, crashPoints: CrashPoints? = nil, maximumPages: Int? = nil,
    now: @escaping @Sendable () -> Timestamp, beginning: @escaping @Sendable () -> Meta
  ) {
    self.path = path
    self.provider = provider
    self.isCopy = isCopy
    self.crashPoints = crashPoints
    self.now = now
    self.beginning = beginning
    configuration = Self.configuration(maximumPages: maximumPages)
  }

  /// Nil when there is no state yet.
  func read<T>(_ work: (Database) throws -> T) throws(StateError) -> T? {
    do {
      guard try exists() else { return nil }
      return try reader().read(work)
    } catch {
      throw StateError(error, path: path)
    }
  }

  /// For a single statement, which is a transaction by itself; half the cost of `read`. Nil when there is no state yet.
  func readOnce<T>(_ statement: (Database) throws -> T) throws(StateError) -> T? {
    do {
      guard try exists() else { return nil }
      return try reader().unsafeRead(statement)
    } catch {
      throw StateError(error, path: path)
    }
  }

  func write<T>(_ work: (Database) throws -> T) throws(StateError) -> T {
    do {
      return try commit(work)
    } catch {
      throw StateError(error, path: path)
    }
  }

  /// Writes when there is a state to write to; begins none.
  func writeIfExists(_ work: (Database) throws -> Void) throws(StateError) {
    do {
      if try exists() { try commit(work) }
    } catch {
      throw StateError(error, path: path)
    }
  }

  /// Sees that an existing file can be used, so that what is wrong with it is said first.
  func check() throws(StateError) {
    let mark = CommitMark(beside: path)
    guard let (version, own) = try read({ database in (try Meta.read(database).version, try CommitMark(database)) }), !isCopy
    else { return }
    if let mark, mark.lineage == own.lineage, mark.commits > own.commits {
      throw .damaged(
        path: path,
        what:
          "what a run wrote last is missing: the file has \(own.commits) writings, there were \(mark.commits). Its write-ahead "
          + "log was taken away or cut")
    }
    guard
      let copied = StateBackups(of: path).newestVersion(), copied.lineage == version.lineage, copied.serial > version.serial
    else { return }
    throw .damaged(
      path: path,
      what: "it is older (serial \(version.serial)) than its newest copy (serial \(copied.serial)): an older file was put in its "
        + "place, or its write-ahead log was taken away")
  }

  private func commit<T>(_ work: (Database) throws -> T) throws -> T {
    var mark: CommitMark?
    let result = try writer().write { database in
      let result = try work(database)
      try CommitMark.count(database)
      if marksCommits.withLock({ $0 }) { mark = try CommitMark(database) }
      crashPoints?.pass("before commit")
      return result
    }
    mark?.write(beside: path)
    crashPoints?.pass("after commit")
    return result
  }

  /// From now on, or no longer, it can be told when commits are taken away.
  func markCommits(_ marks: Bool) {
    marksCommits.withLock { $0 = marks }
    if !marks { CommitMark.remove(beside: path) }
  }

  // MARK: Opening

  private func exists() throws -> Bool {
    if let mark = FileMark(path) {
      guard FileSystem.kind(path) != .directory else { throw FileProblem("a directory is in its place", path: path, code: 0) }
      // SQLite takes an empty file for an empty database; ours is never empty.
      guard mark.size > 0 else { throw Damage("it is empty") }
      return true
    }
    // Looked for twice: another process may have made the file in between.
    if let log = FileMark(path + "-wal"), log.size > 0 {
      guard FileMark(path) == nil else { return true }
      throw Damage("the file is gone, but its write-ahead log \(path)-wal is there")
    }
    return false
  }

  private func reader() throws -> DatabaseQueue {
    try connections.withLock { connections in
      let isReadOnly = !FileSystem.isWritable(Paths.parent(path)) || !FileSystem.isWritable(path)
      let source = isReadOnly || connections.copied != nil ? StateCopy.Source(path) : nil
      if let reader = connections.reader, connections.copied == source { return reader }
      let mark = StateCopy.Source(path)
      var reader =
        try isReadOnly
        ? StateCopy.load(path, configuration) : DatabaseQueue(path: path, configuration: configuration)
      let isOld = try reader.read(inspect) < Schema.known
      if isOld {
        if !isReadOnly { reader = try StateCopy.load(path, configuration) }
        try reader.write { database in _ = try Schema.migrate(database) }
      }
      connections.reader = reader
      connections.copied = isReadOnly || isOld ? mark : nil
      return reader
    }
  }

  private func writer() throws -> DatabaseQueue {
    try connections.withLock { connections in
      if let writer = connections.writer { return writer }
      if try !exists() { try make() }
      let writer = try DatabaseQueue(path: path, configuration: configuration)
      if try writer.read(inspect) < Schema.known { try migrate(writer) }
      sweep()
      connections.writer = writer
      return writer
    }
  }

  /// Brings an older format forward: once, after a copy was kept, and not without a word in the history.
  private func migrate(_ writer: DatabaseQueue) throws {
    let copy = try StateBackups(of: path).make(from: writer, configuration)
    crashPoints?.pass("before the migration")
    try writer.write { database in
      let found = try Schema.migrate(database)
      guard found < Schema.known else { return }  // another process was quicker
      let run = try Journal.begin(RunDescription(operation: "migrate", who: "reconcile"), at: now(), database)
      let summary = "format \(found) → \(Schema.known); what was before is in \(copy.path)"
      try Journal.finish(run, RunOutcome(result: .succeeded, summary: summary), at: now(), database)
    }
    crashPoints?.pass("after the migration")
  }

  /// Takes away what a program that was killed while it made the file has left. Whoever makes one at this moment finds
  /// that there is one already.
  private func sweep() {
    let folder = Paths.parent(path)
    let draft = Self.draft(of: path.split(separator: "/").last.map(String.init) ?? path)
    for entry in FileSystem.entries(folder) where entry.hasPrefix(draft) { FileSystem.discard("\(folder)/\(entry)") }
  }

  private static func draft(of path: String) -> String { path + ".new-" }

  static func configuration(maximumPages: Int? = nil) -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience)
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON")
      if let maximumPages { try database.execute(sql: "PRAGMA max_page_count = \(maximumPages)") }
    }
    return configuration
  }

  /// How long a write waits for another process to end its write; one write takes milliseconds.
  private static let patience = 10.0

  /// Leaves nothing of what was deleted in the file.
  func shrink() throws(StateError) {
    do {
      try writer().writeWithoutTransaction { database in
        try database.execute(sql: "VACUUM; PRAGMA wal_checkpoint(TRUNCATE)")
      }
    } catch {
      throw StateError(error, path: path)
    }
  }

  /// Nil when there is no state yet.
  func backUp() throws(StateError) -> StateBackup? {
    do {
      guard try exists() else { return nil }
      let writer = try writer()
      guard try writer.read(Meta.read).serial > 0 else { return nil }
      return try StateBackups(of: path).make(from: writer, configuration)
    } catch {
      throw StateError(error, path: path)
    }
  }

  /// Refuses what is not ours to read; returns the format.
  @discardableResult
  static func inspectFormat(_ database: Database, path: String) throws -> Int {
    guard try Int.fetchOne(database, sql: "PRAGMA application_id") == Schema.applicationId else {
      throw Damage("it is a database of another program")
    }
    let format = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard format <= Schema.known else { throw StateError.newerFormat(path: path, found: format, known: Schema.known) }
    return format
  }

  /// Also refuses the state of another cloud.
  private func inspect(_ database: Database) throws -> Int {
    let format = try Self.inspectFormat(database, path: path)
    let recorded = try Meta.read(database).provider
    guard recorded.isSameCloud(as: provider) else {
      throw StateError.otherProvider(path: path, recorded: recorded, asked: provider)
    }
    return format
  }

  /// Makes the file under a temporary name first, so that no other process ever sees half of it.
  private func make() throws {
    guard isCopy || !StateBackups(of: path).hasAny(for: provider) else { throw StateError.vanished(path: path) }
    try FileSystem.makeStateFolder(of: path)
    let beginning = beginning()
    let temporary = Self.draft(of: path) + beginning.lineage
    defer { StateFileNames.discard(temporary) }
    do {
      try write(beginning, to: temporary)
      crashPoints?.pass("before the state file")
      try FileSystem.publish(temporary, as: path)
    } catch {
      // Another process was quicker, and swept ours away.
      if FileMark(path) == nil { throw error }
    }
    crashPoints?.pass("after the state file")
  }

  private func write(_ beginning: Meta, to temporary: String) throws {
    // SQLite makes its files beside it with the same mode.
    try FileSystem.create([], at: temporary)
    let queue = try DatabaseQueue(path: temporary, configuration: configuration)
    try queue.write { database in
      _ = try Schema.migrate(database)
      try beginning.write(database)
      try StateKeyHeader.write(nextHeader, database)
    }
    try queue.writeWithoutTransaction { database in try database.execute(sql: "PRAGMA journal_mode = WAL") }
    try queue.close()
  }
}
