import AWS
import JSONDocument
import Recording
import RemoteState
import Resources
import SimulatedAWS
import StoreConformance
import Synchronization
import Testing

/// A machine dies for ever at each of its calls, before and after the call was made; another one goes on.
@Suite struct DeadMachineTests {
  enum Moment: String, CaseIterable {
    case before, after
  }

  private static let wanted = (1...4).map { RecordedResource.service("service-\($0)") }

  /// A cloud of objects that are made once each.
  private final class Objects: Sendable {
    private let made = Mutex<[String]>([])
    var all: [String] { made.withLock { $0 } }
    func make(_ name: String) { made.withLock { $0.append(name) } }
  }

  /// What a run does: recovery of what is open, then one operation for each service that is not recorded.
  private func apply(_ store: S3StateStore, _ request: LockRequest, _ objects: Objects) async throws {
    let lock = try await store.acquireLock(request)
    for open in try await store.unfinishedOperations() {
      let service = try #require(Self.wanted.first { $0.address == open.intent.address })
      let isThere = objects.all.contains(service.identity.name)
      try await store.complete(open.id, isThere ? .recorded(service, revision: nil) : .failed(message: "not there"))
    }
    let run = try await store.beginRun(.example)
    let recorded = try await store.read().resources
    for service in Self.wanted where !recorded.contains(service) {
      let operation = try await store.begin(.create(service, token: "token-\(service.identity.name)"), in: run)
      if let reason = await store.reasonNotToChange() { throw StateError.unavailable(path: "", what: reason) }
      objects.make(service.identity.name)
      try await store.complete(operation, .recorded(service, revision: nil))
    }
    try await store.finishRun(run, outcome: RunOutcome(result: .succeeded, summary: ""))
    try await store.releaseLock(lock)
  }

  @Test("the next machine always continues right", arguments: Moment.allCases)
  func theNextMachineAlwaysContinuesRight(_ moment: Moment) async throws {
    var died = 0
    for call in 1... {
      let bucket = try await Bucket()
      let objects = Objects()
      let isDead = Mutex(false)
      let client = WatchedClient(bucket.cloud) { request, number throws(AWSError) in
        let gone = AWSError(code: "Cancelled", message: "the machine is gone", isCertain: false)
        if isDead.withLock({ $0 }) { throw gone }
        guard number == call else { return request }
        isDead.withLock { $0 = true }
        if moment == .after { _ = try await bucket.cloud.call(request) }
        throw gone
      }
      let first = try bucket.open(on: "laptop", over: client)
      do {
        try await apply(first, .elsewhere("kim@laptop"), objects)
      } catch {
        died += 1
      }
      bucket.time.passUnnoticed(600)

      // Everything that was made is recorded, or known to have been begun.
      let snapshot = try await bucket.snapshot()
      let known =
        (snapshot?.document.resources.map(\.identity.name) ?? []) + (snapshot?.open.map(\.operation.intent.identity.name) ?? [])
      #expect(Set(objects.all).isSubset(of: known), "call \(call)")

      try await apply(try bucket.open(on: "ci"), .elsewhere("sam@ci"), objects)
      #expect(objects.all.sorted() == Self.wanted.map(\.identity.name), "call \(call)")
      let after = try #require(try await bucket.snapshot())
      #expect(after.document.resources == Self.wanted, "call \(call)")
      #expect(after.open.isEmpty)
      #expect(try await bucket.lock()?.holder == nil)
      // And the first machine, should it come back, sees the same.
      #expect(try await bucket.open(on: "laptop").read().version == after.document.version)
      guard isDead.withLock({ $0 }) else { break }
    }
    #expect(died > 15, "\(died)")
  }
}
