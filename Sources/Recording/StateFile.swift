import GRDB
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
  private let beginning: @Sendable () -> Meta
  private let crashPoints: CrashPoints?
  private let configuration: Configuration
  private let connections = Mutex(Connections())

  private struct Connections {
    var reader: DatabaseQueue?
    var writer: DatabaseQueue?
    /// Of the file that `reader` holds a copy of.
    var copied: StateCopy.Source?
  }

  /// `provider` is the one that an existing state must have; `beginning` is what a new state begins with.
  init(
    path: String, provider: ProviderIdentity, crashPoints: CrashPoints? = nil, maximumPages: Int? = nil,
    beginning: @escaping @Sendable () -> Meta
  ) {
    self.path = path
    self.provider = provider
    self.crashPoints = crashPoints
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
    _ = try read { _ in }
  }

  private func commit<T>(_ work: (Database) throws -> T) throws -> T {
    let result = try writer().write { database in
      let result = try work(database)
      crashPoints?.pass("before commit")
      return result
    }
    crashPoints?.pass("after commit")
    return result
  }

  // MARK: Opening

  private func exists() throws -> Bool {
    if let mark = SystemFile.Mark(path) {
      // SQLite takes an empty file for an empty database; ours is never empty.
      guard mark.size > 0 else { throw Damage("it is empty") }
      return true
    }
    // Looked for twice: another process may have made the file in between.
    if let log = SystemFile.Mark(path + "-wal"), log.size > 0 {
      guard SystemFile.Mark(path) == nil else { return true }
      throw Damage("the file is gone, but its write-ahead log \(path)-wal is there")
    }
    return false
  }

  private func reader() throws -> DatabaseQueue {
    try connections.withLock { connections in
      let isReadOnly = !SystemFile.isWritable(SystemFile.folder(of: path)) || !SystemFile.isWritable(path)
      let source = isReadOnly ? StateCopy.Source(path) : nil
      if let reader = connections.reader, connections.copied == source { return reader }
      let reader =
        try isReadOnly
        ? StateCopy.load(path, configuration) : DatabaseQueue(path: path, configuration: configuration)
      _ = try reader.read(inspect)
      connections.reader = reader
      connections.copied = source
      return reader
    }
  }

  private func writer() throws -> DatabaseQueue {
    try connections.withLock { connections in
      if let writer = connections.writer { return writer }
      if try !exists() { try make() }
      let writer = try DatabaseQueue(path: path, configuration: configuration)
      if try writer.read(inspect) < Schema.known { try writer.write(Schema.migrate) }
      connections.writer = writer
      return writer
    }
  }

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
    guard recorded == provider else { throw StateError.otherProvider(path: path, recorded: recorded, asked: provider) }
    return format
  }

  /// Makes the file under a temporary name first, so that no other process ever sees half of it.
  private func make() throws {
    try SystemFile.makeFolder(of: path)
    let beginning = beginning()
    let temporary = "\(path).new-\(beginning.lineage)"
    defer { for ending in ["", "-journal", "-wal", "-shm"] { SystemFile.remove(temporary + ending) } }
    let queue = try DatabaseQueue(path: temporary, configuration: configuration)
    try queue.write { database in
      try Schema.migrate(database)
      try beginning.write(database)
    }
    try queue.writeWithoutTransaction { database in try database.execute(sql: "PRAGMA journal_mode = WAL") }
    try queue.close()
    crashPoints?.pass("before the state file")
    try SystemFile.publish(temporary, as: path)
    crashPoints?.pass("after the state file")
  }
}
