import GRDB

/// Checksums of the journal's rows, and their sums: that a run or an operation was changed or lost is noticed.
///
/// An operation that lost its row, or was read as finished, would be work that nobody looks for. The sum of open operations
/// is held against them whenever they are read; the others, of all rows, by an audit.
enum JournalSums {
  enum Table: String, CaseIterable {
    case runs, operations

    /// All of a row, in the order in which it is summed.
    fileprivate var columns: String {
      switch self {
      case .runs:
        "id, operation, who, image_tags, source_commit, run_url, plan, targets, started_at, finished_at, result, summary, "
          + "verdicts, durations, images, objects, executes, reason, deed, window_override, serial_before, serial_after"
      case .operations: "id, run, address, name, scope, verb, token, declared, started_at, finished_at, result, message"
      }
    }

    fileprivate var noun: String { self == .runs ? "run" : "operation" }
  }

  /// The tables and columns for it, with the sums of what is there.
  static func add(_ database: Database) throws {
    try database.execute(
      sql: """
        ALTER TABLE runs ADD COLUMN checksum INTEGER; ALTER TABLE operations ADD COLUMN checksum INTEGER;
        CREATE TABLE journal (
          id INTEGER PRIMARY KEY CHECK (id = 1), runs INTEGER NOT NULL, operations INTEGER NOT NULL, open INTEGER NOT NULL,
          commits INTEGER NOT NULL
        ) STRICT;
        INSERT INTO journal (id, runs, operations, open, commits) VALUES (1, 0, 0, 0, 0);
        """)
    for table in Table.allCases { try renew(table, database) }
  }

  /// After a column was added to the table.
  static func renew(_ table: Table, _ database: Database) throws {
    for id in try Int.fetchAll(database, sql: "SELECT id FROM \(table.rawValue)") { try seal(table, id, database) }
  }

  /// After a row was made or changed. Only rows that are open are ever changed.
  static func seal(_ table: Table, _ id: Int, _ database: Database) throws {
    guard let row = try Row.fetchOne(database, sql: select(table, "WHERE id = ?"), arguments: [id]) else {
      throw Misuse("\(table.noun) \(id) is not there")
    }
    let new = try sum(of: row, table)
    let old: Int64? = row[row.count - 1]
    try database.execute(sql: "UPDATE \(table.rawValue) SET checksum = ? WHERE id = ?", arguments: [new, id])
    try grow(table.rawValue, by: new &- (old ?? 0), database)
    if table == .operations { try grow("open", by: (isOpen(row) ? new : 0) &- (old ?? 0), database) }
  }

  /// All rows were removed.
  static func reset(_ database: Database) throws {
    try database.execute(sql: "UPDATE journal SET runs = 0, operations = 0, open = 0")
  }

  /// In a word of the machine, which wraps around: numbers of SQLite would become inexact.
  private static func grow(_ column: String, by grown: Int64, _ database: Database) throws {
    let sum = try Int64.fetchOne(database, sql: "SELECT \(column) FROM journal")
    guard let sum else { throw Damage("the row about the journal is missing") }
    try database.execute(sql: "UPDATE journal SET \(column) = ?", arguments: [sum &+ grown])
  }

  // MARK: Checking

  /// Proves the rows that hold for `condition`.
  static func check(_ table: Table, _ condition: String, _ database: Database) throws {
    _ = try proven(table, condition, database)
  }

  /// Proves that no open operation is missing.
  static func checkOpen(_ database: Database) throws {
    try hold(proven(.operations, "WHERE finished_at IS NULL", database), against: "open", "open operations", database)
  }

  static func checkAll(_ database: Database) throws {
    for table in Table.allCases {
      try hold(proven(table, "", database), against: table.rawValue, "\(table.noun)s", database)
    }
    try checkOpen(database)
  }

  private static func hold(_ found: Int64, against column: String, _ noun: String, _ database: Database) throws {
    guard try Int64.fetchOne(database, sql: "SELECT \(column) FROM journal") == found else {
      throw Damage("\(noun) are missing in the journal")
    }
  }

  private static func proven(_ table: Table, _ condition: String, _ database: Database) throws -> Int64 {
    var found: Int64 = 0
    let rows = try Row.fetchCursor(database, sql: select(table, condition))
    while let row = try rows.next() {
      let sum = try sum(of: row, table)
      guard row[row.count - 1] == sum else {
        throw Damage("the journal's \(table.noun) \(row[0] as DatabaseValue) was changed by something else")
      }
      found &+= sum
    }
    return found
  }

  private static func select(_ table: Table, _ condition: String) -> String {
    "SELECT \(table.columns), checksum FROM \(table.rawValue) \(condition)"
  }

  private static func isOpen(_ row: Row) -> Bool { (row["finished_at"] as DatabaseValue).isNull }

  private static func sum(of row: Row, _ table: Table) throws -> Int64 {
    var sum = Checksum()
    for value in row.databaseValues.dropLast() {
      switch value.storage {
      case .null: sum.add(nil)
      case .int64(let number): sum.add(Int(number))
      case .string(let text): sum.add(text)
      case .double, .blob: throw Damage("a \(table.noun) of the journal holds a value of the wrong type")
      }
    }
    return sum.stored
  }
}
