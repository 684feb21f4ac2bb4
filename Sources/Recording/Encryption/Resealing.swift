import GRDB

/// Seals every value of a state with another key, in one transaction.
enum Resealing {
  /// `header`: what they are sealed with from now on; nil: they are not.
  static func reseal(_ database: Database, under header: StateKeyHeader?) throws {
    let (before, after) = (try StateSeal(database), try header.map(StateSeal.init) ?? .none)
    var meta = try Meta.read(database)
    meta.resourceSum = 0
    let deposed = try DeposedRows.all(database)
    _ = try DeposedRows.remove(database) { _ in true }
    for deposed in deposed {
      let stored = try deposed.stored.opened(before).sealed(after)
      meta.resourceSum &+= try DeposedRows.insert(StoredDeposed(stored: stored, run: deposed.run), database)
    }
    for stored in try Records.storedResources(database) {
      let sealed = try stored.opened(before).sealed(after)
      try database.execute(
        sql: "UPDATE resources SET declared = ?, observed = ?, checksum = ? WHERE address = ?",
        arguments: [sealed.declared, sealed.observed, sealed.checksum, sealed.address])
      meta.resourceSum &+= sealed.checksum
    }
    meta.revisionSum = try revisions(database, before, after)
    try operations(database, before, after)
    try meta.write(database)
    try StateKeyHeader.write(header, database)
  }

  private static func revisions(_ database: Database, _ before: StateSeal, _ after: StateSeal) throws -> Int64 {
    var sum: Int64 = 0
    for row in try Row.fetchAll(database, sql: "SELECT arn, family, number, fingerprint, content FROM revisions") {
      let arn: String = try row.decode(atIndex: 0)
      func resealed(_ member: String, _ index: Int) throws -> String {
        let place = StoredRevision.place(member, arn)
        return try after.seal(before.open(try row.decode(atIndex: index), for: place), for: place)
      }
      let content = try resealed("content", 4)
      let stored = StoredRevision(
        arn: arn, family: try row.decode(atIndex: 1), number: try row.decode(atIndex: 2),
        fingerprint: try resealed("fingerprint", 3), contentChecksum: Checksum.of(content))
      try database.execute(
        sql: "UPDATE revisions SET fingerprint = ?, content_checksum = ?, checksum = ?, content = ? WHERE arn = ?",
        arguments: [stored.fingerprint, stored.contentChecksum, stored.checksum, content, arn])
      sum &+= stored.checksum
    }
    return sum
  }

  private static func operations(_ database: Database, _ before: StateSeal, _ after: StateSeal) throws {
    let rows = try Row.fetchAll(
      database, sql: "SELECT id, address, token, declared FROM operations WHERE declared IS NOT NULL")
    for row in rows {
      let place = Journal.place(try row.decode(atIndex: 1), try row.decode(atIndex: 2))
      let sealed = try after.seal(before.open(try row.decode(atIndex: 3), for: place), for: place)
      let id: Int = try row.decode(atIndex: 0)
      try database.execute(sql: "UPDATE operations SET declared = ? WHERE id = ?", arguments: [sealed, id])
      try JournalSums.seal(.operations, id, database)
    }
  }
}
