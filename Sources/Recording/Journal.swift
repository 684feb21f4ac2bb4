import GRDB
import JSONDocument
import Resources

/// Runs and the operations in them: intent before the call, result after it.
enum Journal {
  static func begin(_ run: RunDescription, at now: Timestamp, _ database: Database) throws -> RunID {
    try database.execute(
      sql: """
        INSERT INTO runs (operation, who, image_tags, source_commit, run_url, plan, targets, executes, reason,
          deed, window_override, started_at, serial_before)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        run.operation, run.who, JSON.named(run.imageTags).text(), run.sourceCommit, run.runURL, run.plan,
        JSON.strings(run.targets).text(), run.executes.map { JSON.named($0).text() }, run.reason, run.deed, run.windowOverride,
        now.seconds,
        try Meta.read(database).serial,
      ])
    let id = Int(database.lastInsertedRowID)
    try JournalSums.seal(.runs, id, database)
    return RunID(id)
  }

  static func finish(_ id: RunID, _ outcome: RunOutcome, at now: Timestamp, _ database: Database) throws {
    try database.execute(
      sql: """
        UPDATE runs SET finished_at = ?, result = ?, summary = ?, verdicts = ?, durations = ?, images = ?, objects = ?,
          serial_after = ?
        WHERE id = ? AND finished_at IS NULL
        """,
      arguments: [
        now.seconds, outcome.result.rawValue, outcome.summary, JSON.named(outcome.verdicts).text(),
        JSON.named(outcome.durations).text(), outcome.images?.json.text(), JSON.named(outcome.objects).text(),
        try Meta.read(database).serial, id.number,
      ])
    guard database.changesCount == 1 else { throw Misuse("run \(id.number) is not open") }
    try JournalSums.seal(.runs, id.number, database)
  }

  static func begin(_ intent: OperationIntent, in run: RunID, at now: Timestamp, _ database: Database) throws -> OperationID {
    try database.execute(
      sql: """
        INSERT INTO operations (run, address, name, scope, verb, token, declared, started_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        run.number, intent.address.description, intent.identity.name, intent.identity.scope, intent.verb.rawValue, intent.token,
        try StateSeal(database).seal(intent.declared.text(), for: place(intent.address.description, intent.token)), now.seconds,
      ])
    let id = Int(database.lastInsertedRowID)
    try JournalSums.seal(.operations, id, database)
    return OperationID(id)
  }

  static func place(_ address: String, _ token: String) -> String { "what was begun at \(address), \(token)" }

  /// The declared attributes are kept only while the operation is open: afterwards the record has them.
  static func complete(_ id: OperationID, _ result: OperationResult, at now: Timestamp, _ database: Database) throws {
    let (word, message) = words(for: result)
    try database.execute(
      sql: """
        UPDATE operations SET finished_at = ?, result = ?, message = ?, declared = NULL WHERE id = ? AND finished_at IS NULL
        """,
      arguments: [now.seconds, word, message, id.number])
    guard database.changesCount == 1 else { throw Misuse("operation \(id.number) is not open") }
    try JournalSums.seal(.operations, id.number, database)
    switch result {
    case .recorded(let resource, let revision):
      if let revision { try Records.keep([revision], database) }
      try Records.write(resource, replacingIn: try run(of: id, database), database)
    case .deposed(let resource, let revision):
      if let revision { try Records.keep([revision], database) }
      try Records.depose(DeposedResource(resource, replacedIn: try run(of: id, database)), database)
    case .removed(let address, let identity): try Records.remove(address, identity, database)
    case .failed: break
    }
  }

  private static func run(of id: OperationID, _ database: Database) throws -> Int? {
    try Int.fetchOne(database, sql: "SELECT run FROM operations WHERE id = ?", arguments: [id.number])
  }

  private static func words(for result: OperationResult) -> (word: String, message: String?) {
    switch result {
    case .recorded, .deposed, .removed: ("done", nil)
    case .failed(let message): ("failed", message)
    }
  }

