import AWS
import JSONDocument
import Recording
import RemoteState
import Resources
import SimulatedAWS
import StoreConformance
import Synchronization

/// The implementations of `StateStore`: each passes the whole suite.
enum StoreKind: String, CaseIterable, Sendable {
  case memory, file, bucket
  /// The same with encrypted values.
  case sealedFile, sealedBucket

  var keys: StateKeys { [.sealedFile, .sealedBucket].contains(self) ? .passphrases("a passphrase of tests") : .none }
}

/// One state and ways to open it.
final class StateSetting: StoreSetting {
  private let folder: TemporaryFolder
  private let memory: MemoryStateStore
  private let kind: StoreKind
  private let clock: Ticks
  private let ids: Ticks
  private let cloud: SimulatedCloud?

  /// The folder must live as long as the test.
  init(_ kind: StoreKind, in folder: TemporaryFolder) {
    let (clock, ids) = (Ticks(), Ticks())
    self.kind = kind
    self.clock = clock
    self.ids = ids
    self.folder = folder
    memory = MemoryStateStore(now: { Timestamp(seconds: Int64(clock.next())) }, newId: { "id-\(ids.next())" })
    cloud = [.bucket, .sealedBucket].contains(kind) ? try? SimulatedCloud.inMemory() : nil
  }

  /// As another process opens it; in memory there is only one.
  func open() throws(StateError) -> any StateStore {
    let now: @Sendable () -> Timestamp = { [clock] in Timestamp(seconds: Int64(clock.next())) }
    let newId: @Sendable () -> String = { [ids] in "id-\(ids.next())" }
    switch kind {
    case .memory: return memory
    case .file, .sealedFile:
      return try SQLiteStateStore(
        path: folder.file("staging.sqlite"), environment: "staging", provider: .example, keys: kind.keys, now: now, newId: newId)
    case .bucket, .sealedBucket:
      guard let cloud else { throw .unavailable(path: "(memory)", what: "there is no simulated cloud") }
      return try S3StateStore(
        client: BucketMakingClient(cloud: cloud), place: RemotePlace(bucket: "states", key: "staging.json"),
        cachePath: folder.file("staging.s3.sqlite"), environment: "staging", provider: .example, keys: kind.keys,
        clock: LeaseClock(now: now, uptime: { .zero }, sleep: { _ in try await Task.sleep(for: .seconds(1_000_000)) }),
        newId: newId)
    }
  }
}

/// Calls a cloud that has a bucket named `states`.
struct BucketMakingClient: AWSClient {
  let cloud: SimulatedCloud

  var clock: any AWSClock { cloud.clock }

  func call(_ request: AWSRequest) async throws(AWSError) -> JSON {
    do throws(AWSError) {
      return try await cloud.call(request)
    } catch {
      guard error.code == "NoSuchBucket" else { throw error }
      let bucket: JSON = ["Bucket": "states", "CreateBucketConfiguration": ["LocationConstraint": "eu-west-1"]]
      do throws(AWSError) { _ = try await cloud.call(AWSRequest(.s3, "CreateBucket", bucket)) } catch {}
      return try await cloud.call(request)
    }
  }
}

/// 1, 2, 3 …
final class Ticks: Sendable {
  private let count = Atomic(0)

  func next() -> Int { count.add(1, ordering: .relaxed).newValue }
}
