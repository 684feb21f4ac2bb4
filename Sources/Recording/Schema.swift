import GRDB

/// The tables of a state file. Migrations are only ever added; `known` is the newest.
///
/// Only a writer migrates. A reader that meets an older format migrates a copy in memory.
enum Schema {
  static let known = 9

  /// Answers the format that was found.
  static func migrate(_ database: Database) throws -> Int {
    let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    if found < 1 { try database.execute(sql: first) }
    if found < 2 { try database.execute(sql: "ALTER TABLE runs ADD COLUMN plan TEXT") }
    if found < 3 { try database.execute(sql: "ALTER TABLE runs ADD COLUMN durations TEXT") }
    if (1..<4).contains(found) { try RevisionFingerprints.renew(database) }
    if found < 5 { try database.execute(sql: deposed) }
    if found < 6 {
      for column in ["targets", "images", "objects"] {
        try database.execute(sql: "ALTER TABLE runs ADD COLUMN \(column) TEXT")
      }
    }
    if found < 8 { try database.execute(sql: "ALTER TABLE runs ADD COLUMN reason TEXT") }
    if found < 9 {
      for column in ["deed", "window_override"] { try database.execute(sql: "ALTER TABLE runs ADD COLUMN \(column) TEXT") }
    }
    if found < 7 {
      try database.execute(sql: "ALTER TABLE runs ADD COLUMN executes TEXT;" + StateKeyHeader.table)
      try JournalSums.add(database)
    }
    // The sum of a run holds these, too.
    if found == 7 || found == 8 { try JournalSums.renew(.runs, database) }
    if found < known { try database.execute(sql: "PRAGMA user_version = \(known)") }
    return found
  }

  /// What replacements have left over. Its checksums are part of the sum of all records.
  private static let deposed = """
    CREATE TABLE deposed (
      address TEXT NOT NULL, name TEXT NOT NULL, scope TEXT, arn TEXT, run INTEGER, checksum INTEGER NOT NULL,
      declared TEXT NOT NULL, observed TEXT NOT NULL
    ) STRICT;
    """

  /// Asks the file: a connection that remembers its tables does not see those that another one has made since.
  static func hasTable(_ name: String, _ database: Database) throws -> Bool {
    let statement = try database.cachedStatement(sql: "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?")
    return try Int.fetchOne(statement, arguments: [name]) != nil
  }

  /// "reconcile" in ASCII is longer than SQLite's 32 bits; these are the letters `rcst`.
  static let applicationId = 0x7263_7374

  private static let first = """
    PRAGMA application_id = \(applicationId);
    CREATE TABLE meta (
      id INTEGER PRIMARY KEY CHECK (id = 1), lineage TEXT NOT NULL, serial INTEGER NOT NULL, environment TEXT NOT NULL,
      provider TEXT NOT NULL, region TEXT NOT NULL, account_id TEXT NOT NULL, resource_sum INTEGER NOT NULL,
      revision_sum INTEGER NOT NULL, checksum INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE resources (
      address TEXT PRIMARY KEY, name TEXT NOT NULL, scope TEXT, arn TEXT, checksum INTEGER NOT NULL, declared TEXT NOT NULL,
      observed TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE revisions (
      arn TEXT PRIMARY KEY, family TEXT NOT NULL, number INTEGER NOT NULL, fingerprint TEXT NOT NULL,
      content_checksum INTEGER NOT NULL, checksum INTEGER NOT NULL, content TEXT NOT NULL
    ) STRICT;
    CREATE TABLE runs (
      id INTEGER PRIMARY KEY AUTOINCREMENT, operation TEXT NOT NULL, who TEXT NOT NULL, image_tags TEXT NOT NULL,
      source_commit TEXT, run_url TEXT, started_at INTEGER NOT NULL, finished_at INTEGER, result TEXT, summary TEXT,
      verdicts TEXT, serial_before INTEGER NOT NULL, serial_after INTEGER
    ) STRICT;
    CREATE TABLE operations (
      id INTEGER PRIMARY KEY AUTOINCREMENT, run INTEGER NOT NULL REFERENCES runs (id), address TEXT NOT NULL,
      name TEXT NOT NULL, scope TEXT, verb TEXT NOT NULL, token TEXT NOT NULL, declared TEXT,
      started_at INTEGER NOT NULL, finished_at INTEGER, result TEXT, message TEXT
    ) STRICT;
    CREATE INDEX operations_unfinished ON operations (id) WHERE finished_at IS NULL;
    CREATE TABLE lock (
      id INTEGER PRIMARY KEY CHECK (id = 1), lock_id TEXT NOT NULL, operation TEXT NOT NULL, who TEXT NOT NULL,
      host TEXT NOT NULL, pid INTEGER NOT NULL, process_start TEXT, run_url TEXT, since INTEGER NOT NULL
    ) STRICT;
    """
}
