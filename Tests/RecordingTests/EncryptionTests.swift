import AWS
import Diagnostics
import Foundation
import GRDB
import JSONDocument
import RemoteState
import Resources
import SimulatedAWS
import StoreConformance
import Testing

@testable import Recording

extension StateKeys {
  /// Fast, because nobody is to be kept from trying.
  static func passphrases(_ texts: String...) -> StateKeys {
    StateKeys(texts.map { text in PassphraseKey(named: "\"\(text)\"", iterations: 100) { Array("\(text)\n".utf8) } })
  }
}

/// A state whose values are encrypted: in its file, in the copies of it, in a bucket and in exports.
@Suite struct EncryptionTests {
  private let folder: TemporaryFolder
  private let cloud: SimulatedCloud

  private static let secret = "correct-horse-battery"
  private static let first = "the first passphrase"
  private static let second = "the second passphrase"

  init() throws {
    folder = try TemporaryFolder()
    cloud = try SimulatedCloud.inMemory()
  }

  private var path: String { folder.file("staging.sqlite") }

  private func open(_ keys: StateKeys) throws(StateError) -> SQLiteStateStore {
    try SQLiteStateStore(path: path, environment: "staging", provider: .example, keys: keys)
  }

  private func shared(_ keys: StateKeys, on machine: String = "a") throws(StateError) -> S3StateStore {
    try S3StateStore(
      client: BucketMakingClient(cloud: cloud), place: RemotePlace(bucket: "states", key: "staging.json"),
      cachePath: folder.file("\(machine).s3.sqlite"), environment: "staging", provider: .example, keys: keys)
  }

  private func object() async throws -> String {
    let answer = try await cloud.call(AWSRequest(.s3, "GetObject", ["Bucket": "states", "Key": "staging.json"]))
    return try #require(answer["Body"]?.stringValue)
  }

  private func put(_ text: String) async throws {
    _ = try await cloud.call(
      AWSRequest(.s3, "PutObject", ["Bucket": "states", "Key": "staging.json", "Body": .string(text)]))
  }

  private static func service(_ value: String = secret) -> RecordedResource {
    var resource = RecordedResource.service("api")
    resource.declared["secret"] = .string(value)
    resource.observed["secret"] = .string(value)
    return resource
  }

  /// A resource, a revision, something left over, and an operation that was begun, each with the secret.
  private func fill(_ store: any StateStore) async throws {
    let run = try await store.beginRun(.example)
    var renamed = Self.service()
    renamed.identity = ResourceIdentity(.service, name: "front", scope: "main")
    for resource in [Self.service(), renamed] {
      let operation = try await store.begin(.create(resource), in: run)
      try await store.complete(
        operation, .recorded(resource, revision: .example("api", 1, image: "nginx:\(Self.secret)")))
    }
    _ = try await store.begin(.create(Self.service(), token: "open"), in: run)
  }

  private func expectWhole(_ store: any StateStore, sourceLocation: Testing.SourceLocation = #_sourceLocation) async throws {
    let state = try await store.read()
    #expect(state.resources.map { $0.declared["secret"] } == [.string(Self.secret)], sourceLocation: sourceLocation)
    #expect(state.deposed.map { $0.resource.observed["secret"] } == [.string(Self.secret)], sourceLocation: sourceLocation)
    let revision = Revision.example("api", 1, image: "nginx:\(Self.secret)")
    #expect(state.revisions["api"]?.map(\.fingerprint) == [revision.fingerprint], sourceLocation: sourceLocation)
    #expect(await store.content(ofRevision: revision.arn) == revision.content, sourceLocation: sourceLocation)
    let open = try await store.unfinishedOperations()
    #expect(open.map { $0.intent.declared["secret"] } == [.string(Self.secret)], sourceLocation: sourceLocation)
  }

  private func expectHidden(sourceLocation: Testing.SourceLocation = #_sourceLocation) throws {
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    #expect(!names.isEmpty, sourceLocation: sourceLocation)
    let digest = Revision.example("api", 1, image: "nginx:\(Self.secret)").fingerprint.hex
    for name in names {
      guard let bytes = try? folder.bytes(name) else { continue }
      for text in [Self.secret, digest] {
        #expect(bytes.range(of: Data(text.utf8)) == nil, "\(name) holds \(text)", sourceLocation: sourceLocation)
      }
    }
  }

  private func expect<T>(
    _ problem: EncryptionProblem, sourceLocation: Testing.SourceLocation = #_sourceLocation, _ work: () async throws -> T
  ) async {
    do {
      _ = try await work()
      Issue.record("nothing was refused", sourceLocation: sourceLocation)
    } catch StateError.encryption(_, let found) {
      #expect(found == problem, sourceLocation: sourceLocation)
    } catch {
      Issue.record("\(error)", sourceLocation: sourceLocation)
    }
  }