  static func unfinished(_ database: Database) throws -> [UnfinishedOperation] {
    try JournalSums.checkOpen(database)
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT id, address, name, scope, verb, token, declared, started_at FROM operations WHERE finished_at IS NULL ORDER BY id
        """)
    let seal = try rows.isEmpty ? .none : StateSeal(database)
    return try rows.map { row in
      let id: Int = try row.decode(atIndex: 0)
      let place = Self.place(try row.decode(atIndex: 1), try row.decode(atIndex: 5))
      guard let address = Address(recorded: try row.decode(atIndex: 1)),
        let verb = OperationIntent.Verb(rawValue: try row.decode(atIndex: 4)),
        let declared = try row.decode(String?.self, atIndex: 6).flatMap({ try? JSON(text: try seal.open($0, for: place)) })
      else { throw Damage("the journal's operation \(id) cannot be read") }
      let identity = ResourceIdentity(address.kind, name: try row.decode(atIndex: 2), scope: try row.decode(atIndex: 3))
      return UnfinishedOperation(
        id: OperationID(id),
        intent: OperationIntent(
          address: address, identity: identity, verb: verb, token: try row.decode(atIndex: 5), declared: declared),
        startedAt: Timestamp(seconds: try row.decode(atIndex: 7)))
    }
  }

  static func history(limit: Int, _ database: Database) throws -> [RunRecord] {
    try JournalSums.check(.runs, "ORDER BY id DESC LIMIT \(limit)", database)
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT id, operation, who, image_tags, source_commit, run_url, started_at, finished_at, result, summary, verdicts,
          serial_before, serial_after, plan, durations, targets, images, objects, executes, reason, deed, window_override
        FROM runs ORDER BY id DESC LIMIT ?
        """, arguments: [limit])
    return try rows.map(record)
  }

  private static func record(_ row: Row) throws -> RunRecord {
    RunRecord(
      id: RunID(try row.decode(atIndex: 0)),
      description: RunDescription(
        operation: try row.decode(atIndex: 1), who: try row.decode(atIndex: 2),
        imageTags: document(try row.decode(atIndex: 3)).namedTexts, sourceCommit: try row.decode(atIndex: 4),
        runURL: try row.decode(atIndex: 5), plan: try row.decode(atIndex: 13),
        targets: document(try row.decode(String?.self, atIndex: 15)).arrayValue?.compactMap(\.stringValue) ?? [],
        executes: try row.decode(String?.self, atIndex: 18).map { document($0).namedLists },
        reason: try row.decode(atIndex: 19), deed: try row.decode(atIndex: 20), windowOverride: try row.decode(atIndex: 21)),
      startedAt: Timestamp(seconds: try row.decode(atIndex: 6)),
      finishedAt: try row.decode(Int64?.self, atIndex: 7).map { Timestamp(seconds: $0) },
      outcome: try outcome(row), serialBefore: try row.decode(atIndex: 11), serialAfter: try row.decode(atIndex: 12))
  }

  private static func outcome(_ row: Row) throws -> RunOutcome? {
    guard let result = try row.decode(String?.self, atIndex: 8) else { return nil }
    return RunOutcome(
      result: RunResult(rawValue: result), summary: try row.decode(String?.self, atIndex: 9) ?? "",
      verdicts: document(try row.decode(atIndex: 10)).namedTexts,
      durations: document(try row.decode(String?.self, atIndex: 14)).namedNumbers,
      images: try row.decode(String?.self, atIndex: 16).map { [RolledOutImage](document($0)) },
      objects: document(try row.decode(String?.self, atIndex: 17)).namedTexts)
  }

  private static func document(_ text: String?) -> JSON { text.flatMap { try? JSON(text: $0) } ?? .null }
}

/// A call that the journal's order does not allow: a bug of ours.
struct Misuse: Error {
  let what: String

  init(_ what: String) {
    self.what = what
  }
}
