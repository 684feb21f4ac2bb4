import GRDB
import Resources

/// Reads and writes what replacements have left over. Whoever writes moves the sum of all records and the serial.
enum DeposedRows {
  /// Ordered by address and name, with their checksums proven. A file of an older format has none.
  static func all(_ database: Database) throws -> [StoredDeposed] {
    guard try Schema.hasTable("deposed", database) else { return [] }
    let rows = try Row.fetchAll(
      database,
      sql: "SELECT address, name, scope, arn, declared, observed, run, checksum FROM deposed ORDER BY address, scope, name")
    return try rows.map { row in
      let stored = StoredResource(
        address: try row.decode(atIndex: 0), name: try row.decode(atIndex: 1), scope: try row.decode(atIndex: 2),
        arn: try row.decode(atIndex: 3), declared: try row.decode(atIndex: 4), observed: try row.decode(atIndex: 5))
      let deposed = StoredDeposed(stored: stored, run: try row.decode(atIndex: 6))
      guard try row.decode(Int64.self, atIndex: 7) == deposed.checksum else {
        throw Damage("the record of what was left over at \"\(stored.address)\" was changed by something else")
      }
      return deposed
    }
  }

  /// Returns what the sum of all records grows by.
  static func insert(_ deposed: StoredDeposed, _ database: Database) throws -> Int64 {
    let stored = deposed.stored
    try database.execute(
      sql: """
        INSERT INTO deposed (address, name, scope, arn, run, checksum, declared, observed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        stored.address, stored.name, stored.scope, stored.arn, deposed.run, deposed.checksum, stored.declared, stored.observed,
      ])
    return deposed.checksum
  }

  /// Takes away those that `isGone` says; returns what the sum of all records grows by.
  static func remove(_ database: Database, where isGone: (StoredDeposed) -> Bool) throws -> Int64 {
    var grown: Int64 = 0
    for deposed in try all(database) where isGone(deposed) {
      try database.execute(
        sql: "DELETE FROM deposed WHERE address = ? AND name = ? AND scope IS ?",
        arguments: [deposed.stored.address, deposed.stored.name, deposed.stored.scope])
      grown &-= deposed.checksum
    }
    return grown
  }
}