  @Test("No value is in the file, in its log, or in a copy of it, and who has the key reads all")
  func file() async throws {
    let store = try open(.passphrases(Self.first))
    try await fill(store)
    _ = try await store.backUp()
    try expectHidden()
    try await expectWhole(try open(.passphrases(Self.first)))
    let plain = try await store.read().resources.map(\.address.description)
    #expect(plain == ["aws_ecs_service.api"])
    let bytes = try folder.bytes("staging.sqlite-wal") + folder.bytes("staging.sqlite")
    #expect(bytes.range(of: Data("aws_ecs_service.api".utf8)) != nil)
  }

  @Test("What is recorded again as it is does not move the serial, although it looks different sealed")
  func serial() async throws {
    let store = try open(.passphrases(Self.first))
    for _ in 1...2 { try await store.record([Self.service()]) }
    #expect(try await store.read().version?.serial == 1)
    try await store.record([Self.service("other")])
    #expect(try await store.read().version?.serial == 2)
  }

  @Test("Without its key nothing is read or written, and the state stays as it is")
  func keys() async throws {
    try await fill(try open(.passphrases(Self.first)))
    let before = try open(.passphrases(Self.first)).header()
    for (keys, problem) in [
      (StateKeys.none, EncryptionProblem.keyMissing), (.passphrases(Self.second), .otherKey(["\"\(Self.second)\""])),
      (.passphrases("short"), .keyUnusable("\"short\" has fewer than 16 bytes")),
    ] {
      await expect(problem) { try await open(keys).read() }
      await expect(problem) { try await open(keys).acquireLock(.example()) }
      await expect(problem) { try await open(keys).record([.repository("web")]) }
      await expect(problem) { try await open(keys).audit(seenFrom: "x") }
    }
    #expect(try open(.none).header() == before)
    try await expectWhole(try open(.passphrases(Self.second, Self.first)))
  }

  @Test("A state that is not encrypted is refused where a key is named, until somebody encrypts it, and no trace is left")
  func beginning() async throws {
    try await fill(try open(.none))
    await expect(.notEncrypted) { try await open(.passphrases(Self.first)).read() }
    let store = try open(.passphrases(Self.first))
    store.expectEncryption()
    let version = try await store.read().version
    try await store.seal(encrypting: true)
    #expect(try await store.read().version == version)
    try expectHidden()
    try await expectWhole(try open(.passphrases(Self.first)))
    #expect(try await store.audit(seenFrom: "x")?.findings.map(\.code) == ["state-unfinished"])
    try await store.seal(encrypting: false)
    try await expectWhole(try open(.none))
  }

  @Test("A new key takes the place of the old one")
  func rotation() async throws {
    try await fill(try open(.passphrases(Self.first)))
    let before = try open(.none).header()
    let store = try open(.passphrases(Self.second, Self.first))
    try await store.seal(encrypting: true)
    #expect(try store.header() != before)
    try await expectWhole(try open(.passphrases(Self.second)))
    await expect(.otherKey(["\"\(Self.first)\""])) { try await open(.passphrases(Self.first)).read() }
  }

  @Test(
    "A value that was changed, swapped or put in plain is told by its place",
    arguments: [
      "UPDATE resources SET declared = replace(declared, substr(declared, 60, 1), CASE substr(declared, 60, 1) WHEN 'A' THEN 'B' ELSE 'A' END)",
      "UPDATE resources SET declared = observed", "UPDATE resources SET declared = '{}'", "UPDATE resources SET declared = ''",
      "UPDATE resources SET observed = (SELECT observed FROM deposed)", "UPDATE revisions SET content = fingerprint",
      "UPDATE revisions SET fingerprint = hex(zeroblob(32))",
    ])
  func tampering(statement: String) async throws {
    try await fill(try open(.passphrases(Self.first)))
    // Whoever changes it knows how the sums are made: they are no protection.
    let database = try DatabaseQueue(path: path)
    try await database.write { database in
      try database.execute(sql: statement)
      var meta = try Meta.read(database)
      meta.resourceSum = 0
      for row in try Row.fetchAll(database, sql: "SELECT address, name, scope, arn, declared, observed FROM resources") {
        let stored = StoredResource(
          address: row[0], name: row[1], scope: row[2], arn: row[3], declared: row[4], observed: row[5])
        try database.execute(sql: "UPDATE resources SET checksum = ?", arguments: [stored.checksum])
        meta.resourceSum &+= stored.checksum
      }
      meta.resourceSum &+= try DeposedRows.all(database).reduce(0) { $0 &+ $1.checksum }
      meta.revisionSum = 0
      for row in try Row.fetchAll(database, sql: "SELECT arn, family, number, fingerprint, content FROM revisions") {
        let stored = StoredRevision(
          arn: row[0], family: row[1], number: row[2], fingerprint: row[3], contentChecksum: Checksum.of(row[4] as String))
        try database.execute(
          sql: "UPDATE revisions SET checksum = ?, content_checksum = ?", arguments: [stored.checksum, stored.contentChecksum])
        meta.revisionSum &+= stored.checksum
      }
      try meta.write(database)
    }
    try database.close()
    let store = try open(.passphrases(Self.first))
    let change: RecordedState?
    do throws(StateError) {
      change = try await store.read()
    } catch {
      change = nil
      guard case .encryption(_, .tampered(let place)) = error else { throw error }
      #expect(place.contains("api"))
    }
    // Contents are read when somebody asks for one; what was changed is as if it were not kept.
    #expect((change != nil) == statement.contains("content"))
    guard let arn = change?.revisions["api"]?.first?.arn else { return }
    #expect(await store.content(ofRevision: arn) == nil)
  }

