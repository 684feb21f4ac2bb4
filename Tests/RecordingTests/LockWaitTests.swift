import Recording
import StoreConformance
import Synchronization
import Testing

/// Waiting for the lock, on a clock that the test moves.
@Suite struct LockWaitTests {
  private let store = MemoryStateStore(now: { Timestamp(seconds: 7) })
  private let heard = Heard()

  private func wait(_ limit: Duration, meanwhile: @escaping @Sendable (Int) async throws -> Void = { _ in }) -> LockWait {
    let turns = Ticks()
    return LockWait(limit: limit) { [heard] in
      heard.add($0)
      try await meanwhile(turns.next())
    }
  }

  @Test("a free lock is taken without a word")
  func aFreeLockIsTakenWithoutAWord() async throws {
    _ = try await wait(.seconds(30)).acquire(.example(), in: store) { heard.add($0) }
    #expect(heard.events.isEmpty && heard.pauses.isEmpty)
  }

  @Test("without patience a held lock is an error at once")
  func withoutPatienceAHeldLockIsAnErrorAtOnce() async throws {
    let held = try await store.acquireLock(.example())
    await #expect(throws: StateError.locked(held)) { try await wait(.zero).acquire(.example(), in: store) { heard.add($0) } }
    #expect(heard.events.isEmpty && heard.pauses.isEmpty)
  }

  @Test("who is waited for is said once for each holder")
  func whoIsWaitedForIsSaidOnceForEachHolder() async throws {
    let first = try await store.acquireLock(.example(who: "kim@laptop"))
    let second = Mutex<LockInfo?>(nil)
    let lock = try await wait(.seconds(600)) { [store] turn in
      if turn == 3 {
        try await store.releaseLock(first)
        let next = try await store.acquireLock(.example(who: "sam@laptop"))
        second.withLock { $0 = next }
      }
      if turn == 5, let next = second.withLock({ $0 }) { try await store.releaseLock(next) }
    }.acquire(.example(who: "lee@laptop"), in: store) { heard.add($0) }
    #expect(lock.request.who == "lee@laptop")
    #expect(heard.events == [.waiting(first), second.withLock { $0 }.map { .waiting($0) }])
    #expect(heard.pauses == [.milliseconds(250), .milliseconds(500), .seconds(1), .seconds(2), .seconds(4)])
  }

  @Test("when the time is over, the holder is named")
  func whenTheTimeIsOverTheHolderIsNamed() async throws {
    let held = try await store.acquireLock(.example())
    await #expect(throws: StateError.locked(held)) {
      try await wait(.seconds(2)).acquire(.example(), in: store) { heard.add($0) }
    }
    #expect(heard.pauses.reduce(.zero, +) == .seconds(2))
  }

  @Test("who is told to stop while waiting has no lock")
  func whoIsToldToStopWhileWaitingHasNoLock() async throws {
    let held = try await store.acquireLock(.example())
    await #expect(throws: StateError.locked(held)) {
      try await wait(.seconds(2), meanwhile: { _ in throw CancellationError() }).acquire(.example(), in: store) { _ in }
    }
  }

  @Test("taking over is said")
  func takingOverIsSaid() async throws {
    let gone = LockRequest.example(pid: LockRequest.deadPid)
    #expect(try await store.acquireLock(gone).isHolderGone(seenFrom: gone.host))
    _ = try await wait(.zero).acquire(.example(), in: store) { heard.add($0) }
    #expect(heard.events == [.tookOver(gone)])
  }

  @Test("a holder on another host is never taken to be gone")
  func aHolderOnAnotherHostIsNeverTakenToBeGone() async throws {
    let held = try await store.acquireLock(.example(host: "ci-7", pid: LockRequest.deadPid))
    #expect(!held.isHolderGone(seenFrom: "laptop"))
    #expect(held.isHolderGone(seenFrom: "ci-7"))
  }
}

private final class Heard: Sendable {
  private let content = Mutex<(events: [LockWait.Event?], pauses: [Duration])>(([], []))

  var events: [LockWait.Event?] { content.withLock { $0.events } }
  var pauses: [Duration] { content.withLock { $0.pauses } }

  func add(_ event: LockWait.Event) { content.withLock { $0.events.append(event) } }
  func add(_ pause: Duration) { content.withLock { $0.pauses.append(pause) } }
}
