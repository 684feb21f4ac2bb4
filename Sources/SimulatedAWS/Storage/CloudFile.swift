import AWS
import GRDB
import Glibc
import Platform

/// The SQLite database that a simulated cloud lives in: one file for all accounts and regions, used by several processes
/// at once.
///
/// Writes take the file's lock at their beginning and are in the file before the answer is given, so a process that is
/// killed at any instant has either made its call or not. A power cut may cost the last moments: the simulated cloud
/// spares the disk the wait that a state store needs.
struct CloudFile: Sendable {
  let writer: any DatabaseWriter
  /// What happens in the cloud while it is open here. It is not kept in the file.
  var scenario = Scenario()

  /// Grows when an older program could misread the file.
  static let formatVersion = 1
  /// The virtual instant at which new clouds begin: 2026-01-05 09:00:00 UTC, a Monday.
  static let defaultStart = 1_767_603_600.0

  static func open(path: String, startingAt start: Double) throws(SimulatedCloudError) -> CloudFile {
    do {
      try begin(path)
      let file = CloudFile(writer: try pool(path))
      try file.prepare(startingAt: start)
      return file
    } catch let error as SimulatedCloudError {
      throw error
    } catch {
      throw Self.problem(error, at: path)
    }
  }

  /// For its owner only, as SQLite's files beside it then are. A link that leads nowhere is not followed.
  private static func begin(_ path: String) throws {
    guard FileSystem.kind(path) == nil else { return }
    do throws(FileProblem) {
      try FileSystem.makeStateFolder(of: path)
      try FileSystem.create([], at: path)
    } catch {
      // Another process was quicker.
      guard error.code == EEXIST, FileSystem.kind(path) != nil else {
        throw SimulatedCloudError.unusable(path: path, problem: "\(error.what): \(error.reason)")
      }
    }
  }

  static func inMemory(startingAt start: Double) throws(SimulatedCloudError) -> CloudFile {
    do {
      let file = CloudFile(writer: try DatabaseQueue(configuration: configuration))
      try file.prepare(startingAt: start)
      return file
    } catch let error as SimulatedCloudError {
      throw error
    } catch {
      throw Self.problem(error, at: ":memory:")
    }
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(30)
    configuration.label = "simulated-aws"
    return configuration
  }

  /// SQLite does not wait for the lock when two processes switch a new file to write-ahead logging at the same instant.
  private static func pool(_ path: String) throws -> DatabasePool {
    var attemptsLeft = 50
    while true {
      do {
        return try DatabasePool(path: path, configuration: configuration)
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && attemptsLeft > 0 {
        attemptsLeft -= 1
        usleep(20_000)
      }
    }
  }

  private func prepare(startingAt start: Double) throws {
    var version = try writer.read { database in try Self.version(database) }
    if version == 0 {
      version = try writer.write { database in
        let found = try Self.version(database)
        guard found == 0 else { return found }  // another process was quicker
        guard try !Self.hasTables(database) else { throw SimulatedCloudError.foreign(path: self.writer.path) }
        try Self.create(database, startingAt: start)
        return Self.formatVersion
      }
    }
    guard try writer.read({ database in try database.tableExists("scopes") && database.tableExists("documents") }) else {
      throw SimulatedCloudError.foreign(path: writer.path)
    }
    guard version == Self.formatVersion else { throw SimulatedCloudError.newerFormat(found: version, known: Self.formatVersion) }
  }

  private static func hasTables(_ database: Database) throws -> Bool {
    try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM sqlite_master)") ?? false
  }

  private static func version(_ database: Database) throws -> Int {
    try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
  }

  /// Bodies stand beside the index of keys, so that listing keys does not read them. `due` is the instant at which an
  /// object next changes by itself; null for what is at rest, which costs nothing when the clock moves.
  private static func create(_ database: Database, startingAt start: Double) throws {
    try database.execute(
      sql: """
        CREATE TABLE clock (now REAL NOT NULL);
        CREATE TABLE scopes (name TEXT PRIMARY KEY) WITHOUT ROWID;
        CREATE TABLE counters (
          scope TEXT NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (scope, name)
        ) WITHOUT ROWID;
        CREATE TABLE documents (
          scope TEXT NOT NULL, collection TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, due REAL
        );
        CREATE UNIQUE INDEX documents_by_key ON documents (scope, collection, key);
        CREATE INDEX services_by_revision ON documents (scope, json_extract(body, '$.taskDefinition'))
          WHERE collection = 'services';
        CREATE INDEX documents_by_due ON documents (due) WHERE due IS NOT NULL;
        """)
    try database.execute(sql: "INSERT INTO clock VALUES (?)", arguments: [start])
    try database.execute(sql: "PRAGMA user_version = \(formatVersion)")
  }

  /// Makes the account and region known, so that its registry is one whose images can be missing.
  func register(_ scope: Scope) throws(SimulatedCloudError) {
    do {
      let isKnown = try writer.read { database in
        try Bool.fetchOne(database, sql: "SELECT 1 FROM scopes WHERE name = ?", arguments: [scope.name]) ?? false
      }
      guard !isKnown else { return }
      try writer.write { database in
        try database.execute(sql: "INSERT OR IGNORE INTO scopes VALUES (?)", arguments: [scope.name])
      }
    } catch {
      throw Self.problem(error, at: scope.name)
    }
  }

  private static func problem(_ error: any Error, at path: String) -> SimulatedCloudError {
    guard let error = error as? DatabaseError else { return .unusable(path: path, problem: "its folder cannot be made") }
    switch error.resultCode {
    case .SQLITE_FULL, .SQLITE_IOERR: return .unwritable(path: path, problem: words(error))
    default: return .unusable(path: path, problem: words(error))
    }
  }
}
