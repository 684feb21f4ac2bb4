import GRDB

/// The one row that says who may write.
enum Lock {
  static func current(_ database: Database) throws -> (info: LockInfo, start: String?)? {
    try Row.fetchOne(database, sql: "SELECT * FROM lock").map { row in
      let request = LockRequest(
        operation: row["operation"], who: row["who"], host: row["host"], pid: row["pid"], runURL: row["run_url"])
      return (LockInfo(id: row["lock_id"], request: request, since: Timestamp(seconds: row["since"])), row["process_start"])
    }
  }

  /// Takes the lock; from a holder on this host whose process is gone it is taken over.
  static func acquire(_ lock: LockInfo, _ database: Database) throws -> LockInfo {
    var lock = lock
    if let held = try current(database) {
      guard held.info.request.host == lock.request.host, ProcessLife.isGone(pid: held.info.request.pid, start: held.start) else {
        throw StateError.locked(held.info)
      }
      lock.tookOverFrom = held.info.request
    }
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO lock (id, lock_id, operation, who, host, pid, process_start, run_url, since)
        VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        lock.id, lock.request.operation, lock.request.who, lock.request.host, lock.request.pid,
        ProcessLife.startMark(of: lock.request.pid), lock.request.runURL, lock.since.seconds,
      ])
    return lock
  }

  static func release(_ lock: LockInfo, _ database: Database) throws {
    let held = try current(database)?.info
    guard held?.id == lock.id else { throw StateError.notTheHolder(held) }
    try database.execute(sql: "DELETE FROM lock")
  }
}
