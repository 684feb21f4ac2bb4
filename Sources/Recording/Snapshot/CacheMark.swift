import GRDB

/// What the content of a cache is a copy of, and whether somebody is working on it.
package struct CacheMark: Sendable, Equatable {
  /// ETag of the snapshot that it holds; nil when there was none.
  package var tag: String?
  /// Number of the lock's holder that wrote that snapshot.
  package var fence: Int
  /// Id of the lock under which it is being changed. Stays when that run dies: then nobody knows what it holds.
  package var session: String?

  package init(tag: String?, fence: Int, session: String?) {
    self.tag = tag
    self.fence = fence
    self.session = session
  }

  /// Only caches have this table, so it is no part of the format of states.
  private static let table = """
    CREATE TABLE IF NOT EXISTS cache_of (id INTEGER PRIMARY KEY CHECK (id = 1), tag TEXT, fence INTEGER NOT NULL, session TEXT) STRICT
    """

  static func read(_ database: Database) throws -> CacheMark? {
    guard try Schema.hasTable("cache_of", database),
      let row = try Row.fetchOne(database, sql: "SELECT tag, fence, session FROM cache_of")
    else { return nil }
    return CacheMark(tag: try row.decode(atIndex: 0), fence: try row.decode(atIndex: 1), session: try row.decode(atIndex: 2))
  }

  func write(_ database: Database) throws {
    try database.execute(sql: Self.table)
    try database.execute(
      sql: "INSERT OR REPLACE INTO cache_of (id, tag, fence, session) VALUES (1, ?, ?, ?)", arguments: [tag, fence, session])
  }
}
