import GRDB
import JSONDocument
import Resources

/// Reads and writes resources and revisions.
enum Records {
  /// Everything, checked against the sums: what was damaged is never read as a value.
  static func state(_ database: Database) throws -> RecordedState {
    let meta = try Meta.read(database)
    let deposed = try DeposedRows.all(database)
    let sum = deposed.reduce(meta.resourceSum) { $0 &- $1.checksum }
    let seal = try StateSeal(database)
    return RecordedState(
      version: meta.version, resources: try resources(database, sum: sum, seal),
      revisions: try revisions(database, sum: meta.revisionSum, seal), deposed: try deposed.map { try $0.deposed(seal) })
  }

  // MARK: Resources

  private static func resources(_ database: Database, sum: Int64, _ seal: StateSeal) throws -> [RecordedResource] {
    var found: Int64 = 0
    var resources: [RecordedResource] = []
    for stored in try storedResources(database) {
      found &+= stored.checksum
      resources.append(try stored.resource(seal))
    }
    guard found == sum else { throw Damage("records of resources are missing") }
    return resources
  }

  /// As they lie in the file, each checked against its sum.
  static func storedResources(_ database: Database) throws -> [StoredResource] {
    var resources: [StoredResource] = []
    let rows = try Row.fetchCursor(
      database, sql: "SELECT address, name, scope, arn, checksum, declared, observed FROM resources")
    while let row = try rows.next() {
      let stored = StoredResource(
        address: try row.decode(atIndex: 0), name: try row.decode(atIndex: 1), scope: try row.decode(atIndex: 2),
        arn: try row.decode(atIndex: 3), declared: try row.decode(atIndex: 5), observed: try row.decode(atIndex: 6))
      guard try row.decode(Int64.self, atIndex: 4) == stored.checksum else {
        throw Damage("the record of \"\(stored.address)\" was changed by something else")
      }
      resources.append(stored)
    }
    return resources
  }

  /// Writes the resource; the serial moves only when that changes anything. A record of another object in its place becomes
  /// deposed by `run`.
  static func write(_ resource: RecordedResource, replacingIn run: Int?, _ database: Database) throws {
    let stored = StoredResource(resource)
    var grown: Int64 = 0
    if let old = try storedResource(at: stored.address, database), !old.isSameObject(as: stored), old.hasObject,
      try !isRecorded(old, otherwiseThanAt: stored.address, database)
    {
      grown = try DeposedRows.insert(StoredDeposed(stored: old, run: run), database)
    }
    try put(stored, growing: grown, database)
  }

  /// Writes down what was left over from the start; not what an address stands for.
  static func depose(_ deposed: DeposedResource, _ database: Database) throws {
    let row = try StoredDeposed(deposed, StateSeal(database))
    let stands = try String.fetchAll(
      database, sql: "SELECT address FROM resources WHERE name = ? AND scope IS ?",
      arguments: [row.stored.name, row.stored.scope]
    ).contains { StoredResource.kind(of: $0) == row.stored.kind }
    guard !stands else { return }
    let before = try DeposedRows.remove(database) { $0.isObject(row.stored.name, row.stored.scope, at: row.stored.address) }
    try moveSerial(growing: before &+ (try DeposedRows.insert(row, database)), database)
  }

