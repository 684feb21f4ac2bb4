import Foundation
import GRDB
import JSONDocument
import Resources
import StoreConformance
import Testing

@testable import Recording

/// A state that an older program wrote is brought forward by the first write: once, and not without a copy.
@Suite struct MigrationTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private var path: String { folder.file("staging.sqlite") }

  private func open() throws(StateError) -> SQLiteStateStore {
    try SQLiteStateStore(path: path, environment: "staging", provider: .example, now: { Timestamp(seconds: 7) })
  }

  /// The file as format 1 was: runs knew neither which saved plan they performed nor how long rollouts took, and nothing was
  /// kept of what replacements leave over.
  private func makeOld() async throws -> RecordedState {
    var store: SQLiteStateStore? = try open()
    try await store?.record([.service("api"), .repository("web")])
    let state = try await store?.read()
    store = nil
    let old = try DatabaseQueue(path: path)
    try await old.write { database in
      for column in ["plan", "durations", "targets", "images", "objects"] {
        try database.execute(sql: "ALTER TABLE runs DROP COLUMN \(column)")
      }
      try database.execute(sql: "\(Self.withoutFormat7); DROP TABLE deposed; PRAGMA user_version = 1")
    }
    try await old.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    try old.close()
    return try #require(state)
  }

  private static let withoutFormat7 =
    "ALTER TABLE runs DROP COLUMN checksum; ALTER TABLE operations DROP COLUMN checksum; DROP TABLE journal; "
    + "ALTER TABLE runs DROP COLUMN executes; ALTER TABLE runs DROP COLUMN reason; "
    + "ALTER TABLE runs DROP COLUMN deed; ALTER TABLE runs DROP COLUMN window_override; DROP TABLE encryption"

  private static let withoutFormat6 =
    withoutFormat7 + ";" + ["targets", "images", "objects"].map { "ALTER TABLE runs DROP COLUMN \($0);" }.joined()

  @Test(
    "runs of older formats are read, and get what is new without losing their sums",
    arguments: [(7, ["reason", "deed", "window_override"]), (8, ["deed", "window_override"])])
  func runsOfOlderFormats(number: Int, missing: [String]) async throws {
    var store: SQLiteStateStore? = try open()
    try await store?.record([.service("api")])
    let runs = try await store?.history(limit: 9)
    store = nil
    let old = try DatabaseQueue(path: path)
    // A sum of that format is one over all but these.
    try await old.write { database in
      let columns = try Row.fetchAll(database, sql: "SELECT * FROM pragma_table_info('runs')").map { $0["name"] as String }
      #expect(Set(missing).isSubset(of: columns))
      for column in missing { try database.execute(sql: "ALTER TABLE runs DROP COLUMN \(column)") }
      try database.execute(sql: "PRAGMA user_version = \(number)")
    }
    try old.close()

    #expect(try await open().history(limit: 9) == runs, "a reader")
    var why = RunDescription.example
    (why.reason, why.deed, why.windowOverride) = ("orders are lost", "3f9c", "it is night")
    _ = try await open().beginRun(why)
    #expect(try format(path) == Schema.known)
    let after = try await open().history(limit: 9)
    #expect(after.first?.description == why)
    #expect(Array(after.suffix(runs?.count ?? 0)) == runs)
  }

  private func format(_ path: String) throws -> Int {
    var configuration = Configuration()
    configuration.readonly = true
    return try DatabaseQueue(path: path, configuration: configuration).read { database in
      try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    }
  }

  @Test("reading an older file tells all and changes nothing")
  func readingAnOlderFileTellsAllAndChangesNothing() async throws {
    let state = try await makeOld()
    let before = try folder.bytes("staging.sqlite")
    let store = try open()
    #expect(try await store.read().resources == state.resources)
    #expect(try await store.history(limit: 5).map(\.description) == [.example])
    #expect(try await store.unfinishedOperations().isEmpty)
    #expect(try folder.bytes("staging.sqlite") == before)
    #expect(!folder.content.contains("backups"))
  }

  @Test("the first write migrates once and keeps a copy of before")
  func theFirstWriteMigratesOnceAndKeepsACopyOfBefore() async throws {
    let state = try await makeOld()
    for round in 1...2 {
      let store = try open()
      let lock = try await store.acquireLock(.example(pid: getpid()))
      #expect(try await store.read().resources == state.resources, "round \(round)")
      try await store.releaseLock(lock)
    }
    #expect(try format(path) == Schema.known)
    let copies = StateBackups(of: path).all()
    #expect(copies.count == 1)
    #expect(try format(copies[0].path) == 1)
    #expect(try copies[0].content().resources == state.resources)
    let runs = try await open().history(limit: 5)
    #expect(runs.map(\.description.operation) == ["migrate", "apply"])
    #expect(runs[0].outcome?.summary == "format 1 → \(Schema.known); what was before is in \(copies[0].path)")
    #expect(runs[0].startedAt == Timestamp(seconds: 7))
  }

  @Test("who has read the older file sees what is written afterwards")
  func whoHasReadTheOlderFileSeesWhatIsWrittenAfterwards() async throws {
    _ = try await makeOld()
    let reader = try open()
    #expect(try await reader.read().resources.count == 2)
    try await open().record([.service("more")])
    #expect(try await reader.read().resources.count == 3)
    #expect(try await reader.history(limit: 1).first?.description == .example)
  }

  @Test("the copy of before can be put back")
  func theCopyOfBeforeCanBePutBack() async throws {
    let state = try await makeOld()
    try await open().record([.service("more")])
    let copy = try #require(StateBackups(of: path).all().first)
    let version = try await open().read().version
    let restoration = StateRestoration(path: path, provider: .example, now: { Timestamp(seconds: 8) })
    _ = try restoration.restore(copy.path, over: version, RunDescription(operation: "restore", who: "kim@laptop"))
    #expect(try await open().read().resources == state.resources)
  }

  @Test("fingerprints of an older normal form are renewed, so that older revisions are found by their content")
  func fingerprintsAreRenewed() async throws {
    let revision = Revision(
      arn: "arn:aws:ecs:eu-west-1:111111111111:task-definition/api:7", family: "api", number: 7, isActive: true,
      content: ["family": "api", "executionRoleArn": "arn:aws:iam::111111111111:role/exec"])
    var store: SQLiteStateStore? = try open()
    try await store?.record([.service("api")])
    try await store?.remember([revision])
    store = nil
    let old = try DatabaseQueue(path: path)
    try await old.write { database in
      var stored = StoredRevision(
        arn: revision.arn, family: "api", number: 7, fingerprint: revision.fingerprint.hex,
        contentChecksum: Checksum.of(revision.content.text()))
      var meta = try Meta.read(database)
      meta.revisionSum &-= stored.checksum
      stored.fingerprint = ContentDigest(of: "what an older program took it for").hex
      meta.revisionSum &+= stored.checksum
      try meta.write(database)
      try database.execute(
        sql: "UPDATE revisions SET fingerprint = ?, checksum = ?", arguments: [stored.fingerprint, stored.checksum])
      try database.execute(sql: "\(Self.withoutFormat6); DROP TABLE deposed; PRAGMA user_version = 3")
    }
    try old.close()

    let reader = try open()
    #expect(try await reader.read().revisions["api"]?.map(\.fingerprint) == [revision.fingerprint], "a reader")
    try await open().record([.service("more")])
    #expect(try format(path) == Schema.known)
    #expect(try await open().read().revisions["api"]?.map(\.fingerprint) == [revision.fingerprint], "after the migration")
  }

  @Test("a format 4 gets a place for what replacements leave over, and keeps all that it has")
  func fourthFormat() async throws {
    var store: SQLiteStateStore? = try open()
    try await store?.record([.service("api"), .repository("web")])
    store = nil
    let old = try DatabaseQueue(path: path)
    try await old.write { try $0.execute(sql: "\(Self.withoutFormat6); DROP TABLE deposed; PRAGMA user_version = 4") }
    try old.close()

    #expect(try await open().read().deposed.isEmpty, "a reader")
    try await open().record([.service("api", named: "front")])
    let state = try await open().read()
    #expect(state.resources == [.repository("web"), .service("api", named: "front")])
    #expect(state.deposed.map(\.name.description) == ["aws_ecs_service.api@main/api"])
    #expect(try format(path) == Schema.known)
    let copy = try #require(StateBackups(of: path).all().first)
    #expect(try copy.content().deposed.isEmpty)
    #expect(try copy.content().resources == [.repository("web"), .service("api")])
  }

  @Test("a run knows the plan that it performs")
  func aRunKnowsThePlanThatItPerforms() async throws {
    let store = try open()
    let run = RunDescription(operation: "apply", who: "kim@laptop", plan: "0a1b")
    _ = try await store.beginRun(run)
    #expect(try await store.history(limit: 1).first?.description == run)
  }

  @Test("what a killed program left beside the file is taken away")
  func whatAKilledProgramLeftBesideTheFileIsTakenAway() async throws {
    try await open().record([.service("api")])
    for ending in ["", "-journal", "-wal"] { try folder.write(Data("half".utf8), "staging.sqlite.new-1b4e28ba\(ending)") }
    for other in ["staging.sqlite.newer", "other.sqlite.new-1b4e28ba"] { try folder.write(Data("kept".utf8), other) }
    try await open().record([.service("web")])
    #expect(folder.content.filter { $0.contains(".new") } == ["other.sqlite.new-1b4e28ba", "staging.sqlite.newer"])
  }
}
