import AWS
import JSONDocument
import Recording
import RemoteState
import Resources
import SimulatedAWS
import StoreConformance
import Synchronization
import TestSupport

/// A bucket in a simulated cloud, and machines that share a state in it. Its time is the test's.
final class Bucket: Sendable {
  let cloud: SimulatedCloud
  let time = TestTime()
  private let folder: TemporaryDirectory
  private let ids = Mutex(0)

  init() async throws {
    cloud = try SimulatedCloud.inMemory(account: "123456789012")
    folder = try TemporaryDirectory()
    _ = try await cloud.call(
      AWSRequest(.s3, "CreateBucket", ["Bucket": "states", "CreateBucketConfiguration": ["LocationConstraint": "eu-west-1"]]))
  }

  static let place = RemotePlace(bucket: "states", key: "tracker/staging.json")

  /// The state as a process on this machine opens it, over a client of the test's when one is given.
  func open(
    on machine: String = "laptop", over client: (any AWSClient)? = nil, environment: String = "staging",
    place: RemotePlace = Bucket.place, encryption: ObjectEncryption? = nil, former: FormerState? = nil
  ) throws -> S3StateStore {
    try S3StateStore(
      client: client ?? cloud, place: place, cachePath: cachePath(machine, environment), environment: environment,
      provider: .example, encryption: encryption, former: former, timing: LeaseTiming(duration: .seconds(180)), clock: time.clock,
      newId: { [self] in nextId() })
  }

  private func nextId() -> String {
    ids.withLock { ids in
      ids += 1
      return "id-\(ids)"
    }
  }

  func cachePath(_ machine: String, _ environment: String = "staging") -> String {
    "\(folder.path)/\(machine)/\(environment).s3.sqlite"
  }

  func path(_ name: String) -> String { "\(folder.path)/\(name)" }

  // MARK: Behind everybody's back

  func text(of key: String) async throws -> String? {
    do throws(AWSError) {
      let answer = try await cloud.call(AWSRequest(.s3, "GetObject", ["Bucket": "states", "Key": .string(key)]))
      return answer["Body"]?.stringValue
    } catch {
      guard error.code == "NoSuchKey" else { throw error }
      return nil
    }
  }

  func put(_ text: String, as key: String) async throws {
    _ = try await cloud.call(
      AWSRequest(.s3, "PutObject", ["Bucket": "states", "Key": .string(key), "Body": .string(text)]))
  }

  func delete(_ key: String) async throws {
    _ = try await cloud.call(AWSRequest(.s3, "DeleteObject", ["Bucket": "states", "Key": .string(key)]))
  }

  func snapshot() async throws -> StateSnapshot? {
    try await text(of: Self.place.key).map { try StateSnapshot(text: $0) }
  }

  func lock() async throws -> LockDocument? {
    try await text(of: Self.place.lockKey).map { try LockDocument(text: $0) }
  }
}

/// Time that passes when the test says so. Who sleeps wakes when it has passed.
final class TestTime: Sendable {
  private struct Sleeper {
    var until: Int
    var continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var now = 1_000_000
    var sleepers: [Int: Sleeper] = [:]
    var next = 0
  }

  private let state = Mutex(State())

  /// Wakes nobody: a process that was stopped sleeps through it.
  func passUnnoticed(_ seconds: Int) { state.withLock { $0.now += seconds } }

  func pass(_ seconds: Int) {
    let woken = state.withLock { state in
      state.now += seconds
      let due = state.sleepers.filter { $0.value.until <= state.now }
      for number in due.keys { state.sleepers[number] = nil }
      return due.values.map(\.continuation)
    }
    for continuation in woken { continuation.resume() }
  }

  var sleepers: Int { state.withLock { $0.sleepers.count } }

  var clock: LeaseClock {
    LeaseClock(
      now: { [self] in Timestamp(seconds: Int64(state.withLock { $0.now })) },
      uptime: { [self] in .seconds(state.withLock { $0.now }) },
      sleep: { [self] duration in try await sleep(Int(duration.components.seconds)) })
  }

  private func sleep(_ seconds: Int) async throws {
    let number = state.withLock { state in
      state.next += 1
      return state.next
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let isCancelled = state.withLock { state in
          if Task.isCancelled { return true }
          state.sleepers[number] = Sleeper(until: state.now + seconds, continuation: continuation)
          return false
        }
        if isCancelled { continuation.resume(throwing: CancellationError()) }
      }
    } onCancel: {
      state.withLock { $0.sleepers.removeValue(forKey: number) }?.continuation.resume(throwing: CancellationError())
    }
  }
}

/// A client that does what a test says before and after calls, and counts them.
final class WatchedClient: AWSClient {
  private let client: any AWSClient
  private let before: @Sendable (AWSRequest, Int) async throws(AWSError) -> AWSRequest
  private let made = Mutex<[String]>([])

  /// `before` gets each request with its number, from 1, and may change it or throw in its place.
  init(
    _ client: any AWSClient,
    before: @escaping @Sendable (AWSRequest, Int) async throws(AWSError) -> AWSRequest = { request, _ throws(AWSError) in request
    }
  ) {
    self.client = client
    self.before = before
  }

  var clock: any AWSClock { client.clock }
  var calls: [String] { made.withLock { $0 } }

  func forget() { made.withLock { $0 = [] } }

  func call(_ request: AWSRequest) async throws(AWSError) -> JSON {
    let number = made.withLock { made in
      made.append("\(request.operation) \(request.input["Key"]?.stringValue?.split(separator: "/").last ?? "")")
      return made.count
    }
    return try await client.call(try await before(request, number))
  }
}

extension LockRequest {
  /// A holder on a machine of its own, as `who` names it: nobody on another one can see whether it lives.
  static func elsewhere(_ who: String = "sam@ci-7") -> LockRequest {
    LockRequest(operation: "apply", who: who, host: who.split(separator: "@").last.map(String.init) ?? who, pid: 4711)
  }
}
