import GRDB
import JSONDocument
import Resources

/// A whole state as rows: read for a snapshot, and written from one.
enum SnapshotRows {
  // MARK: Reading

  /// Rows that something else changed are never sent on: they are checked against their sums.
  static func read(fence: Int, _ database: Database) throws -> SnapshotText {
    let meta = try Meta.read(database)
    var text = SnapshotText(meta: meta, fence: fence, header: try StateKeyHeader.read(database))
    let deposed = try DeposedRows.all(database)
    text.resources = try resources(database, sum: deposed.reduce(meta.resourceSum) { $0 &- $1.checksum })
    text.deposed = deposed.map(SnapshotText.deposed)
    text.revisions = try revisions(database)
    text.open = try open(database)
    let kept = try Journal.history(limit: StateSnapshot.keptRuns, database)
    let oldest = kept.last?.id.number ?? 0
    let others = Set(text.open.map(\.run.number)).filter { $0 < oldest }
    text.runs = kept + (others.isEmpty ? [] : try Journal.history(limit: .max, database).filter { others.contains($0.id.number) })
    return text
  }

  private static func resources(_ database: Database, sum: Int64) throws -> [String] {
    var found: Int64 = 0
    var texts: [String] = []
    let rows = try Row.fetchCursor(
      database, sql: "SELECT address, name, scope, arn, declared, observed, checksum FROM resources ORDER BY address")
    while let row = try rows.next() {
      let stored = StoredResource(
        address: try row.decode(atIndex: 0), name: try row.decode(atIndex: 1), scope: try row.decode(atIndex: 2),
        arn: try row.decode(atIndex: 3), declared: try row.decode(atIndex: 4), observed: try row.decode(atIndex: 5))
      guard try row.decode(Int64.self, atIndex: 6) == stored.checksum else {
        throw Damage("the record of \"\(stored.address)\" was changed by something else")
      }
      found &+= stored.checksum
      texts.append(SnapshotText.resource(stored))
    }
    guard found == sum else { throw Damage("records of resources are missing") }
    return texts
  }

  private static func revisions(_ database: Database) throws -> [String] {
    var texts: [String] = []
    let rows = try Row.fetchCursor(
      database,
      sql: "SELECT arn, family, number, fingerprint, content_checksum, content FROM revisions ORDER BY family, number")
    while let row = try rows.next() {
      let stored = StoredRevision(
        arn: try row.decode(atIndex: 0), family: try row.decode(atIndex: 1), number: try row.decode(atIndex: 2),
        fingerprint: try row.decode(atIndex: 3), contentChecksum: try row.decode(atIndex: 4))
      let content: String = try row.decode(atIndex: 5)
      guard Checksum.of(content) == stored.contentChecksum else {
        throw Damage("the kept content of the revision \"\(stored.arn)\" was changed by something else")
      }
      texts.append(SnapshotText.revision(stored, content: content))
    }
    return texts
  }

  private static func open(_ database: Database) throws -> [StateSnapshot.OpenOperation] {
    let rows = try Row.fetchAll(database, sql: "SELECT id, run FROM operations WHERE finished_at IS NULL")
    let runs = Dictionary(
      try rows.map { (try $0.decode(Int.self, atIndex: 0), RunID(try $0.decode(atIndex: 1))) }, uniquingKeysWith: { $1 })
    return try Journal.unfinished(database).compactMap { operation in
      runs[operation.id.number].map { StateSnapshot.OpenOperation(operation: operation, run: $0) }
    }
  }

  // MARK: Writing

  /// Puts the snapshot in the place of what is there, sealed as `header` says. Revisions that only this machine has read are
  /// kept: they are facts.
  static func replace(with snapshot: StateSnapshot, _ header: StateKeyHeader?, _ database: Database) throws {
    if try StateKeyHeader.read(database) != header {
      try database.execute(sql: "PRAGMA secure_delete = ON; DELETE FROM revisions")
      var meta = try Meta.read(database)
      meta.revisionSum = 0
      try meta.write(database)
      try StateKeyHeader.write(header, database)
    }
    for table in ["operations", "runs", "resources", "deposed", "lock", "sqlite_sequence"] {
      try database.execute(sql: "DELETE FROM \(table)")
    }
    try JournalSums.reset(database)
    var meta = try Meta.read(database)
    meta.lineage = snapshot.document.version.lineage
    meta.serial = snapshot.document.version.serial
    meta.resourceSum = 0
    try meta.write(database)
    try insert(snapshot.document.resources, snapshot.document.deposed, database)
    let known = Set(try String.fetchAll(database, sql: "SELECT arn FROM revisions"))
    try Records.keep(snapshot.document.revisions.filter { !known.contains($0.arn) }, database)
    for run in snapshot.runs.reversed() { try insert(run, database) }
    for open in snapshot.open { try insert(open, database) }
  }

  private static func insert(
    _ resources: [RecordedResource], _ deposed: [DeposedResource], _ database: Database
  ) throws {
    var meta = try Meta.read(database)
    let seal = try StateSeal(database)
    for deposed in deposed { meta.resourceSum &+= try DeposedRows.insert(StoredDeposed(deposed, seal), database) }
    for resource in resources {
      let stored = try StoredResource(resource).sealed(seal)
      try database.execute(
        sql: """
          INSERT INTO resources (address, name, scope, arn, checksum, declared, observed) VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          stored.address, stored.name, stored.scope, stored.arn, stored.checksum, stored.declared, stored.observed,
        ])
      meta.resourceSum &+= stored.checksum
    }
    try meta.write(database)
  }

  private static func insert(_ run: RunRecord, _ database: Database) throws {
    let description = run.description
    try database.execute(
      sql: """
        INSERT INTO runs (id, operation, who, image_tags, source_commit, run_url, started_at, finished_at, result, summary,
          verdicts, serial_before, serial_after, plan, durations, targets, images, objects, executes, reason, deed,
          window_override)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        run.id.number, description.operation, description.who, JSON.named(description.imageTags).text(), description.sourceCommit,
        description.runURL, run.startedAt.seconds, run.finishedAt?.seconds, run.outcome?.result.rawValue, run.outcome?.summary,
        run.outcome.map { JSON.named($0.verdicts).text() }, run.serialBefore, run.serialAfter,
        description.plan, run.outcome.map { JSON.named($0.durations).text() },
        JSON.strings(description.targets).text(), run.outcome?.images?.json.text(),
        run.outcome.map { JSON.named($0.objects).text() }, description.executes.map { JSON.named($0).text() },
        description.reason, description.deed, description.windowOverride,
      ])
    try JournalSums.seal(.runs, run.id.number, database)
  }

  private static func insert(_ open: StateSnapshot.OpenOperation, _ database: Database) throws {
    let intent = open.operation.intent
    try database.execute(
      sql: """
        INSERT INTO operations (id, run, address, name, scope, verb, token, declared, started_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        open.operation.id.number, open.run.number, intent.address.description, intent.identity.name, intent.identity.scope,
        intent.verb.rawValue, intent.token,
        try StateSeal(database).seal(intent.declared.text(), for: Journal.place(intent.address.description, intent.token)),
        open.operation.startedAt.seconds,
      ])
    try JournalSums.seal(.operations, open.operation.id.number, database)
  }
}
