import AWS
import JSONDocument
import TestSupport
import Testing

@testable import AWSCommandLine

@Suite("Stopping the aws program")
struct StoppingTests {
  /// Says that it runs, and does so for ever, with a child that does not listen to polite signals either.
  private static let hanging = """
    exec 9>"$here/lifeline"
    echo run >> "$here/runs"
    trap '' TERM INT HUP
    (trap '' TERM INT HUP; while :; do sleep 1000; done) &
    echo ready >&9
    while :; do sleep 1000; done
    """

  @Test("A cancelled call ends the program and everything it started")
  func cancelled() async throws {
    let program = try FakeProgram(Self.hanging)
    let lifeline = HeldOpenPipe(program.directory + "/lifeline")
    let client = program.client()
    let call = Task { try await client.call(.describe) }
    try await lifeline.waitForWords()
    call.cancel()
    let error = await #expect(throws: AWSError.self) { try await call.value }
    #expect(error?.code == "Cancelled")
    #expect(error?.isCertain == false)
    try await lifeline.waitForEnd()
  }

  @Test("A call that takes too long ends the program and everything it started")
  func timedOut() async throws {
    let program = try FakeProgram(Self.hanging)
    let lifeline = HeldOpenPipe(program.directory + "/lifeline")
    let client = program.client(timeout: .seconds(2))
    let error = await #expect(throws: AWSError.self) { try await client.call(.describe) }
    #expect(error?.code == "Unreachable")
    #expect(error?.message == "the aws program did not end within 2 s and was stopped")
    #expect(error?.isCertain == false)
    try await lifeline.waitForEnd()
  }

  @Test("A call that is cancelled before its turn starts nothing, and certainly changed nothing")
  func cancelledWaiting() async throws {
    let program = try FakeProgram(Self.hanging)
    let lifeline = HeldOpenPipe(program.directory + "/lifeline")
    let client = program.client(concurrency: 1)
    let first = Task { try await client.call(.describe) }
    try await lifeline.waitForWords()
    let second = Task { try await client.call(.describe) }
    second.cancel()
    let error = await #expect(throws: AWSError.self) { try await second.value }
    #expect(error == AWSError(code: "Cancelled", message: "stopped before the aws program was started"))
    first.cancel()
    _ = await first.result
    try await lifeline.waitForEnd()
    #expect(program.lines(of: "runs").count == 1)
  }

  @Test("No more programs run at a time than were allowed, and all get their turn", arguments: [1, 3])
  func concurrency(limit: Int) async throws {
    let program = try FakeProgram(
      #"echo + >> "$here/log"; cat /dev/stdin > /dev/null; sleep 0.02; echo - >> "$here/log"; echo '{}'"#)
    let client = program.client(concurrency: limit)
    try await withThrowingTaskGroup(of: JSON.self) { group in
      for _ in 0..<12 { group.addTask { try await client.call(.describe) } }
      for try await answer in group { #expect(answer == [:]) }
    }
    var running = 0
    var most = 0
    for line in program.lines(of: "log") {
      running += line == "+" ? 1 : -1
      most = max(most, running)
    }
    #expect(program.lines(of: "log").count == 24)
    #expect(most <= limit)
  }
}
