import AWS
import JSONDocument
import Recording
import RemoteState
import Resources
import StoreConformance
import Testing

/// Two writers, one of whom was away for too long.
@Suite struct FenceTests {
  @Test("who was paused past its lease writes nothing and changes nothing")
  func whoWasPausedPastItsLeaseWritesNothingAndChangesNothing() async throws {
    let bucket = try await Bucket()
    let first = try bucket.open(on: "laptop")
    let paused = try await first.acquireLock(.elsewhere("kim@laptop"))
    let run = try await first.record([.service("api")])
    let begun = try await first.begin(.create(.service("worker"), token: "t-7"), in: run)

    bucket.time.passUnnoticed(600)
    let second = try bucket.open(on: "ci")
    let taken = try await second.acquireLock(.elsewhere("sam@ci"))
    #expect(taken.tookOverFrom?.who == "kim@laptop")
    #expect(taken.tookOverEnded == paused.lease?.expires)
    #expect(taken.lease?.fence == 2)
    // What the first one had begun is known to the second.
    #expect(try await second.unfinishedOperations().map(\.intent.token) == ["t-7"])

    // The first one comes back.
    let reason = try #require(await first.reasonNotToChange())
    #expect(reason == "the lock of this run was taken over by sam@ci (apply, process 4711 on ci)")
    let before = try await bucket.text(of: Bucket.place.key)
    await #expect(throws: StateError.self) { try await first.complete(begun, .recorded(.service("worker"), revision: nil)) }
    await #expect(throws: StateError.self) { try await first.begin(.create(.repository("x")), in: run) }
    await #expect(throws: StateError.self) { try await first.releaseLock(paused) }
    #expect(try await bucket.text(of: Bucket.place.key) == before)
    #expect(try await bucket.lock()?.holder?.id == taken.id)

    try await second.complete(begun, .failed(message: "nothing of it is there"))
    try await second.releaseLock(taken)
    #expect(try await bucket.open(on: "laptop").read().resources == [.service("api")])
  }

  /// The one that wakes up reaches the object before it looks at its lock.
  @Test("the object is closed to the former holder from the moment of taking over")
  func theObjectIsClosedToTheFormerHolderFromTheMomentOfTakingOver() async throws {
    let bucket = try await Bucket()
    let first = try bucket.open(on: "laptop")
    _ = try await first.acquireLock(.elsewhere("kim@laptop"))
    let run = try await first.beginRun(.example)
    bucket.time.passUnnoticed(600)
    let taken = try await bucket.open(on: "ci").acquireLock(.elsewhere("sam@ci"))
    await #expect(throws: StateError.notTheHolder(taken.asRead)) { try await first.begin(.create(.service("api")), in: run) }
    #expect(try await bucket.snapshot()?.fence == 2)
  }

  @Test("who was paused and was not missed goes on")
  func whoWasPausedAndWasNotMissedGoesOn() async throws {
    let bucket = try await Bucket()
    let store = try bucket.open()
    let lock = try await store.acquireLock(.elsewhere())
    bucket.time.passUnnoticed(600)
    #expect(await store.reasonNotToChange() == nil)
    try await store.record([.service("api")])
    try await store.releaseLock(lock)
    #expect(try await bucket.lock()?.holder == nil)
  }

  @Test("a lease that reaches far enough costs nothing to check")
  func aLeaseThatReachesFarEnoughCostsNothingToCheck() async throws {
    let bucket = try await Bucket()
    let client = WatchedClient(bucket.cloud)
    let store = try bucket.open(over: client)
    _ = try await store.acquireLock(.elsewhere())
    client.forget()
    bucket.time.passUnnoticed(59)
    for _ in 1...100 { #expect(await store.reasonNotToChange() == nil) }
    #expect(client.calls.isEmpty)
    // From here on a call might outlive it.
    bucket.time.passUnnoticed(1)
    #expect(await store.reasonNotToChange() == nil)
    #expect(client.calls == ["PutObject staging.json.lock"])
    #expect(await store.reasonNotToChange() == nil)
    #expect(client.calls.count == 1)
  }

  @Test("the heartbeat renews in time")
  func theHeartbeatRenewsInTime() async throws {
    let bucket = try await Bucket()
    let store = try bucket.open()
    let lock = try await store.acquireLock(.elsewhere())
    for turn in 1...20 {
      while bucket.time.sleepers == 0 { await Task.yield() }
      bucket.time.pass(30)
      let wanted = Timestamp(seconds: lock.since.seconds + Int64(turn * 30 + 180))
      while try await bucket.lock()?.holder?.lease?.expires != wanted { await Task.yield() }
    }
    await #expect(throws: StateError.self) { try await bucket.open(on: "ci").acquireLock(.elsewhere("sam@ci")) }
    try await store.releaseLock(lock)
  }

  @Test("a lease that ended a moment ago may be a clock that goes wrong")
  func aLeaseThatEndedAMomentAgoMayBeAClockThatGoesWrong() async throws {
    let bucket = try await Bucket()
    _ = try await bucket.open().acquireLock(.elsewhere("kim@laptop"))
    bucket.time.passUnnoticed(180 + 30)
    await #expect(throws: StateError.self) { try await bucket.open(on: "ci").acquireLock(.elsewhere("sam@ci")) }
    bucket.time.passUnnoticed(1)
    #expect(try await bucket.open(on: "ci").acquireLock(.elsewhere("sam@ci")).tookOverFrom?.who == "kim@laptop")
  }

  @Test("the number grows with each holder whatever happens to the lock")
  func theNumberGrowsWithEachHolderWhateverHappensToTheLock() async throws {
    let bucket = try await Bucket()
    var fences: [Int?] = []
    for turn in 1...6 {
      let store = try bucket.open(on: "machine-\(turn)")
      let lock = try await store.acquireLock(.elsewhere())
      fences.append(lock.lease?.fence)
      if turn != 3 { try await store.record([.service("service-\(turn)")]) }
      switch turn {
      case 2: bucket.time.passUnnoticed(600)  // it dies
      case 4: try await bucket.open(on: "other").releaseLock(lock)  // by force
      case 5: try await bucket.delete(Bucket.place.lockKey)  // by hand, in the bucket
      default: try await store.releaseLock(lock)
      }
    }
    #expect(fences == [1, 2, 3, 4, 5, 6])
  }

  @Test("a lock that was released by force stops its holder")
  func aLockThatWasReleasedByForceStopsItsHolder() async throws {
    let bucket = try await Bucket()
    let store = try bucket.open()
    let lock = try await store.acquireLock(.elsewhere("kim@laptop"))
    let run = try await store.record([.service("api")])
    try await bucket.open(on: "ci").releaseLock(lock)
    let next = try bucket.open(on: "ci")
    _ = try await next.acquireLock(.elsewhere("sam@ci"))
    await #expect(throws: StateError.self) { try await store.begin(.create(.service("worker")), in: run) }
    try await next.record([.service("web")])
    #expect(try await bucket.open().read().resources.map(\.address.name) == ["api", "web"])
  }
}

extension LockInfo {
  /// Without what only the one that took it knows.
  fileprivate var asRead: LockInfo {
    var lock = self
    lock.tookOverFrom = nil
    lock.tookOverEnded = nil
    return lock
  }
}
