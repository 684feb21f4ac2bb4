import Foundation
import Recording
import Resources
import Testing

/// What the commands say and do while somebody else holds the lock.
@Suite struct LockCommandTests {
  private let place: Workplace

  init() throws {
    place = try Workplace(
      environments: Document.root.appendingPathComponent("envs"))
  }

  private func store() throws -> SQLiteStateStore {
    try SQLiteStateStore(
      path: place.file("state/staging.sqlite"), environment: "staging",
      provider: ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: "111111111111"),
      newId: { "4c1d" })
  }

  private func hold(host: String = "ci-7", pid: Int32 = 4711) async throws {
    _ = try await store().acquireLock(
      LockRequest(
        operation: "apply", who: "sam@ci-7", host: host, pid: pid, runURL: "https://ci.example.com/runs/12"))
  }

  private func expect(
    _ command: String, _ output: String, exits code: Int32 = 0, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let answer = try place.run(command)
    #expect(answer.output.joined(separator: "\n") == output, sourceLocation: sourceLocation)
    #expect(answer.exitCode == code, sourceLocation: sourceLocation)
  }

  @Test("a lock of another host stops whoever writes and nobody who reads")
  func aLockOfAnotherHostStopsWhoeverWritesAndNobodyWhoReads() async throws {
    defer { place.remove() }
    try await hold()
    let refusal = """
      error: envs/staging: the environment is locked: sam@ci-7 is running apply
        Held by process [PID] on [HOST] since [TIME] ([SECONDS] ago), lock 4c1d.
        Its run: https://ci.example.com/runs/12
        Nothing was changed.
        next: wait for it with -lock-timeout 10m; if that run is dead, `reconcile lock release envs/staging 4c1d`
      """
    try expect("reconcile apply -auto-approve envs/staging", refusal, exits: 15)
    try expect("reconcile destroy -auto-approve envs/staging", refusal, exits: 15)
    try expect(
      "reconcile apply -auto-approve -lock-timeout=1s envs/staging 2>&1 | head -1",
      "Waiting for the lock: sam@ci-7 is running apply since [TIME] ([SECONDS] ago), run https://ci.example.com/runs/12.")
    for reading in ["plan", "show", "state list", "history", "lock status"] {
      try expect("reconcile \(reading) envs/staging >/dev/null 2>&1", "")
    }
    #expect(try await store().currentLock() != nil)
  }

  @Test("the lock is released by its id only")
  func theLockIsReleasedByItsIdOnly() async throws {
    defer { place.remove() }
    try expect("reconcile lock status envs/staging", "envs/staging is not locked.")
    try expect(
      "reconcile lock release envs/staging 4c1d", "error: envs/staging: it is not locked\n  Nothing was changed.", exits: 1)
    try await hold()
    try expect(
      "reconcile lock status envs/staging",
      """
      envs/staging is locked: sam@ci-7 is running apply.
        id       4c1d
        process  4711 on ci-7
        since    [TIME] ([SECONDS] ago)
        run      https://ci.example.com/runs/12
      """)
    try expect(
      "reconcile lock release envs/staging 77",
      """
      error: envs/staging: the lock has another id than "77"
        It is held by sam@ci-7 (apply, process [PID] on [HOST] lock 4c1d.
        Nothing was changed.
        next: look again with `reconcile lock status envs/staging`
      """, exits: 1)
    try expect(
      "reconcile lock release envs/staging 4c1d",
      """
      The lock is released; sam@ci-7 held it for apply.
      If that run still lives, it goes on: see https://ci.example.com/runs/12.
      """)
    try expect("reconcile lock status -json envs/staging | tail -1", #"{"type":"lock","status":"free"}"#)
  }

  @Test("the lock of a living process of this host is not released by mistake")
  func theLockOfALivingProcessOfThisHostIsNotReleasedByMistake() async throws {
    defer { place.remove() }
    try await hold(host: ProcessInfo.processInfo.hostName, pid: ProcessInfo.processInfo.processIdentifier)
    try expect(
      "reconcile lock release envs/staging 4c1d 2>&1 | head -1",
      "error: envs/staging: the process that holds the lock is still running")
    #expect(try await store().currentLock() != nil)
    try expect("reconcile lock release -force envs/staging 4c1d >/dev/null", "")
    #expect(try await store().currentLock() == nil)
  }

  @Test("the lock of a dead process of this host is taken over with a note")
  func theLockOfADeadProcessOfThisHostIsTakenOverWithANote() async throws {
    defer { place.remove() }
    try await hold(host: ProcessInfo.processInfo.hostName, pid: .max)
    try expect("reconcile lock status envs/staging | tail -1", "The next apply on this host takes the lock over.")
    try expect(
      "reconcile apply -auto-approve envs/staging 2>&1 >/dev/null | head -1",
      "note: took over the lock of sam@ci-7 (apply): its process [PID] on [HOST] is gone")
    try expect("reconcile lock status envs/staging", "envs/staging is not locked.")
  }
}
