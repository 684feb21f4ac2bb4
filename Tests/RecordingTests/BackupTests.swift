import Diagnostics
import Foundation
import GRDB
import JSONDocument
import Resources
import StoreConformance
import Testing

@testable import Recording

/// Copies of a state, and putting one back.
@Suite struct BackupTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private var path: String { folder.file("staging.sqlite") }

  private func open() throws(StateError) -> SQLiteStateStore {
    try SQLiteStateStore(path: path, environment: "staging", provider: .example)
  }

  private func restoration() -> StateRestoration {
    StateRestoration(path: path, provider: .example, now: { Timestamp(seconds: 7) })
  }

  private func damage() throws {
    for ending in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + ending) }
    try folder.write(Data("junk".utf8), "staging.sqlite")
  }

  @Test("a copy is one file with all that is recorded and without a lock")
  func aCopyIsOneFileWithAllThatIsRecordedAndWithoutALock() async throws {
    let store = try open()
    #expect(try await store.backUp() == nil)
    try await store.record([.service("api")])
    let lock = try await store.acquireLock(.example())
    let backup = try #require(try await store.backUp())
    #expect(backup.path == folder.file("backups/staging.0001.sqlite"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("backups")) == ["staging.0001.sqlite"])
    #expect(try backup.content().resources == [.service("api")])
    #expect(try await SQLiteStateStore(path: backup.path, environment: "staging", provider: .example).currentLock() == nil)
    try await store.releaseLock(lock)
  }

  @Test("the newest twenty are kept, and numbers go on")
  func theNewestTwentyAreKeptAndNumbersGoOn() async throws {
    let store = try open()
    try await store.record([.service("api")])
    for _ in 1...23 { _ = try await store.backUp() }
    #expect(StateBackups(of: path).all().map(\.number) == Array(4...23))
  }

  @Test("what killed programs have left among the copies is taken away, and what is no file is no copy")
  func leftovers() async throws {
    let store = try open()
    try await store.record([.service("api")])
    _ = try await store.backUp()
    for name in ["staging.0002.sqlite.new", "staging.0002.sqlite.new-journal", "other.0002.sqlite.new", "staging.notes"] {
      try folder.write(Data("half".utf8), "backups/\(name)")
    }
    try FileManager.default.createDirectory(atPath: folder.file("backups/staging.0007.sqlite"), withIntermediateDirectories: true)
    #expect(StateBackups(of: path).all().map(\.number) == [1])
    let backup = try #require(try await store.backUp())
    #expect(backup.number == 2)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.file("backups")).sorted() == [
        "other.0002.sqlite.new", "staging.0001.sqlite", "staging.0002.sqlite", "staging.0007.sqlite", "staging.notes",
      ])
  }

  @Test("a damaged copy is no good one")
  func aDamagedCopyIsNoGoodOne() async throws {
    let store = try open()
    try await store.record([.service("api")])
    _ = try await store.backUp()
    let second = try #require(try await store.backUp())
    try folder.write(Data("junk".utf8), "backups/staging.0002.sqlite")
    #expect(throws: StateError.self) { try second.content() }
    #expect(StateBackups(of: path).newestGood()?.number == 1)
  }

  @Test("a copy takes the place of a damaged state, which is kept")
  func aCopyTakesThePlaceOfADamagedStateWhichIsKept() async throws {
    try await open().record([.service("api")])
    let backup = try #require(try await open().backUp())
    try damage()
    let outcome = try restoration().restore(backup.path, over: nil, .example)
    #expect(outcome.restored.serial == 2)
    let aside = try #require(outcome.setAside)
    #expect(try Data(contentsOf: URL(fileURLWithPath: aside)) == Data("junk".utf8))
    let state = try await open().read()
    #expect(state.resources == [.service("api")])
    #expect(state.version == outcome.restored)
    #expect(try await open().history(limit: 9).count == 2)
  }

  @Test("the serial grows beyond that of the state it replaces")
  func theSerialGrowsBeyondThatOfTheStateItReplaces() async throws {
    let store = try open()
    try await store.record([.service("api")])
    let backup = try #require(try await store.backUp())
    try await store.record([.service("web"), .service("jobs")])
    let now = try #require(try await store.read().version)
    let outcome = try restoration().restore(backup.path, over: now, .example)
    #expect(outcome.restored == StateVersion(lineage: now.lineage, serial: now.serial + 1))
    #expect(outcome.setAside == nil)
    #expect(try await open().read().resources == [.service("api")])
  }

  @Test("a copy that is damaged or of another cloud changes nothing")
  func aCopyThatIsDamagedOrOfAnotherCloudChangesNothing() async throws {
    try await open().record([.service("api")])
    let before = try folder.bytes("staging.sqlite")
    try folder.write(Data("junk".utf8), "junk.sqlite")
    #expect(throws: StateError.self) { try restoration().restore(folder.file("junk.sqlite"), over: nil, .example) }
    let backup = try #require(try await open().backUp())
    var other = ProviderIdentity.example
    other.region = "us-east-1"
    #expect(throws: StateError.otherProvider(path: backup.path, recorded: .example, asked: other)) {
      try StateRestoration(path: path, provider: other).restore(backup.path, over: nil, .example)
    }
    #expect(try folder.bytes("staging.sqlite") == before)
  }
}

