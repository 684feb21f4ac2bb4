import AWS
import JSONDocument
import Recording
import RemoteState
import Resources
import StoreConformance
import Synchronization
import Testing

/// Several machines and one state.
@Suite struct SharingTests {
  @Test("what one machine records the other reads")
  func whatOneMachineRecordsTheOtherReads() async throws {
    let bucket = try await Bucket()
    let laptop = try bucket.open(on: "laptop")
    let lock = try await laptop.acquireLock(.elsewhere("kim@laptop"))
    let run = try await laptop.record([.service("api"), .repository("web")])
    try await laptop.finishRun(run, outcome: RunOutcome(result: .succeeded, summary: "2 added"))
    try await laptop.releaseLock(lock)

    let runner = try bucket.open(on: "ci")
    let state = try await runner.read()
    #expect(state.resources == [.repository("web"), .service("api")])
    #expect(state.version == (try await laptop.read()).version)
    #expect(try await runner.history(limit: 5).map(\.outcome?.summary) == ["2 added"])
    #expect(try await runner.currentLock() == nil)

    let next = try await runner.acquireLock(.elsewhere())
    try await runner.record([.service("worker")])
    try await runner.releaseLock(next)
    #expect(try await laptop.read().resources.map(\.address.name) == ["web", "api", "worker"])
    #expect(try await laptop.read().version?.serial == 3)
  }

  @Test("a plan reads one object and an unchanged one is not sent again")
  func aPlanReadsOneObjectAndAnUnchangedOneIsNotSentAgain() async throws {
    let bucket = try await Bucket()
    try await bucket.open(on: "ci").record([.service("api")])
    let client = WatchedClient(bucket.cloud) { request, _ throws(AWSError) in request }
    for turn in 1...3 {
      let store = try bucket.open(on: "laptop", over: client)
      #expect(try await store.read().resources == [.service("api")])
      _ = try await store.history(limit: 500)
      _ = try await store.unfinishedOperations()
      _ = await store.content(ofRevision: "arn:unknown")
      #expect(client.calls == Array(repeating: "GetObject staging.json", count: turn))
    }
    let bodies = Mutex(0)
    let counting = WatchedClient(CountedBodies(client: bucket.cloud, bodies: { bodies.withLock { $0 += 1 } }))
    _ = try await bucket.open(on: "laptop", over: counting).read()
    #expect(bodies.withLock { $0 } == 0)
  }

  @Test("a plan beside an apply of the same machine sees what the bucket holds and touches nothing")
  func aPlanBesideAnApplyOfTheSameMachineSeesWhatTheBucketHoldsAndTouchesNothing() async throws {
    let bucket = try await Bucket()
    let apply = try bucket.open()
    _ = try await apply.acquireLock(.elsewhere())
    let run = try await apply.record([.service("api")])
    let operation = try await apply.begin(.create(.service("worker")), in: run)
    let plan = try bucket.open()
    #expect(try await plan.read().resources == [.service("api")])
    #expect(try await plan.unfinishedOperations().map(\.id) == [operation])
    #expect(try await plan.history(limit: 1).first?.outcome == nil)
    try await plan.remember([.example("api", 1)])
    #expect(try await bucket.open().read().revisions["api"]?.count == 1)
    try await apply.complete(operation, .recorded(.service("worker"), revision: nil))
    #expect(try await plan.read().resources.count == 2)
  }

  @Test("what a plan read goes to the others with the next apply")
  func whatAPlanReadGoesToTheOthersWithTheNextApply() async throws {
    let bucket = try await Bucket()
    try await bucket.open().record([.service("api")])
    let laptop = try bucket.open()
    _ = try await laptop.read()
    try await laptop.remember([.example("api", 1)])
    try await bucket.open().record([.service("worker")])
    let elsewhere = try bucket.open(on: "ci")
    #expect(try await elsewhere.read().revisions["api"]?.map(\.number) == [1])
    let arn = Revision.example("api", 1).arn
    #expect(await elsewhere.content(ofRevision: arn) == Revision.example("api", 1).content)
  }

