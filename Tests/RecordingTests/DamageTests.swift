import Foundation
import GRDB
import Platform
import Resources
import StoreConformance
import Testing

@testable import Recording

/// What is not a whole state file of ours is refused with its path, and never rebuilt.
@Suite struct DamageTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private var path: String { folder.file("staging.sqlite") }

  private func open(_ provider: ProviderIdentity = .example) throws(StateError) -> SQLiteStateStore {
    try SQLiteStateStore(path: path, environment: "staging", provider: provider)
  }

  private func makeState() async throws -> RecordedState {
    let store = try open()
    try await store.record((1...60).map { .service("service-\($0)", count: $0) })
    try await store.remember((1...60).map { .example("api", $0, image: "api:\($0)") })
    return try await store.read()
  }

  private func expectDamaged(_ words: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let before = try folder.bytes("staging.sqlite")
    let error = #expect(throws: StateError.self, sourceLocation: sourceLocation) { _ = try open() }
    #expect(error?.damage(of: path)?.contains(words) == true, "\(String(describing: error))", sourceLocation: sourceLocation)
    #expect(try folder.bytes("staging.sqlite") == before, sourceLocation: sourceLocation)
    #expect(folder.content == ["staging.sqlite"], sourceLocation: sourceLocation)
  }

  @Test("a text file is no state")
  func aTextFileIsNoState() throws {
    try folder.write(Data(String(repeating: "not a database\n", count: 100).utf8), "staging.sqlite")
    try expectDamaged("not an SQLite database")
  }

  @Test("an empty file is no empty state")
  func anEmptyFileIsNoEmptyState() throws {
    try folder.write(Data(), "staging.sqlite")
    try expectDamaged("it is empty")
  }

  @Test("a log without its file is no empty state")
  func aLogWithoutItsFileIsNoEmptyState() async throws {
    try folder.write(Data(repeating: 1, count: 5000), "staging.sqlite-wal")
    let error = await #expect(throws: StateError.self) { try await open().beginRun(.example) }
    #expect(error?.damage(of: path) != nil, "\(String(describing: error))")
    #expect(folder.content == ["staging.sqlite-wal"])
  }

  private static let elsewhere = ProviderIdentity(name: .awsCommandLine, region: "eu-west-1", accountId: "999999999999")

  @Test("beside copies of a state that is gone no new one is begun, unless the file was a copy itself")
  func goneBesideCopies() async throws {
    _ = try await makeState()
    let backup = try #require(try await open().backUp())
    for name in folder.content where name.hasPrefix("staging.sqlite") { try folder.remove(name) }
    #expect(try await open().read().version == nil)
    #expect(StateBackups.ofMissing(path, .example) == backup)
    #expect(StateBackups.ofMissing(path, Self.elsewhere) == nil, "copies of another account are no copies of this state")
    await #expect(throws: StateError.vanished(path: path)) { _ = try await open().acquireLock(.example()) }
    #expect(!folder.content.contains("staging.sqlite"))
    let copy = try SQLiteStateStore(path: path, environment: "staging", provider: .example, isCopy: true)
    _ = try await copy.acquireLock(.example())
    #expect(StateBackups.ofMissing(path, .example) == nil)
  }

  @Test("a file that is older than its newest copy is damaged, and putting that copy back mends it")
  func olderThanItsCopy() async throws {
    try await open().record([.service("api")])
    let older = try folder.bytes("staging.sqlite")
    try await open().record([.service("web"), .service("worker")])
    let backup = try #require(try await open().backUp())
    for ending in ["-wal", "-shm"] { try? folder.remove("staging.sqlite" + ending) }
    try folder.write(older, "staging.sqlite")
    let error = #expect(throws: StateError.self) { _ = try open() }
    #expect(
      error?.damage(of: path)?.hasPrefix("it is older (serial 1) than its newest copy (serial 3)") == true,
      "\(String(describing: error))")
    let restoration = StateRestoration(path: path, provider: .example)
    _ = try restoration.restore(backup.path, over: nil, RunDescription(operation: "restore", who: "kim@laptop"))
    #expect(try await open().read().resources.count == 3)
    #expect(try await open().read().version?.serial == 4)
  }

  @Test("the database of another program is left alone")
  func theDatabaseOfAnotherProgramIsLeftAlone() throws {
    let other = try DatabaseQueue(path: path)
    try other.write { try $0.execute(sql: "CREATE TABLE meta (id INTEGER); INSERT INTO meta VALUES (1)") }
    try other.close()
    try expectDamaged("another program")
  }

  @Test("a newer format is refused")
  func aNewerFormatIsRefused() async throws {
    _ = try await makeState()
    let newer = try DatabaseQueue(path: path)
    try await newer.write { try $0.execute(sql: "PRAGMA user_version = \(Schema.known + 1)") }
    try newer.close()
    #expect(throws: StateError.newerFormat(path: path, found: Schema.known + 1, known: Schema.known)) { _ = try open() }
  }

  @Test("the state of another account is refused")
  func theStateOfAnotherAccountIsRefused() async throws {
    _ = try await makeState()
    var other = ProviderIdentity.example
    other.accountId = "999999999999"
    #expect(throws: StateError.otherProvider(path: path, recorded: .example, asked: other)) { _ = try open(other) }
  }

  @Test("a file cut short is damaged", arguments: [1, 15, 99, 100, 600, 4095, 4096, 8192, 20_000, -4096, -5000])
  func cutShort(_ length: Int) async throws {
    _ = try await makeState()
    let bytes = try folder.bytes("staging.sqlite")
    try folder.write(bytes.prefix(length > 0 ? length : bytes.count + length), "staging.sqlite")
    let error = await #expect(throws: StateError.self) { _ = try await open().read() }
    #expect(error?.damage(of: path) != nil, "\(String(describing: error))")
  }

  @Test("a missing table is damage")
  func aMissingTableIsDamage() async throws {
    _ = try await makeState()
    let queue = try DatabaseQueue(path: path)
    try await queue.write { try $0.execute(sql: "DROP TABLE resources") }
    try queue.close()
    let error = await #expect(throws: StateError.self) { _ = try await open().read() }
    #expect(error?.damage(of: path) != nil, "\(String(describing: error))")
  }

  @Test(
    "what somebody changed by hand is noticed",
    arguments: [
      "UPDATE resources SET observed = '{}' WHERE name = 'service-3'", "UPDATE resources SET arn = NULL WHERE name = 'service-3'",
      "DELETE FROM resources WHERE name = 'service-3'", "UPDATE revisions SET number = 77 WHERE number = 7",
      "DELETE FROM revisions WHERE number = 7", "UPDATE meta SET serial = 1", "DELETE FROM meta",
    ])
  func changedByHand(_ sql: String) async throws {
    _ = try await makeState()
    let queue = try DatabaseQueue(path: path)
    try await queue.write { try $0.execute(sql: sql) }
    try queue.close()
    let error = await #expect(throws: StateError.self) { _ = try await open().read() }
    #expect(error?.damage(of: path) != nil, "\(String(describing: error))")
  }

  @Test(
    "what somebody changed in the journal is noticed where it is read, and by an audit",
    arguments: [
      "UPDATE operations SET verb = 'delete' WHERE finished_at IS NULL",
      "UPDATE operations SET finished_at = 5, result = 'done' WHERE finished_at IS NULL",
      "DELETE FROM operations WHERE finished_at IS NULL",
      "UPDATE operations SET name = 'other' WHERE id = 1", "DELETE FROM operations WHERE id = 1",
      "UPDATE runs SET who = 'nobody'", "UPDATE runs SET result = 'failed' WHERE id = 1", "UPDATE runs SET started_at = 1.5",
      "DELETE FROM runs WHERE id = 2", "UPDATE journal SET open = 0", "DELETE FROM journal",
    ])
  func changedJournal(_ sql: String) async throws {
    _ = try await makeState()
    let store = try open()
    let run = try await store.beginRun(.example)
    _ = try await store.begin(.create(.service("api")), in: run)
    let before = try #require(try await store.audit(seenFrom: "laptop"))
    #expect(before.findings.count == 1)
    let queue = try DatabaseQueue(path: path)
    try await queue.writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
    }
    do { try await queue.write { try $0.execute(sql: sql) } } catch { return #expect(sql.contains("1.5"), "\(error)") }
    try queue.close()
    let error = await #expect(throws: StateError.self) { _ = try await open().audit(seenFrom: "laptop") }
    #expect(error?.damage(of: path) != nil, "\(String(describing: error))")
    if sql.contains("operations"), !sql.contains("id = 1") {
      await #expect(throws: StateError.self) { _ = try await open().unfinishedOperations() }
    }
    if sql.contains("UPDATE runs") { await #expect(throws: StateError.self) { _ = try await open().history(limit: 10) } }
  }

  @Test("a log that was taken away or cut after a kill is told", arguments: [0, 32, 0.3, 0.6, 0.95])
  func lostLog(_ kept: Double) async throws {
    let store = try open()
    _ = try await store.acquireLock(.example(pid: getpid()))
    try await store.record((1...20).map { .service("service-\($0)") })
    // What a kill leaves: both files as they are, with nobody to bring the log into the file.
    let log = try folder.bytes("staging.sqlite-wal")
    let elsewhere = try TemporaryFolder()
    let names = ["staging.sqlite", "staging.sqlite-mark"]
    for name in names { try elsewhere.write(try folder.bytes(name), name) }
    let whole = elsewhere.file("staging.sqlite")
    try elsewhere.write(log, "staging.sqlite-wal")
    #expect(try await SQLiteStateStore(path: whole, environment: "staging", provider: .example).read().resources.count == 20)
    for name in names { try elsewhere.remove(name) }
    for name in names { try elsewhere.write(try folder.bytes(name), name) }
    let length = kept > 1 ? Int(kept) : Int(Double(log.count) * kept)
    try? elsewhere.remove("staging.sqlite-shm")
    try elsewhere.write(log.prefix(length), "staging.sqlite-wal")
    let error = #expect(throws: StateError.self) {
      _ = try SQLiteStateStore(path: whole, environment: "staging", provider: .example)
    }
    #expect(error?.damage(of: whole)?.contains("write-ahead log was taken away or cut") == true, "\(String(describing: error))")
  }

  @Test("nothing is left beside a state whose run has ended, and other writers are no cut")
  func markOfARun() async throws {
    let store = try open()
    let lock = try await store.acquireLock(.example(pid: getpid()))
    try await store.record([.service("api")])
    #expect(folder.content.contains("staging.sqlite-mark"))
    try await open().remember([.example("api", 7)])
    #expect(try await open().read().resources.count == 1)
    try await store.releaseLock(lock)
    #expect(!folder.content.contains("staging.sqlite-mark"))
  }

  @Test("a flipped bit is an error or changes nothing that is read; it is never another state")
  func flippedBits() async throws {
    let original = try await makeState()
    let bytes = try folder.bytes("staging.sqlite")
    var noticed = 0
    for (number, position) in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 307)).enumerated() {
      var flipped = bytes
      flipped[position] ^= 1 << UInt8(number % 8)
      try folder.write(flipped, "staging.sqlite")
      do throws(StateError) {
        let store = try open()
        let state = try await store.read()
        _ = try await store.unfinishedOperations()
        _ = try await store.history(limit: 100)
        let isSame =
          state.version == original.version && state.resources == original.resources && state.revisions == original.revisions
        #expect(isSame, "bit \(number % 8) of byte \(position)")
      } catch {
        noticed += 1
        #expect(error.path == path, "bit \(number % 8) of byte \(position): \(error)")
      }
    }
    #expect(noticed > 50)
  }

  @Test("the damaged content of a revision is named wherever the state is read, and is not sent on")
  func damagedContent() async throws {
    _ = try await makeState()
    let queue = try DatabaseQueue(path: path)
    try await queue.write { try $0.execute(sql: "UPDATE revisions SET content = replace(content, 'api:7', 'api:8')") }
    try queue.close()
    let store = try open()
    #expect(await store.content(ofRevision: Revision.example("api", 7).arn) == nil)
    #expect(await store.content(ofRevision: Revision.example("api", 6).arn) != nil)
    let words = "the kept content of the revision \"\(Revision.example("api", 7).arn)\" was changed by something else"
    await #expect(throws: StateError.damaged(path: path, what: words)) { _ = try await store.read() }
    await #expect(throws: StateError.damaged(path: path, what: words)) { _ = try await store.audit(seenFrom: "laptop") }
    #expect(throws: StateError.damaged(path: path, what: words)) { _ = try store.snapshotText(fence: 1, writing: "x") }
  }

  @Test("a full disk is an error of its own")
  func aFullDiskIsAnErrorOfItsOwn() {
    #expect(StateError(DatabaseError(resultCode: .SQLITE_FULL), path: path) == .diskFull(path: path))
    #expect(StateError(FileProblem("it cannot be written", path: path, code: ENOSPC), path: path) == .diskFull(path: path))
  }

  @Test("the arguments of a statement are in no error")
  func theArgumentsOfAStatementAreInNoError() {
    let error = DatabaseError(
      resultCode: .SQLITE_ERROR, message: "no such table: x", sql: "INSERT INTO x VALUES (?)", arguments: ["hunter2"])
    #expect(!"\(StateError(error, path: path))".contains("hunter2"))
  }
}

extension StateError {
  fileprivate func damage(of path: String) -> String? {
    if case .damaged(path, let what) = self { what } else { nil }
  }

  fileprivate var path: String? {
    switch self {
    case .newerFormat(let path, _, _), .unknownProvider(let path, _), .damaged(let path, _), .otherProvider(let path, _, _),
      .diskFull(let path), .unavailable(let path, _), .vanished(let path), .encryption(let path, _):
      path
    case .locked, .notTheHolder, .remote: nil
    }
  }
}
