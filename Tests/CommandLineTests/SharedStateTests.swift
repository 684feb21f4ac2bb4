import AWS
import Foundation
import JSONDocument
import Recording
import RemoteState
import Resources
import SimulatedAWS
import Testing

/// What the commands say and do while somebody on another machine holds the lock of a shared state.
@Suite struct SharedStateTests {
  private let place: Workplace

  init() async throws {
    place = try Workplace(environments: Document.root.appendingPathComponent("envs"))
    let cloud = try cloud()
    _ = try await cloud.call(
      AWSRequest(
        .s3, "CreateBucket", ["Bucket": "acme-states", "CreateBucketConfiguration": ["LocationConstraint": "eu-west-1"]]))
    let state = #""state": {"backend": "s3", "bucket": "acme-states", "key": "staging.json"}"#
    _ = try place.run("sed -i 's|\"cluster\": \"tracker-staging\"|&, \(state)|' envs/staging/environment.json")
  }

  private func cloud() throws -> SimulatedCloud {
    try SimulatedCloud(path: place.file("state/simulated-aws.sqlite"), account: "111111111111", region: "eu-west-1")
  }

  /// The state as another machine sees it.
  private func store(now: Int64? = nil) throws -> S3StateStore {
    let time = now ?? Int64(Date().timeIntervalSince1970)
    let clock = LeaseClock(
      now: { Timestamp(seconds: time) }, uptime: { .zero }, sleep: { _ in try await Task.sleep(for: .seconds(1_000_000)) })
    return try S3StateStore(
      client: cloud(), place: RemotePlace(bucket: "acme-states", key: "staging.json"),
      cachePath: place.file("elsewhere/staging.s3.sqlite"), environment: "staging",
      provider: ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: "111111111111"), clock: clock,
      newId: { "4c1d" + String(UInt32.random(in: 0 ... .max), radix: 16) })
  }

  private static let sam = LockRequest(
    operation: "apply", who: "sam@ci-7", host: "ci-7", pid: 4711, runURL: "https://ci.example.com/runs/12")

  private func expect(
    _ command: String, _ output: String, exits code: Int32 = 0, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let answer = try place.run(command)
    #expect(answer.output.joined(separator: "\n") == output, sourceLocation: sourceLocation)
    #expect(answer.exitCode == code, sourceLocation: sourceLocation)
  }

  @Test("a lock of another machine stops whoever writes and nobody who reads")
  func aLockOfAnotherMachineStopsWhoeverWritesAndNobodyWhoReads() async throws {
    defer { place.remove() }
    // Its clock goes three days and a half ahead, so that the lease lasts, however slow this machine is.
    let store = try store(now: Int64(Date().timeIntervalSince1970) + 302_400)
    let lock = try await store.acquireLock(Self.sam)
    try expect(
      "reconcile apply -auto-approve envs/staging",
      """
      error: envs/staging: the environment is locked: sam@ci-7 is running apply
        Held by process [PID] on [HOST] since [TIME] ([SECONDS] ago), lock \(lock.id).
        Its run: https://ci.example.com/runs/12
        Nothing was changed.
        next: wait for it with -lock-timeout 10m; if that run is dead, `reconcile lock release envs/staging \(lock.id)`
      """, exits: 15)
    try expect(
      "reconcile state rm -lock-timeout=1s envs/staging aws_ecs_service.api 2>&1 | head -1",
      "Waiting for the lock: sam@ci-7 is running apply since [TIME] ([SECONDS] ago), run https://ci.example.com/runs/12.")
    for reading in ["plan", "show", "state list", "history", "state check", "lock status"] {
      try expect("reconcile \(reading) envs/staging >/dev/null 2>&1", "")
    }
    try expect(
      "reconcile lock status envs/staging",
      """
      envs/staging is locked: sam@ci-7 is running apply.
        id       \(lock.id)
        process  4711 on ci-7
        since    [TIME] ([SECONDS] ago)
        run      https://ci.example.com/runs/12
        lease    [TIME] (ends in 3 days unless it is renewed)
        fence    1
      """)
    try expect(
      "reconcile lock release envs/staging 77 2>&1 | head -1", "error: envs/staging: the lock has another id than \"77\"")
    try expect(
      "reconcile lock release envs/staging \(lock.id)",
      """
      The lock is released; sam@ci-7 held it for apply.
      If that run still lives, it goes on: see https://ci.example.com/runs/12.
      """)
    try expect("reconcile apply -auto-approve envs/staging >/dev/null 2>&1", "")
    // It still lives, and finds out before it changes anything.
    #expect(await store.reasonNotToChange() == nil)
    await #expect(throws: StateError.notTheHolder(nil)) {
      try await store.beginRun(RunDescription(operation: "apply", who: "sam"))
    }
    #expect(await store.reasonNotToChange() != nil)
  }

  @Test("a lease that nobody renews is taken over with a note")
  func aLeaseThatNobodyRenewsIsTakenOverWithANote() async throws {
    defer { place.remove() }
    _ = try await store(now: Int64(Date().timeIntervalSince1970) - 3600).acquireLock(Self.sam)
    try expect("reconcile lock status envs/staging | tail -1", "The next apply on any host takes the lock over.")
    try expect(
      "reconcile apply -auto-approve envs/staging 2>&1 >/dev/null | head -1 | sed 's/ended .* ago/ended some time ago/'",
      "note: took over the lock of sam@ci-7 (apply, process [PID] on [HOST] nobody renewed it, and its lease ended some time ago")
    try expect("reconcile lock status envs/staging", "envs/staging is not locked.")
  }
}