  @Test("In a bucket no value is readable, also for the machine whose copy is new, and another machine reads all")
  func bucket() async throws {
    let store = try shared(.passphrases(Self.first))
    let lock = try await store.acquireLock(.example())
    try await fill(store)
    try await store.releaseLock(lock)
    let text = try await object()
    #expect(!text.contains(Self.secret))
    #expect(text.contains("aws_ecs_service.api"))
    try await expectWhole(try shared(.passphrases(Self.first), on: "b"))
    try await expectWhole(try shared(.passphrases(Self.first), on: "b"))
    _ = try await shared(.passphrases(Self.first), on: "b").backUp()
    try expectHidden()
    await expect(.keyMissing) { try await shared(.none, on: "c").read() }
    await expect(.keyMissing) { try await shared(.none, on: "b").read() }
    await expect(.otherKey(["\"\(Self.second)\""])) { try await shared(.passphrases(Self.second), on: "c").read() }
    // Under another key, and then under none.
    let rotating = try shared(.passphrases(Self.second, Self.first), on: "b")
    let again = try await rotating.acquireLock(.example())
    try await rotating.seal(encrypting: true)
    try await rotating.releaseLock(again)
    try await expectWhole(try shared(.passphrases(Self.second), on: "a"))
    try expectHidden()
  }

  @Test("No member of a shared state can be changed by who has no key, whatever its sums say")
  func authentication() async throws {
    let store = try shared(.passphrases(Self.first))
    let lock = try await store.acquireLock(.example())
    try await fill(store)
    try await store.releaseLock(lock)
    let text = try await object()
    func summed(_ content: String) -> String { content + ",\"checksum\":\"\(ContentDigest(of: content).hex)\"}\n" }
    let content = String(text.dropLast(",\"checksum\":\"\"}\n".count + 64))
    #expect(summed(content) == text)
    let seal = try #require(content.range(of: ",\"seal\":\"", options: .backwards))
    var changes = [
      content.replacing("\"serial\":2", with: "\"serial\":9"),
      content.replacing("aws_ecs_service.api", with: "aws_ecs_service.web"),
      content.replacing("kim@laptop", with: "mallory@x"), content.replacing("\"fence\":", with: "\"fence\":1"),
      content.replacing("\"runs\":[", with: "\"runs\":[],\"x\":["), String(content[..<seal.lowerBound]),
      content + ",\"serial\":99", content.replacing(",\"seal\":\"sealed:", with: ",\"seal\":\"healed:"),
    ]
    // As if it had never been encrypted.
    let header = try #require(try JSON(text: text)["encryption"]?.text())
    changes.append(String(content[..<seal.lowerBound]).replacing("\"encryption\":\(header),", with: ""))
    for change in changes {
      #expect(change != content)
      try await put(summed(change))
      let problem = await problem(of: try shared(.passphrases(Self.first), on: "n\(change.hashValue)"))
      #expect(problem.map(Self.isRefusal) ?? false, "\(change.suffix(80)): \(String(describing: problem))")
    }
    // An older state of the same key is an older state, which the copy on this machine tells by its serial.
    try await put(text)
    try await expectWhole(try shared(.passphrases(Self.first), on: "z"))
  }

  private func problem(of store: S3StateStore) async -> StateError? {
    do throws(StateError) {
      _ = try await store.read()
      return nil
    } catch {
      return error
    }
  }

  private static func isRefusal(_ error: StateError) -> Bool {
    switch error {
    case .encryption(_, .tampered), .encryption(_, .notEncrypted), .remote(_, .damaged): true
    default: false
    }
  }

  @Test("An export has its values as the state has them, and goes back with its key")
  func export() async throws {
    let store = try open(.passphrases(Self.first))
    try await fill(store)
    let state = try await store.read()
    let document = StateDocument(
      version: try #require(state.version), environment: "staging", provider: .example, resources: state.resources,
      revisions: [.example("api", 1, image: "nginx:\(Self.secret)")], deposed: state.deposed)
    let header = try #require(try store.header())
    let text = try document.json(under: header).text()
    #expect(!text.contains(Self.secret))
    let read = try StateDocument(try JSON(text: text))
    #expect(read.resources == document.resources)
    #expect(read.deposed == document.deposed)
    #expect(read.revisions.map(\.content) == document.revisions.map(\.content))
    let other = text.replacing("aws_ecs_service.api", with: "aws_ecs_service.web")
    #expect(throws: StateDocument.ReadingError.self) { _ = try StateDocument(try JSON(text: other)) }
  }
}
