import AWS
import Recording
import RemoteState
import Resources
import SimulatedAWS
import StoreConformance
import Testing

/// What goes wrong with single calls and is no concern of anybody.
@Suite struct FaultTests {
  private static let faults: [(String, FaultPlan.Fault)] = [
    ("the answer is lost", .loseAnswer), ("the request is lost", .loseRequest),
    ("somebody else writes at the same instant", .refuse(code: "ConditionalRequestConflict", message: "conflict")),
    ("the store is told to slow down", .refuse(code: "SlowDown", message: "Please reduce your request rate.")),
    ("the store fails inside", .refuse(code: "InternalError", message: "We encountered an internal error.")),
  ]

  @Test("At any call, once", arguments: faults.indices)
  func once(_ fault: Int) async throws {
    for call in 1...40 {
      let bucket = try await Bucket()
      let client = FaultInjectingClient(
        bucket.cloud, plan: FaultPlan([FaultPlan.Rule(Self.faults[fault].1, operation: "*Object", from: call, times: 1)]))
      let store = try bucket.open(over: client)
      let lock = try await store.acquireLock(.elsewhere())
      let run = try await store.record([.service("api"), .service("web")])
      try await store.finishRun(run, outcome: RunOutcome(result: .succeeded, summary: "2 added"))
      try await store.releaseLock(lock)
      let other = try bucket.open(on: "ci")
      #expect(try await other.read().resources == [.service("api"), .service("web")], "call \(call)")
      #expect(try await other.history(limit: 9).map(\.outcome?.result) == [.succeeded])
      #expect(try await bucket.lock()?.holder == nil, "call \(call)")
      #expect(try await bucket.text(of: Bucket.place.probeKey) == nil)
      guard !client.strikes.isEmpty else { return }
    }
    Issue.record("the story has more than 40 calls")
  }

  @Test("a lock write whose answer is lost is ours")
  func aLockWriteWhoseAnswerIsLostIsOurs() async throws {
    let bucket = try await Bucket()
    try await bucket.open().record([])
    let client = FaultInjectingClient(
      bucket.cloud, plan: FaultPlan([FaultPlan.Rule(.loseAnswer, operation: "PutObject", from: 4, times: 1)]))
    let lock = try await bucket.open(on: "ci", over: client).acquireLock(.elsewhere())
    #expect(client.strikes.count == 1)
    #expect(try await bucket.lock()?.holder?.id == lock.id)
  }

  @Test("without the store the lease ends, and nothing more is begun")
  func withoutTheStoreTheLeaseEndsAndNothingMoreIsBegun() async throws {
    let bucket = try await Bucket()
    let client = FaultInjectingClient(
      bucket.cloud, plan: FaultPlan([FaultPlan.Rule(.loseRequest, operation: "*Object", from: 12)]))
    let store = try bucket.open(over: client)
    _ = try await store.acquireLock(.elsewhere())
    let run = try await store.beginRun(.example)
    bucket.time.passUnnoticed(30)
    while client.strikes.isEmpty {
      do throws(StateError) { _ = try await store.begin(.create(.service("api")), in: run) } catch {
        guard case .remote(_, .unreachable) = error else { throw error }
      }
    }
    // Within the lease there is nothing to fear; after it we cannot know.
    #expect(await store.reasonNotToChange() == nil)
    bucket.time.passUnnoticed(60)
    #expect(await store.reasonNotToChange()?.contains("the store did not answer") == true)
  }
}
