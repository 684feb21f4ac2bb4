import AWS
import JSONDocument
import Recording
import RemoteState
import Resources
import SimulatedAWS
import StoreConformance
import Testing

/// What keeps a state from being used is said, and nothing is changed.
@Suite struct ProblemTests {
  private func problem(_ work: () async throws -> Void) async -> RemoteProblem? {
    do {
      try await work()
      return nil
    } catch StateError.remote(_, let problem) {
      return problem
    } catch {
      Issue.record("\(error)")
      return nil
    }
  }

  @Test("a bucket that is not there is no empty state")
  func aBucketThatIsNotThereIsNoEmptyState() async throws {
    let bucket = try await Bucket()
    let nowhere = RemotePlace(bucket: "nothing", key: "staging.json")
    #expect(await problem { _ = try await bucket.open(place: nowhere).read() } == .bucketMissing("nothing"))
    #expect(
      await problem { _ = try await bucket.open(place: nowhere).acquireLock(.elsewhere()) } == .bucketMissing("nothing"))
  }

  @Test("A bucket of another account than the files name is not read and not written")
  func owner() async throws {
    let bucket = try await Bucket()
    let own = RemotePlace(bucket: Bucket.place.bucket, key: Bucket.place.key, owner: "123456789012")
    #expect(try await bucket.open(place: own).read().resources.isEmpty)
    let foreign = RemotePlace(bucket: Bucket.place.bucket, key: Bucket.place.key, owner: "999999999999")
    #expect(
      await problem { _ = try await bucket.open(place: foreign).read() }
        == .forbidden(operation: "GetObject", message: "AccessDenied: Access Denied"))
    #expect(await problem { _ = try await bucket.open(place: foreign).acquireLock(.elsewhere()) } != nil)
  }

  @Test("what is forbidden is no empty state either", arguments: ["AccessDenied", "Forbidden", "403"])
  func whatIsForbiddenIsNoEmptyStateEither(code: String) async throws {
    let bucket = try await Bucket()
    let client = FaultInjectingClient(
      bucket.cloud, plan: FaultPlan([FaultPlan.Rule(.refuse(code: code, message: "no"), operation: "GetObject")]))
    #expect(
      await problem { _ = try await bucket.open(over: client).read() }
        == .forbidden(operation: "GetObject", message: "\(code): no"))
  }

  @Test("A store that takes every write is refused, and left as it was", arguments: ["IfMatch", "IfNoneMatch"])
  func noConditions(ignored: String) async throws {
    let bucket = try await Bucket()
    let client = WatchedClient(bucket.cloud) { request, _ throws(AWSError) in
      var request = request
      if request.operation == "PutObject" { request.input[ignored] = nil }
      return request
    }
    #expect(await problem { _ = try await bucket.open(over: client).acquireLock(.elsewhere()) } == .noConditions)
    for key in [Bucket.place.key, Bucket.place.lockKey, Bucket.place.probeKey] {
      #expect(try await bucket.text(of: key) == nil)
    }
  }

  @Test("a store that refuses conditions is refused")
  func aStoreThatRefusesConditionsIsRefused() async throws {
    let bucket = try await Bucket()
    let client = FaultInjectingClient(
      bucket.cloud,
      plan: FaultPlan([FaultPlan.Rule(.refuse(code: "NotImplemented", message: "A header"), operation: "PutObject")]))
    #expect(await problem { _ = try await bucket.open(over: client).acquireLock(.elsewhere()) } == .noConditions)
  }

  @Test(
    "a bucket that demands encryption gets it with every write, the lock's and the probe's too",
    arguments: [(.s3, "AES256", nil), (.kms(key: "alias/states"), "aws:kms", "alias/states")]
      as [(ObjectEncryption, String, String?)])
  func encryption(asked: ObjectEncryption, header: String, key: String?) async throws {
    let bucket = try await Bucket()
    let client = WatchedClient(bucket.cloud) { request, _ throws(AWSError) in
      guard request.operation == "PutObject" else { return request }
      guard request.input["ServerSideEncryption"]?.stringValue == header, request.input["SSEKMSKeyId"]?.stringValue == key else {
        throw AWSError(code: "AccessDenied", message: "Access Denied")
      }
      return request
    }
    #expect(
      await problem { _ = try await bucket.open(over: client).acquireLock(.elsewhere()) }
        == .forbidden(operation: "PutObject", message: "AccessDenied: Access Denied"))
    let store = try bucket.open(over: client, encryption: asked)
    let lock = try await store.acquireLock(.elsewhere())
    try await store.record([.service("api")])
    try await store.releaseLock(lock)
    #expect(try await bucket.snapshot()?.document.resources == [.service("api")])
    #expect(client.calls.contains { $0.hasPrefix("PutObject") && $0.hasSuffix(".probe") })
  }

  @Test("a copy that a killed program had only begun to make is no trouble")
  func aCopyThatWasOnlyBegunIsNoTrouble() async throws {
    let bucket = try await Bucket()
    try await bucket.open().record([.service("api")])
    let begun = try SQLiteStateStore(path: bucket.cachePath("ci"), environment: "staging", provider: .example)
    try await begun.releaseLock(try await begun.acquireLock(.elsewhere()))

    let store = try bucket.open(on: "ci")
    let lock = try await store.acquireLock(.elsewhere())
    try await store.record([.service("web")])
    try await store.releaseLock(lock)
    #expect(try await bucket.snapshot()?.document.resources == [.service("api"), .service("web")])
  }

  @Test("what a killed probe left is no trouble")
  func whatAKilledProbeLeftIsNoTrouble() async throws {
    let bucket = try await Bucket()
    try await bucket.put("left", as: Bucket.place.probeKey)
    _ = try await bucket.open().acquireLock(.elsewhere())
    #expect(try await bucket.text(of: Bucket.place.probeKey) == nil)
  }

  @Test("a state of another environment is not touched")
  func aStateOfAnotherEnvironmentIsNotTouched() async throws {
    let bucket = try await Bucket()
    try await bucket.open().record([.service("api")])
    let before = try await bucket.text(of: Bucket.place.key)
    let other = try bucket.open(environment: "prod")
    #expect(await problem { _ = try await other.read() } == .otherEnvironment("staging"))
    #expect(await problem { _ = try await other.acquireLock(.elsewhere()) } == .otherEnvironment("staging"))
    #expect(try await bucket.text(of: Bucket.place.key) == before)
    #expect(try await bucket.lock()?.holder == nil)
  }

  @Test("a state that is gone is not taken for an empty one")
  func aStateThatIsGoneIsNotTakenForAnEmptyOne() async throws {
    let bucket = try await Bucket()
    try await bucket.open().record([.service("api")])
    try await bucket.delete(Bucket.place.key)
    #expect(await problem { _ = try await bucket.open().read() } == .vanished(serial: 1))
    #expect(await problem { _ = try await bucket.open().acquireLock(.elsewhere()) } == .vanished(serial: 1))
    #expect(try await bucket.lock()?.holder == nil)
    // A machine that never saw it cannot know.
    #expect(try await bucket.open(on: "new").read().version == nil)
  }

  @Test("a state that was never moved is not taken for an empty one")
  func aStateThatWasNeverMovedIsNotTakenForAnEmptyOne() async throws {
    let bucket = try await Bucket()
    let path = bucket.path("laptop/staging.sqlite")
    try await SQLiteStateStore(path: path, environment: "staging", provider: .example).record([.service("api")])
    let former = try #require(FormerState(path: path, environment: "staging", provider: .example))
    let store = try bucket.open(former: former)
    #expect(await problem { _ = try await store.read() } == .notMoved(file: path, serial: 1))
    #expect(await problem { _ = try await store.acquireLock(.elsewhere()) } == .notMoved(file: path, serial: 1))

    await store.expectReplacement()
    let lock = try await store.acquireLock(.elsewhere())
    let snapshot = try #require(try await former.snapshot())
    let version = try await store.replace(with: snapshot, .example, summary: "moved")
    try await store.releaseLock(lock)
    #expect(version.serial == 2)
    let elsewhere = try bucket.open(on: "ci")
    #expect(try await elsewhere.read().resources == [.service("api")])
    #expect(try await elsewhere.history(limit: 9).map(\.outcome?.summary) == ["moved", nil])
  }

  @Test("a damaged state is named and a kept copy puts it right")
  func aDamagedStateIsNamedAndAKeptCopyPutsItRight() async throws {
    let bucket = try await Bucket()
    let store = try bucket.open()
    var lock = try await store.acquireLock(.elsewhere())
    try await store.record([.service("api")])
    let backup = try #require(try await store.backUp())
    try await store.record([.service("web")])
    try await store.releaseLock(lock)
    try await bucket.put("{\"format\":\"reconcile-state\"", as: Bucket.place.key)
    #expect(await problem { _ = try await bucket.open().read() } == .damaged("it is not JSON"))
    #expect(await problem { _ = try await bucket.open().acquireLock(.elsewhere()) } == .damaged("it is not JSON"))
    #expect(await problem { _ = try await bucket.open().audit(seenFrom: "laptop") } == .damaged("it is not JSON"))

    let repair = try bucket.open()
    await repair.expectReplacement()
    lock = try await repair.acquireLock(.elsewhere())
    _ = try await repair.replace(with: try backup.snapshot(.example), .example, summary: "put back")
    try await repair.releaseLock(lock)
    #expect(try await bucket.open(on: "ci").read().resources == [.service("api")])
    #expect(try await bucket.open(on: "ci").audit(seenFrom: "laptop")?.findings.isEmpty == true)
  }

  @Test("a state that something else writes under our lock is not written over")
  func aStateThatSomethingElseWritesUnderOurLockIsNotWrittenOver() async throws {
    let bucket = try await Bucket()
    let store = try bucket.open()
    _ = try await store.acquireLock(.elsewhere())
    let run = try await store.record([.service("api")])
    try await bucket.put("by hand", as: Bucket.place.key)
    #expect(await problem { _ = try await store.begin(.create(.service("web")), in: run) } == .overwritten)
    #expect(await problem { _ = try await store.beginRun(.example) } == .overwritten)
    #expect(try await bucket.text(of: Bucket.place.key) == "by hand")
  }

  @Test("a state of a later program is left alone")
  func aStateOfALaterProgramIsLeftAlone() async throws {
    let bucket = try await Bucket()
    try await bucket.put(#"{"format":"reconcile-state","version":7}"#, as: Bucket.place.key)
    await #expect(throws: StateError.newerFormat(path: Bucket.place.description, found: 7, known: StateDocument.format)) {
      _ = try await bucket.open().read()
    }
    try await bucket.put(#"{"format":"reconcile-lock","version":7}"#, as: Bucket.place.lockKey)
    await #expect(throws: StateError.self) { _ = try await bucket.open().acquireLock(.elsewhere()) }
  }

  @Test("a run that died here leaves a copy that nobody trusts")
  func aRunThatDiedHereLeavesACopyThatNobodyTrusts() async throws {
    let bucket = try await Bucket()
    let died = try bucket.open()
    _ = try await died.acquireLock(.elsewhere("kim@laptop"))
    let run = try await died.record([.service("api")])
    // It committed to its file, and never came to write the object.
    let file = try SQLiteStateStore(path: bucket.cachePath("laptop"), environment: "staging", provider: .example)
    _ = try await file.begin(.create(.service("ghost")), in: run)
    bucket.time.passUnnoticed(600)
    let plan = try bucket.open()
    #expect(try await plan.read().resources == [.service("api")])
    #expect(try await plan.unfinishedOperations().isEmpty)
    let next = try bucket.open()
    let lock = try await next.acquireLock(.elsewhere("sam@ci"))
    #expect(try await next.unfinishedOperations().isEmpty)
    try await next.releaseLock(lock)
    #expect(try await bucket.open().read().resources == [.service("api")])
  }
}