  /// An object that an address stands for is deposed no longer.
  private static func put(_ plain: StoredResource, growing deposed: Int64, _ database: Database) throws {
    let taken = try DeposedRows.remove(database) { $0.isObject(plain.name, plain.scope, at: plain.address) }
    let old = try checksum(ofResourceAt: plain.address, database)
    let seal = try StateSeal(database)
    // What is sealed anew looks different each time.
    let isSame =
      seal.isNone ? old == plain.checksum : try storedResource(at: plain.address, database)?.opened(seal) == plain
    guard !isSame || taken != 0 || deposed != 0 else { return }
    let stored = try plain.sealed(seal)
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO resources (address, name, scope, arn, checksum, declared, observed) VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        stored.address, stored.name, stored.scope, stored.arn, stored.checksum, stored.declared, stored.observed,
      ])
    try moveSerial(growing: stored.checksum &- (old ?? 0) &+ taken &+ deposed, database)
  }

  /// Removes the record of the object, or what is left over of it; a record that has come to stand for another object stays.
  static func remove(_ address: Address, _ identity: ResourceIdentity, _ database: Database) throws {
    let left = try DeposedRows.remove(database) { deposed in
      deposed.stored.address == address.description
        && deposed.isObject(identity.name, identity.scope, at: address.description)
    }
    let old = try checksum(ofResourceAt: address.description, database)
    try database.execute(
      sql: "DELETE FROM resources WHERE address = ? AND name = ? AND scope IS ?",
      arguments: [address.description, identity.name, identity.scope])
    let gone = database.changesCount > 0 ? old ?? 0 : 0
    if gone != 0 || left != 0 { try moveSerial(growing: left &- gone, database) }
  }

  /// A record that is to go must be there: whoever asks has looked before.
  static func edit(_ edit: StateEdit, _ database: Database) throws {
    for address in edit.removed {
      guard let old = try checksum(ofResourceAt: address.description, database) else {
        throw Misuse("nothing is recorded at \(address)")
      }
      try database.execute(sql: "DELETE FROM resources WHERE address = ?", arguments: [address.description])
      try moveSerial(growing: 0 &- old, database)
    }
    for resource in edit.written { try put(StoredResource(resource), growing: 0, database) }
    if let deposed = edit.deposed {
      var grown = try DeposedRows.remove(database) { _ in true }
      let seal = try StateSeal(database)
      for deposed in deposed { grown &+= try DeposedRows.insert(StoredDeposed(deposed, seal), database) }
      if grown != 0 { try moveSerial(growing: grown, database) }
    }
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

  private static func storedResource(at address: String, _ database: Database) throws -> StoredResource? {
    let row = try Row.fetchOne(
      database, sql: "SELECT name, scope, arn, declared, observed, checksum FROM resources WHERE address = ?",
      arguments: [address])
    guard let row else { return nil }
    let stored = StoredResource(
      address: address, name: try row.decode(atIndex: 0), scope: try row.decode(atIndex: 1), arn: try row.decode(atIndex: 2),
      declared: try row.decode(atIndex: 3), observed: try row.decode(atIndex: 4))
    guard try row.decode(Int64.self, atIndex: 5) == stored.checksum else {
      throw Damage("the record of \"\(address)\" was changed by something else")
    }
    return stored
  }

  /// Another address stands for the object: its file has a new name.
  private static func isRecorded(_ stored: StoredResource, otherwiseThanAt address: String, _ database: Database) throws -> Bool {
    try String.fetchAll(
      database, sql: "SELECT address FROM resources WHERE name = ? AND scope IS ? AND address <> ?",
      arguments: [stored.name, stored.scope, address]
    ).contains { StoredResource.kind(of: $0) == stored.kind }
  }

  private static func moveSerial(growing grown: Int64, _ database: Database) throws {
    var meta = try Meta.read(database)
    meta.serial += 1
    meta.resourceSum &+= grown
    try meta.write(database)
  }

  // MARK: Revisions

  private static func revisions(_ database: Database, sum: Int64, _ seal: StateSeal) throws -> [String: [RecordedRevision]] {
    var found: Int64 = 0
    var revisions: [String: [RecordedRevision]] = [:]
    let rows = try Row.fetchCursor(
      database, sql: "SELECT arn, family, number, fingerprint, content_checksum, checksum, content FROM revisions")
    while let row = try rows.next() {
      let stored = StoredRevision(
        arn: try row.decode(atIndex: 0), family: try row.decode(atIndex: 1), number: try row.decode(atIndex: 2),
        fingerprint: try row.decode(atIndex: 3), contentChecksum: try row.decode(atIndex: 4))
      guard try row.decode(Int64.self, atIndex: 5) == stored.checksum, let revision = try stored.revision(seal) else {
        throw Damage("the record of the revision \"\(stored.arn)\" was changed by something else")
      }
      guard Checksum.of(try row.decode(String.self, atIndex: 6)) == stored.contentChecksum else {
        throw Damage("the kept content of the revision \"\(stored.arn)\" was changed by something else")
      }
      found &+= stored.checksum
      revisions[stored.family, default: []].append(revision)
    }
    guard found == sum else { throw Damage("records of revisions are missing") }
    return revisions.mapValues { $0.sorted { $0.number > $1.number } }
  }

  static func keep(_ revisions: [Revision], _ database: Database) throws {
    var added: Int64 = 0
    let seal = try StateSeal(database)
    for revision in revisions {
      let content = try seal.seal(revision.content.text(), for: StoredRevision.place("content", revision.arn))
      let stored = StoredRevision(
        arn: revision.arn, family: revision.family, number: revision.number,
        fingerprint: try seal.seal(revision.fingerprint.hex, for: StoredRevision.place("fingerprint", revision.arn)),
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
    let content = try? StateSeal(database).open(text, for: StoredRevision.place("content", arn))
    return content.flatMap { try? JSON(text: $0) }
  }
}