  @Test("changes that come together are written together")
  func changesThatComeTogetherAreWrittenTogether() async throws {
    let bucket = try await Bucket()
    let client = WatchedClient(bucket.cloud)
    let store = try bucket.open(over: client)
    _ = try await store.acquireLock(.elsewhere())
    let run = try await store.beginRun(.example)
    client.forget()
    let services = (1...20).map { RecordedResource.service("service-\($0)") }
    let operations = try await withThrowingTaskGroup(of: (Int, OperationID).self) { group in
      for (number, service) in services.enumerated() {
        group.addTask { (number, try await store.begin(.create(service), in: run)) }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (number, operation) in operations {
        group.addTask { try await store.complete(operation, .recorded(services[number], revision: nil)) }
      }
      try await group.waitForAll()
    }
    let puts = client.calls.count { $0 == "PutObject staging.json" }
    #expect(puts >= 2 && puts < 40, "\(puts)")
    #expect(try await bucket.snapshot()?.document.resources.count == 20)
    #expect(try await bucket.snapshot()?.open.isEmpty == true)
  }

  /// While one writing is under way, however many come meanwhile: one more is enough for them all.
  @Test("who comes during a writing waits for the next one only")
  func whoComesDuringAWritingWaitsForTheNextOneOnly() async throws {
    let bucket = try await Bucket()
    let gate = Gate()
    let client = WatchedClient(bucket.cloud) { request, _ throws(AWSError) in
      if request.operation == "PutObject", request.input["Key"]?.stringValue == Bucket.place.key { await gate.pass() }
      return request
    }
    let store = try bucket.open(over: client)
    _ = try await store.acquireLock(.elsewhere())
    let run = try await store.beginRun(.example)
    client.forget()
    gate.close()
    let started = (1...10).map { number in
      Task { try await store.begin(.create(.service("service-\(number)")), in: run) }
    }
    // The first one stands in the gate; the others have committed to the file when all ten are there.
    let file = try SQLiteStateStore(path: bucket.cachePath("laptop"), environment: "staging", provider: .example)
    while try await file.unfinishedOperations().count < 10 || gate.waiting == 0 { await Task.yield() }
    gate.open()
    for task in started { _ = try await task.value }
    #expect(client.calls.count { $0 == "PutObject staging.json" } <= 3)
    #expect(try await bucket.snapshot()?.open.count == 10)
  }

  @Test("the snapshot is the document of `state pull`, with more")
  func theSnapshotIsTheDocumentOfStatePullWithMore() async throws {
    let bucket = try await Bucket()
    let run = try await bucket.open().record([.service("api")])
    let text = try #require(try await bucket.text(of: Bucket.place.key))
    let document = try StateDocument(JSON(text: text))
    #expect(document.resources == [.service("api")])
    #expect(document.environment == "staging")
    #expect(try await bucket.snapshot()?.runs.map(\.id) == [run])
    for at in stride(from: 0, to: text.utf8.count - 1, by: 13) {
      var bytes = Array(text.utf8)
      bytes[at] ^= 0x01
      #expect(throws: StateSnapshot.ReadingError.self) { _ = try StateSnapshot(text: String(decoding: bytes, as: UTF8.self)) }
    }
    #expect(throws: StateSnapshot.ReadingError.self) { _ = try StateSnapshot(text: String(text.dropLast(100))) }
  }
}

/// Counts answers that had a body.
private struct CountedBodies: AWSClient {
  let client: any AWSClient
  let bodies: @Sendable () -> Void

  var clock: any AWSClock { client.clock }

  func call(_ request: AWSRequest) async throws(AWSError) -> JSON {
    let answer = try await client.call(request)
    if answer["Body"] != nil { bodies() }
    return answer
  }
}

/// Lets calls through, or holds them.
final class Gate: Sendable {
  private let state = Mutex<(isClosed: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

  var waiting: Int { state.withLock { $0.waiting.count } }

  func close() { state.withLock { $0.isClosed = true } }

  func open() {
    let waiting = state.withLock { state in
      let waiting = state.waiting
      state = (false, [])
      return waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  func pass() async {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        if state.isClosed { state.waiting.append(continuation) }
        return !state.isClosed
      }
      if isOpen { continuation.resume() }
    }
  }
}
