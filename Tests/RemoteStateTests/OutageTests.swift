import AWS
import JSONDocument
import Recording
import RemoteState
import Resources
import StoreConformance
import Synchronization
import Testing

/// Parts of the store that do not answer for a while, or that hang.
@Suite("A store that is away, in whole or in part")
struct OutageTests {
  /// A way to the bucket that is closed for some keys, or holds back what is written to them.
  private final class Way: AWSClient {
    private let cloud: any AWSClient
    private let state = Mutex<(closed: Set<String>, held: Set<String>, waiting: [CheckedContinuation<Void, Never>])>(([], [], []))

    init(to cloud: any AWSClient) { self.cloud = cloud }

    var clock: any AWSClock { cloud.clock }

    func close(_ keys: String...) { state.withLock { $0.closed = Set(keys) } }
    func hold(_ keys: String...) { state.withLock { $0.held = Set(keys) } }
    var isWaitedFor: Bool { state.withLock { !$0.waiting.isEmpty } }

    func letGo() {
      let waiting = state.withLock { state in
        defer { (state.held, state.waiting) = ([], []) }
        return state.waiting
      }
      for call in waiting { call.resume() }
    }

    func call(_ request: AWSRequest) async throws(AWSError) -> JSON {
      let key = request.input["Key"]?.stringValue ?? ""
      guard !state.withLock({ $0.closed.contains(key) }) else { throw .unreachable("the store did not answer", isCertain: false) }
      if request.operation == "PutObject" {
        await withCheckedContinuation { continuation in
          let isFree = state.withLock { state in
            if state.held.contains(key) { state.waiting.append(continuation) }
            return !state.held.contains(key)
          }
          if isFree { continuation.resume() }
        }
      }
      return try await cloud.call(request)
    }
  }

  @Test("Only the lock's object fails: what is recorded goes on, and nothing is begun past the lease until it is back")
  func lockOnly() async throws {
    let bucket = try await Bucket()
    let way = Way(to: bucket.cloud)
    let store = try bucket.open(over: way)
    let lock = try await store.acquireLock(.elsewhere())
    way.close(Bucket.place.lockKey)
    let run = try await store.record([.service("api")])
    #expect(await store.reasonNotToChange() == nil)
    bucket.time.passUnnoticed(90)
    #expect(await store.reasonNotToChange()?.contains("the store did not answer") == true)
    way.close()
    #expect(await store.reasonNotToChange() == nil)
    try await store.finishRun(run, outcome: RunOutcome(result: .succeeded, summary: "1 added"))
    try await store.releaseLock(lock)
    #expect(try await bucket.open(on: "ci").read().resources == [.service("api")])
    #expect(try await bucket.lock()?.holder == nil)
  }

  @Test("The store goes away in the middle and comes back: the run goes on, and what it announced meanwhile is looked for")
  func goneAndBack() async throws {
    let bucket = try await Bucket()
    let way = Way(to: bucket.cloud)
    let store = try bucket.open(over: way)
    let lock = try await store.acquireLock(.elsewhere())
    let run = try await store.record([.service("api")])
    way.close(Bucket.place.key, Bucket.place.lockKey)
    let error = await #expect(throws: StateError.self) { _ = try await store.begin(.create(.service("web")), in: run) }
    guard case .remote(_, .unreachable) = try #require(error) else { return #expect(Bool(false), "\(String(describing: error))") }
    way.close()
    _ = try await store.record([.service("worker")])
    try await store.releaseLock(lock)
    let other = try bucket.open(on: "ci")
    #expect(try await other.read().resources == [.service("api"), .service("worker")])
    #expect(try await other.unfinishedOperations().map(\.intent.address.description) == ["aws_ecs_service.web"])
    #expect(try await other.acquireLock(.elsewhere("sam@ci")).tookOverFrom == nil)
  }

  @Test("A PUT that hangs holds up its own run alone; its lock is renewed meanwhile")
  func hangingPut() async throws {
    let bucket = try await Bucket()
    let way = Way(to: bucket.cloud)
    let store = try bucket.open(over: way)
    let lock = try await store.acquireLock(.elsewhere())
    way.hold(Bucket.place.key)
    let recording = Task { try await store.record([.service("api")]) }
    while !way.isWaitedFor { await Task.yield() }
    for turn in 1...10 {
      while bucket.time.sleepers == 0 { await Task.yield() }
      bucket.time.pass(30)
      let wanted = Timestamp(seconds: lock.since.seconds + Int64(turn * 30 + 180))
      while try await bucket.lock()?.holder?.lease?.expires != wanted { await Task.yield() }
    }
    #expect(try await bucket.open(on: "ci").read().resources.isEmpty)
    await #expect(throws: StateError.self) { try await bucket.open(on: "ci").acquireLock(.elsewhere("sam@ci")) }
    way.letGo()
    _ = try await recording.value
    try await store.releaseLock(lock)
    #expect(try await bucket.open(on: "ci").read().resources == [.service("api")])
  }
}
