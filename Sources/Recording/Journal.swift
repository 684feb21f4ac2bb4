import GRDB
import JSONDocument
import Resources

/// Runs and the operations in them: intent before the call, result after it.
enum Journal {
  static func begin(_ run: RunDescription, at now: Timestamp, _ database: Database) throws -> RunID {
    try database.execute(
      sql: """
        INSERT INTO runs (operation, who, image_tags, source_commit, run_url, started_at, serial_before)
        VALUES (?, ?, ?, ?, ?, ?, (SELECT serial FROM meta))
        """,
      arguments: [run.operation, run.who, texts(run.imageTags), run.sourceCommit, run.runURL, now.seconds])
    return RunID(Int(database.lastInsertedRowID))
  }

  static func finish(_ id: RunID, _ outcome: RunOutcome, at now: Timestamp, _ database: Database) throws {
    try database.execute(
      sql: """
        UPDATE runs SET finished_at = ?, result = ?, summary = ?, verdicts = ?, serial_after = (SELECT serial FROM meta)
        WHERE id = ?
        """,
      arguments: [now.seconds, outcome.result, outcome.summary, texts(outcome.verdicts), id.number])
  }

  static func begin(_ intent: OperationIntent, in run: RunID, at now: Timestamp, _ database: Database) throws -> OperationID {
    try database.execute(
      sql: """
        INSERT INTO operations (run, address, name, scope, verb, token, content, started_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        run.number, intent.address.description, intent.identity.name, intent.identity.scope, intent.verb.rawValue, intent.token,
        intent.content.hex, now.seconds,
      ])
    return OperationID(Int(database.lastInsertedRowID))
  }

  static func complete(_ id: OperationID, _ result: OperationResult, at now: Timestamp, _ database: Database) throws {
    var word = "done"
    var message: String?
    switch result {
    case .recorded(let resource, let revision):
      if let revision { try Records.keep(revision, database) }
      try Records.write(resource, database)
    case .removed(let address):
      let row = try Row.fetchOne(database, sql: "SELECT name, scope FROM operations WHERE id = ?", arguments: [id.number])
      if let row { try Records.remove(address, name: row["name"], scope: row["scope"], database) }
    case .failed(let text):
      word = "failed"
      message = text
    }
    try database.execute(
      sql: "UPDATE operations SET finished_at = ?, result = ?, message = ? WHERE id = ?",
      arguments: [now.seconds, word, message, id.number])
  }

  static func unfinished(_ database: Database) throws -> [UnfinishedOperation] {
    try Row.fetchAll(database, sql: "SELECT * FROM operations WHERE finished_at IS NULL ORDER BY id").compactMap { row in
      guard let address = Address(row["address"]), let verb = OperationIntent.Verb(rawValue: row["verb"]),
        let content = ContentDigest(hex: row["content"])
      else { return nil }
      let identity = ResourceIdentity(address.kind, name: row["name"], scope: row["scope"])
      return UnfinishedOperation(
        id: OperationID(row["id"]),
        intent: OperationIntent(address: address, identity: identity, verb: verb, token: row["token"], content: content),
        startedAt: Timestamp(seconds: row["started_at"]))
    }
  }

  static func history(limit: Int, _ database: Database) throws -> [RunRecord] {
    try Row.fetchAll(database, sql: "SELECT * FROM runs ORDER BY id DESC LIMIT ?", arguments: [limit]).map { row in
      let result: String? = row["result"]
      let finished: Int64? = row["finished_at"]
      return RunRecord(
        id: RunID(row["id"]),
        description: RunDescription(
          operation: row["operation"], who: row["who"], imageTags: dictionary(row["image_tags"]),
          sourceCommit: row["source_commit"], runURL: row["run_url"]),
        startedAt: Timestamp(seconds: row["started_at"]), finishedAt: finished.map { Timestamp(seconds: $0) },
        outcome: result.map {
          RunOutcome(result: $0, summary: row["summary"] ?? "", verdicts: dictionary(row["verdicts"]))
        }, serialBefore: row["serial_before"], serialAfter: row["serial_after"])
    }
  }

  private static func texts(_ pairs: [String: String]) -> String {
    JSON.object(JSONObject(pairs.sorted { $0.key < $1.key }.map { JSONObject.Member(key: $0.key, value: .string($0.value)) }))
      .text()
  }

  private static func dictionary(_ text: String?) -> [String: String] {
    guard let members = text.flatMap({ try? JSON(text: $0) })?.objectValue else { return [:] }
    return Dictionary(members.compactMap { member in member.value.stringValue.map { (member.key, $0) } }) { $1 }
  }
}
