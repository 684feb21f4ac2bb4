import GRDB
import JSONDocument
import Resources

/// Reads and writes resources and revisions.
enum Records {
  /// Everything, checked against the sums: what was damaged is never read as a value.
  static func state(_ database: Database) throws -> RecordedState {
    let meta = try Meta.read(database)
    return RecordedState(
      version: meta.version, resources: try resources(database, sum: meta.resourceSum),
      revisions: try revisions(database, sum: meta.revisionSum))
  }

  // MARK: Resources

  private static func resources(_ database: Database, sum: Int64) throws -> [RecordedResource] {
    var found: Int64 = 0
    var resources: [RecordedResource] = []
    let rows = try Row.fetchCursor(
      database, sql: "SELECT address, name, scope, arn, checksum, declared, observed FROM resources")
    while let row = try rows.next() {
      let stored = StoredResource(
        address: try row.decode(atIndex: 0), name: try row.decode(atIndex: 1), scope: try row.decode(atIndex: 2),
        arn: try row.decode(atIndex: 3), declared: try row.decode(atIndex: 5), observed: try row.decode(atIndex: 6))
      guard try row.decode(Int64.self, atIndex: 4) == stored.checksum else {
        throw Damage("the record of \"\(stored.address)\" was changed by something else")
      }
      found &+= stored.checksum
      resources.append(try stored.resource())
    }
    guard found == sum else { throw Damage("records of resources are missing") }
    return resources
  }

  /// Writes the resource; the serial moves only when that changes anything.
  static func write(_ resource: RecordedResource, _ database: Database) throws {
    let stored = StoredResource(resource)
    let old = try checksum(ofResourceAt: stored.address, database)
    guard old != stored.checksum else { return }
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO resources (address, name, scope, arn, checksum, declared, observed) VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        stored.address, stored.name, stored.scope, stored.arn, stored.checksum, stored.declared, stored.observed,
      ])
    try moveSerial(from: old ?? 0, to: stored.checksum, database)
  }

  /// Removes the record of the object; a record that has come to stand for another object stays.
  static func remove(_ address: Address, _ identity: ResourceIdentity, _ database: Database) throws {
    guard let old = try checksum(ofResourceAt: address.description, database) else { return }
    try database.execute(
      sql: "DELETE FROM resources WHERE address = ? AND name = ? AND scope IS ?",
      arguments: [address.description, identity.name, identity.scope])
    if database.changesCount > 0 { try moveSerial(from: old, to: 0, database) }
  }

  /// A record that is to go must be there: whoever asks has looked before.
  static func edit(_ edit: StateEdit, _ database: Database) throws {
    for address in edit.removed {
      guard let old = try checksum(ofResourceAt: address.description, database) else {
        throw Misuse("nothing is recorded at \(address)")
      }
      try database.execute(sql: "DELETE FROM resources WHERE address = ?", arguments: [address.description])
      try moveSerial(from: old, to: 0, database)
    }
    for resource in edit.written { try write(resource, database) }
    try keep(edit.revisions, database)
    guard let version = edit.version else { return }
    var meta = try Meta.read(database)
    meta.lineage = version.lineage
    meta.serial = version.serial
    try meta.write(database)
  }

  private static func checksum(ofResourceAt address: String, _ database: Database) throws -> Int64? {
    try Int64.fetchOne(database, sql: "SELECT checksum FROM resources WHERE address = ?", arguments: [address])
  }

  private static func moveSerial(from old: Int64, to new: Int64, _ database: Database) throws {
    var meta = try Meta.read(database)
    meta.serial += 1
    meta.resourceSum = meta.resourceSum &- old &+ new
    try meta.write(database)
  }

  // MARK: Revisions

  private static func revisions(_ database: Database, sum: Int64) throws -> [String: [RecordedRevision]] {
    var found: Int64 = 0
    var revisions: [String: [RecordedRevision]] = [:]
    let rows = try Row.fetchCursor(
      database, sql: "SELECT arn, family, number, fingerprint, content_checksum, checksum FROM revisions")
    while let row = try rows.next() {
      let stored = StoredRevision(
        arn: try row.decode(atIndex: 0), family: try row.decode(atIndex: 1), number: try row.decode(atIndex: 2),
        fingerprint: try row.decode(atIndex: 3), contentChecksum: try row.decode(atIndex: 4))
      guard try row.decode(Int64.self, atIndex: 5) == stored.checksum, let revision = stored.revision else {
        throw Damage("the record of the revision \"\(stored.arn)\" was changed by something else")
      }
      found &+= stored.checksum
      revisions[stored.family, default: []].append(revision)
    }
    guard found == sum else { throw Damage("records of revisions are missing") }
    return revisions.mapValues { $0.sorted { $0.number > $1.number } }
  }

  static func keep(_ revisions: [Revision], _ database: Database) throws {
    var added: Int64 = 0
    for revision in revisions {
      let content = revision.content.text()
      let stored = StoredRevision(
        arn: revision.arn, family: revision.family, number: revision.number, fingerprint: revision.fingerprint.hex,
        contentChecksum: Checksum.of(content))
      try database.execute(
        sql: """
          INSERT OR IGNORE INTO revisions (arn, family, number, fingerprint, content_checksum, checksum, content)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          stored.arn, stored.family, stored.number, stored.fingerprint, stored.contentChecksum, stored.checksum, content,
        ])
      if database.changesCount > 0 { added &+= stored.checksum }
    }
    guard added != 0 else { return }
    var meta = try Meta.read(database)
    meta.revisionSum &+= added
    try meta.write(database)
  }

  /// Nil when it is not kept, or is not what was kept: it can be had again from the provider.
  static func content(ofRevision arn: String, _ database: Database) throws -> JSON? {
    let statement = try database.cachedStatement(sql: "SELECT content, content_checksum FROM revisions WHERE arn = ?")
    guard let row = try Row.fetchOne(statement, arguments: [arn]), let text = try row.decode(String?.self, atIndex: 0),
      try row.decode(Int64.self, atIndex: 1) == Checksum.of(text)
    else { return nil }
    return try? JSON(text: text)
  }
}
