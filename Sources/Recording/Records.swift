import GRDB
import JSONDocument
import Resources

/// Reads and writes resources and revisions.
enum Records {
  static func version(_ database: Database) throws -> StateVersion? {
    try Row.fetchOne(database, sql: "SELECT lineage, serial FROM meta").map {
      StateVersion(lineage: $0["lineage"], serial: $0["serial"])
    }
  }

  static func resources(_ database: Database) throws -> [RecordedResource] {
    try Row.fetchAll(database, sql: "SELECT * FROM resources ORDER BY address").map(resource)
  }

  private static func resource(_ row: Row) throws -> RecordedResource {
    let text: String = row["address"]
    guard let address = Address(text) else {
      throw StateError.damaged(path: "", what: "the address \"\(text)\" is of no known kind")
    }
    return RecordedResource(
      address: address, identity: ResourceIdentity(address.kind, name: row["name"], scope: row["scope"]),
      declared: try document(row["declared"], text), observed: try document(row["observed"], text), arn: row["arn"])
  }

  private static func document(_ text: String, _ address: String) throws -> JSON {
    do {
      return try JSON(text: text)
    } catch {
      throw StateError.damaged(path: "", what: "the record of \(address) is no JSON")
    }
  }

  static func revisions(_ database: Database) throws -> [String: [RecordedRevision]] {
    var revisions: [String: [RecordedRevision]] = [:]
    let rows = try Row.fetchCursor(
      database, sql: "SELECT arn, family, number, fingerprint FROM revisions ORDER BY family, number DESC")
    while let row = try rows.next() {
      guard let fingerprint = ContentDigest(hex: row["fingerprint"]) else { continue }
      let family: String = row["family"]
      revisions[family, default: []].append(
        RecordedRevision(arn: row["arn"], family: family, number: row["number"], fingerprint: fingerprint))
    }
    return revisions
  }

  static func keep(_ revision: Revision, _ database: Database) throws {
    try database.execute(
      sql: "INSERT OR IGNORE INTO revisions (arn, family, number, fingerprint, content) VALUES (?, ?, ?, ?, ?)",
      arguments: [revision.arn, revision.family, revision.number, revision.fingerprint.hex, revision.content.text()])
  }

  /// Writes the resource; the serial moves only when that changes anything.
  static func write(_ resource: RecordedResource, _ database: Database) throws {
    let declared = resource.declared.text()
    let observed = resource.observed.text()
    let same = try Row.fetchOne(
      database, sql: "SELECT * FROM resources WHERE address = ?", arguments: [resource.address.description])
    if let same, same["declared"] == declared, same["observed"] == observed, same["arn"] == resource.arn,
      same["name"] == resource.identity.name, same["scope"] == resource.identity.scope
    {
      return
    }
    try moveSerial(database)
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO resources (address, name, scope, declared, observed, arn, serial)
        VALUES (?, ?, ?, ?, ?, ?, (SELECT serial FROM meta))
        """,
      arguments: [
        resource.address.description, resource.identity.name, resource.identity.scope, declared, observed, resource.arn,
      ])
  }

  /// Removes the record of the object; a record that has come to stand for another object stays.
  static func remove(_ address: Address, name: String, scope: String?, _ database: Database) throws {
    try database.execute(
      sql: "DELETE FROM resources WHERE address = ? AND name = ? AND scope IS ?",
      arguments: [address.description, name, scope])
    if database.changesCount > 0 { try moveSerial(database) }
  }

  private static func moveSerial(_ database: Database) throws {
    try database.execute(sql: "UPDATE meta SET serial = serial + 1")
  }
}
