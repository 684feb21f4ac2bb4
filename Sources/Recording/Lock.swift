import GRDB

/// The one row that says who may write.
enum Lock {
  static func current(_ database: Database) throws -> HeldLock? {
    let row = try Row.fetchOne(
      database, sql: "SELECT lock_id, operation, who, host, pid, run_url, since, process_start FROM lock")
    guard let row else { return nil }
    let request = LockRequest(
      operation: try row.decode(atIndex: 1), who: try row.decode(atIndex: 2), host: try row.decode(atIndex: 3),
      pid: try row.decode(atIndex: 4), runURL: try row.decode(atIndex: 5))
    return HeldLock(
      info: LockInfo(
        id: try row.decode(atIndex: 0), request: request, since: Timestamp(seconds: try row.decode(atIndex: 6))),
      process: try row.decode(String?.self, atIndex: 7).flatMap(ProcessMark.init))
  }

  static func acquire(_ lock: LockInfo, _ database: Database) throws -> LockInfo {
    let taken = try HeldLock.taking(lock, from: try current(database))
    let request = taken.info.request
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO lock (id, lock_id, operation, who, host, pid, process_start, run_url, since)
        VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        taken.info.id, request.operation, request.who, request.host, request.pid, taken.process?.description, request.runURL,
        taken.info.since.seconds,
      ])
    return taken.info
  }

  static func release(_ lock: LockInfo, _ database: Database) throws {
    try HeldLock.checkHolder(lock, try current(database))
    try database.execute(sql: "DELETE FROM lock")
  }
}
