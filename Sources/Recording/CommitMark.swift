import GRDB
import Platform
import Resources

/// How many commits a state file has, noted beside it while a run holds its lock: `NAME.sqlite-mark`.
///
/// What is committed is in the write-ahead log until it ends. When somebody takes a log away that a killed run left, or cuts
/// it, SQLite reads what is left as if nothing had come after it. The note is written after the commit, without waiting for
/// the disk: it may be behind the file, and is never ahead of it.
struct CommitMark: Equatable {
  var lineage: String
  var commits: Int

  static let ending = "-mark"

  init(lineage: String, commits: Int) {
    self.lineage = lineage
    self.commits = commits
  }

  /// Nil when there is none, or none that was written whole.
  init?(beside path: String) {
    guard let bytes = try? FileSystem.readRegularFile(path + Self.ending, limit: 256) else { return nil }
    let parts = String(decoding: bytes, as: UTF8.self).split(separator: " ", omittingEmptySubsequences: true)
    guard parts.count == 3, parts[2] == "\n", let commits = Int(parts[1]) else { return nil }
    self.init(lineage: String(parts[0]), commits: commits)
  }

  /// Of the file's own.
  init(_ database: Database) throws {
    lineage = try Meta.read(database).lineage
    commits = try Int.fetchOne(database, sql: "SELECT commits FROM journal") ?? 0
  }

  /// In a transaction that changes something.
  static func count(_ database: Database) throws { try database.execute(sql: "UPDATE journal SET commits = commits + 1") }

  /// That it cannot be written is of no matter.
  func write(beside path: String) {
    let digits = String(commits)
    let text = "\(lineage) \(String(repeating: " ", count: max(0, 20 - digits.utf8.count)))\(digits) \n"
    FileSystem.note(Array(text.utf8), at: path + Self.ending)
  }

  static func remove(beside path: String) { FileSystem.discard(path + ending) }
}
