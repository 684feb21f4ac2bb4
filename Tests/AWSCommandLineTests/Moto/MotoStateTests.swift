import AWS
import FoundationEssentials
import JSONDocument
import Recording
import RemoteState
import Resources
import StoreConformance
import Synchronization
import TestSupport
import Testing

@testable import AWSCommandLine

extension MotoTests {
  /// A state in a bucket of an S3 that others wrote, over the real aws program.
  ///
  /// moto 5.2.1 knows the conditions of PutObject, but compares and writes in two steps of a server with threads: of two
  /// writers at the same instant both may win. So nothing here writes at the same instant; the simulated cloud's S3 does.
  @Suite("States in a bucket")
  struct States {
    @Test("The promises of every store are kept", arguments: StoreCase.all.indices)
    func promise(number: Int) async throws {
      try await StoreCase.all[number].verify(try await MotoBucket("promise-\(number)"))
    }

    @Test("Whoever was paused past its lease writes nothing more")
    func fence() async throws {
      let bucket = try await MotoBucket("fence")
      let first = try bucket.store(on: "laptop")
      let paused = try await first.acquireLock(.example(who: "kim@laptop", host: "laptop"))
      let run = try await first.record([.service("api")])
      bucket.pass(600)
      let second = try bucket.store(on: "ci")
      let taken = try await second.acquireLock(.example(who: "sam@ci", host: "ci"))
      #expect(taken.tookOverEnded != nil)
      #expect([paused.lease?.fence, taken.lease?.fence] == [1, 2])
      #expect(await first.reasonNotToChange() != nil)
      await #expect(throws: StateError.self) { try await first.begin(.create(.service("web")), in: run) }
      try await second.record([.service("worker")])
      try await second.releaseLock(taken)
      #expect(try await bucket.store(on: "third").read().resources.map(\.address.name) == ["api", "worker"])
      #expect(try await bucket.store(on: "third").audit(seenFrom: "laptop")?.findings.isEmpty == true)
    }

    /// A key like `file:///etc/hostname` would be another one, if the program read the file.
    @Test("An object is kept under the key that is written, whatever it looks like", arguments: ObjectCallTests.awkward.indices)
    func keys(number: Int) async throws {
      let bucket = try await MotoBucket("keys-\(number)")
      let store = ObjectStore(client: bucket.client, bucket: bucket.name)
      let key = "\(ObjectCallTests.awkward[number])x"
      let tag = try await store.write("text", to: key, .absent)
      #expect(try await store.read(key) == .found(ObjectStore.Object(text: "text", tag: tag)))
      #expect(try await store.tag(of: key) == tag)
      let listed = try await bucket.client.call(AWSRequest(.s3, "ListObjectsV2", ["Bucket": .string(bucket.name)]))
      #expect(listed["Contents"]?.arrayValue?.map { $0["Key"]?.stringValue } == [key])
      try await store.delete(key)
      #expect(try await store.read(key) == .absent)
    }

    @Test("A body comes and goes as it is, under conditions")
    func objects() async throws {
      let bucket = try await MotoBucket("objects")
      let store = ObjectStore(client: bucket.client, bucket: bucket.name)
      let text = String(repeating: "größe 😀 \u{2028} \"'\\\n", count: 20_000)
      #expect(try await store.read("a/b c.json") == .absent)
      #expect(try await store.tag(of: "a/b c.json") == nil)
      let tag = try await store.write(text, to: "a/b c.json", .absent)
      #expect(try await store.read("a/b c.json") == .found(ObjectStore.Object(text: text, tag: tag)))
      #expect(try await store.read("a/b c.json", unless: tag) == .unchanged)
      #expect(try await store.tag(of: "a/b c.json") == tag)
      for condition in [ObjectStore.Condition.absent, .tagged("\"other\"")] {
        await #expect(throws: ObjectError.self) { try await store.write("x", to: "a/b c.json", condition) }
      }
      let empty = try await store.write("", to: "a/b c.json", .tagged(tag))
      #expect(try await store.read("a/b c.json") == .found(ObjectStore.Object(text: "", tag: empty)))
      #expect(try await store.keepsConditions(probing: "probe", "text"))
      try await store.delete("a/b c.json")
      #expect(try await store.read("a/b c.json") == .absent)
      do {
        _ = try await store.write("x", to: "a/b c.json", .tagged(tag))
        Issue.record("an object that is not there was written under a condition")
      } catch {
        #expect(error.kind == .preconditionFailed)
      }
      do {
        _ = try await ObjectStore(client: bucket.client, bucket: "no-such-bucket-here").read("x")
        Issue.record("a bucket that is not there was read")
      } catch {
        #expect(error.kind == .bucketMissing)
      }
    }
  }
}

/// A bucket of moto with one state in it, and time that the test lets pass.
private final class MotoBucket: StoreSetting {
  let name: String
  let client: HurriedClient
  private let folder: String
  private let time = Mutex(1_000_000)

  init(_ name: String) async throws {
    self.name = "states-\(name)"
    client = HurriedClient(client: try #require(MotoServer.current).client(isWarm: true))
    folder = FileManager.default.temporaryDirectory.path + "/reconcile-moto-\(UInt64.random(in: 0 ... .max))"
    let place: JSON = ["LocationConstraint": "eu-west-1"]
    _ = try await client.call(
      AWSRequest(.s3, "CreateBucket", ["Bucket": .string(self.name), "CreateBucketConfiguration": place]))
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func pass(_ seconds: Int) { time.withLock { $0 += seconds } }

  func open() throws(StateError) -> any StateStore { try store(on: "laptop") }

  func store(on machine: String) throws(StateError) -> S3StateStore {
    let clock = LeaseClock(
      now: { [self] in
        Timestamp(
          seconds: Int64(
            time.withLock { time in
              time += 1
              return time
            }))
      }, uptime: { [self] in .seconds(time.withLock { $0 }) },
      sleep: { _ in try await Task.sleep(for: .seconds(1_000_000)) })
    return try S3StateStore(
      client: client, place: RemotePlace(bucket: name, key: "tracker/staging.json"),
      cachePath: "\(folder)/\(machine)/staging.s3.sqlite", environment: "staging", provider: .example, clock: clock)
  }
}
