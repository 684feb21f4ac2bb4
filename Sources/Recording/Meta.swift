import GRDB
import JSONDocument
import Resources

/// A state of a provider that later programs may know.
struct UnknownProvider: Error {
  var name: String
}

/// The one row about the state as a whole. Its sums cover every resource and revision, so a lost row is noticed too.
struct Meta: Equatable {
  var lineage: String
  var serial: Int
  var environment: String
  var provider: ProviderIdentity
  /// The checksums of all rows, added up; those of deposed objects are in the first.
  var resourceSum: Int64 = 0
  var revisionSum: Int64 = 0

  var version: StateVersion { StateVersion(lineage: lineage, serial: serial) }

  static func read(_ database: Database) throws -> Meta {
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT lineage, serial, environment, provider, region, account_id, resource_sum, revision_sum, checksum FROM meta
        """)
    guard let row else { throw Damage("the row about the state itself is missing") }
    let name: String = try row.decode(atIndex: 3)
    guard let provider = ProviderName(rawValue: name) else { throw UnknownProvider(name: name) }
    let meta = Meta(
      lineage: try row.decode(atIndex: 0), serial: try row.decode(atIndex: 1), environment: try row.decode(atIndex: 2),
      provider: ProviderIdentity(
        name: provider, region: try row.decode(atIndex: 4), accountId: try row.decode(atIndex: 5)),
      resourceSum: try row.decode(atIndex: 6), revisionSum: try row.decode(atIndex: 7))
    guard (0...JSON.countLimit).contains(meta.serial) else { throw Damage("its serial \(meta.serial) is none that was written") }
    guard try row.decode(Int64.self, atIndex: 8) == meta.checksum else {
      throw Damage("the row about the state itself was changed by something else")
    }
    return meta
  }

  func write(_ database: Database) throws {
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO meta
          (id, lineage, serial, environment, provider, region, account_id, resource_sum, revision_sum, checksum)
        VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        lineage, serial, environment, provider.name.rawValue, provider.region, provider.accountId, resourceSum, revisionSum,
        checksum,
      ])
  }

  private var checksum: Int64 {
    var sum = Checksum()
    for text in [lineage, environment, provider.name.rawValue, provider.region, provider.accountId] { sum.add(text) }
    for number in [serial, Int(resourceSum), Int(revisionSum)] { sum.add(number) }
    return sum.stored
  }
}

/// What is wrong with the content of a state file; becomes `StateError.damaged` with the file's path.
struct Damage: Error {
  let what: String

  init(_ what: String) {
    self.what = what
  }
}
