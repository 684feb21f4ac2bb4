import GRDB

/// The one row that says who may write.
enum Lock {
  static func current(_ database: Database) throws -> LockInfo? {
    let row = try Row.fetchOne(
      database, sql: "SELECT lock_id, operation, who, host, pid, run_url, since, process_start FROM lock")
    guard let row else { return nil }
    let request = LockRequest(
      operation: try row.decode(atIndex: 1), who: try row.decode(atIndex: 2), host: try row.decode(atIndex: 3),
      pid: try row.decode(atIndex: 4), runURL: try row.decode(atIndex: 5))
    var lock = LockInfo(
      id: try row.decode(atIndex: 0), request: request, since: Timestamp(seconds: try row.decode(atIndex: 6)))
    lock.process = try row.decode(String?.self, atIndex: 7).flatMap(ProcessMark.init)
    return lock
  }

  static func acquire(_ lock: LockInfo, _ database: Database) throws -> LockInfo {
    let taken = try LockRules.taking(lock, from: try current(database))
    let request = taken.request
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO lock (id, lock_id, operation, who, host, pid, process_start, run_url, since)
        VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        taken.id, request.operation, request.who, request.host, request.pid, taken.process?.description, request.runURL,
        taken.since.seconds,
      ])
    return taken
  }

  static func release(_ lock: LockInfo, _ database: Database) throws {
    try LockRules.checkHolder(lock, try current(database))
    try database.execute(sql: "DELETE FROM lock")
  }
}