/// What `state check` finds in a state that can be read.
@Suite struct AuditTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func open() throws(StateError) -> SQLiteStateStore {
    try SQLiteStateStore(path: folder.file("staging.sqlite"), environment: "staging", provider: .example)
  }

  private func codes() async throws -> [String] { try #require(try await open().audit(seenFrom: "laptop")).findings.map(\.code) }

  private func definition(_ revision: Revision) -> RecordedResource {
    RecordedResource(
      address: Address(.taskDefinition, revision.family), identity: ResourceIdentity(.taskDefinition, name: revision.family),
      declared: revision.content, observed: revision.content, arn: revision.arn)
  }

  private func service(running revision: Revision) -> RecordedResource {
    var service = RecordedResource.service("api")
    service.observed["taskDefinition"] = .string(revision.arn)
    return service
  }

  @Test("a sound state has no findings")
  func aSoundStateHasNoFindings() async throws {
    #expect(try await open().audit(seenFrom: "laptop") == nil)
    let revision = Revision.example("api", 1)
    try await open().record([definition(revision), service(running: revision)])
    try await open().remember([revision])
    #expect(try await codes() == [])
  }

  @Test("a revision that nobody knows is found")
  func aRevisionThatNobodyKnowsIsFound() async throws {
    try await open().record([definition(.example("api", 1)), service(running: .example("api", 2))])
    try await open().remember([.example("api", 1)])
    #expect(try await codes() == ["state-revision-unknown"])
  }

  @Test("a revision of somebody else is no finding")
  func aRevisionOfSomebodyElseIsNoFinding() async throws {
    try await open().record([service(running: .example("other", 2))])
    #expect(try await codes() == [])
  }

  @Test("what is recorded twice is found")
  func whatIsRecordedTwiceIsFound() async throws {
    var twin = RecordedResource.service("api")
    twin.address = Address(.service, "twin")
    try await open().record([.service("api"), twin])
    #expect(try await codes() == ["state-recorded-twice"])
  }

  @Test("work that was left open is found")
  func workThatWasLeftOpenIsFound() async throws {
    let store = try open()
    let run = try await store.beginRun(.example)
    _ = try await store.begin(.create(.service("api")), in: run)
    #expect(try await codes() == ["state-unfinished"])
  }

  @Test("what a living run has begun is under way, and not left open")
  func workThatIsUnderWayIsNoFinding() async throws {
    let store = try open()
    let lock = try await store.acquireLock(.example(pid: getpid()))
    let run = try await store.beginRun(.example)
    _ = try await store.begin(.create(.service("api")), in: run)
    let report = try #require(try await open().audit(seenFrom: "laptop"))
    #expect(report.findings.map(\.code) == ["state-under-way"])
    #expect(!report.findings.hasErrors)
    try await store.releaseLock(lock)
    _ = try await store.acquireLock(.example(pid: LockRequest.deadPid))
    #expect(try await codes() == ["state-unfinished"])
  }
}
