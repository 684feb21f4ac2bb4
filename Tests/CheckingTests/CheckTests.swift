import Applying
import JSONDocument
import Resources
import Synchronization
import TestSupport
import Testing

@testable import Checking

/// Checks run with programs that this test writes.
@Suite("Checks after a rollout", .timeLimit(.minutes(15))) struct CheckTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private var environment: EnvironmentIdentity {
    EnvironmentIdentity(
      name: "staging", directory: directory.path,
      provider: ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: "111111111111"), cluster: "main")
  }

  private func shell(_ text: String, url: String? = nil, attempts: Int = 1, timeout: Int = 300) -> RolloutCheck {
    RolloutCheck(
      .command(["sh", "-c", text]), url: url, service: "api", tag: "sha-1", attempts: attempts, interval: 7, timeout: timeout)
  }

  private func run(_ check: RolloutCheck) async -> CheckResult { await ProgramCheckRunner().run(check, in: environment) }

  @Test("A command that ends with 0 has passed; another exit code is a failure with its last lines")
  func commands() async {
    #expect(await run(shell("exit 0")) == .passed)
    #expect(
      await run(shell("echo one; echo two >&2; exit 3"))
        == .failed(problem: "sh ended with exit code 3", output: ["one", "two"]))
    #expect(await run(shell("kill -9 $$")) == .failed(problem: "sh was ended by signal 9", output: []))
  }

  @Test("A command is told what it is about, and begins in the environment's directory")
  func surroundings() async throws {
    try directory.write("here", to: "marker")
    let check = shell(
      #"echo "$RECONCILE_ENVIRONMENT $RECONCILE_SERVICE $RECONCILE_TAG $RECONCILE_URL $(cat marker)"; exit 1"#,
      url: "https://api.example.com")
    #expect(
      await run(check)
        == .failed(problem: "sh ended with exit code 1", output: ["staging api sha-1 https://api.example.com here"]))
  }

  @Test("A program beside the files is found, and one that is not there says so")
  func programs() async throws {
    try directory.write("#!/bin/sh\nexit 4\n", to: "smoke")
    #expect(await run(shell("chmod +x smoke")) == .passed)
    let own = RolloutCheck(.command(["./smoke"]), service: "api")
    #expect(await run(own) == .failed(problem: "./smoke ended with exit code 4", output: []))
    let missing = RolloutCheck(.command(["no-such-program"]), service: "api")
    #expect(
      await run(missing)
        == .failed(problem: "no-such-program could not be run: it is not there, or not executable", output: []))
  }

  @Test("A command that does not end is killed when its time is up")
  func timeout() async {
    #expect(await run(shell("sleep 600", timeout: 1)) == .failed(problem: "sh did not end within 1 s", output: []))
  }

  @Test("It is tried as often as allowed, with the pause between, and the first success counts")
  func attempts() async throws {
    let pauses = Mutex<[Duration]>([])
    let runner = ProgramCheckRunner { pause in pauses.withLock { $0.append(pause) } }
    let third = shell("echo x >> tries; test $(wc -l < tries) -ge 3", attempts: 5)
    #expect(await runner.run(third, in: environment) == .passed)
    #expect(pauses.withLock { $0 } == [.seconds(7), .seconds(7)])
    #expect(
      await runner.run(shell("exit 1", attempts: 3), in: environment)
        == .failed(problem: "sh ended with exit code 1 (3 attempts)", output: []))
  }

  @Test("Told to stop it stops")
  func cancelled() async {
    let check = shell("sleep 600", timeout: 600)
    let task = Task { await run(check) }
    task.cancel()
    #expect(await task.value == .interrupted)
  }

  // MARK: Addresses

  /// Answers as `curl` would.
  private func ask(
    _ body: String, status: Int = 200, expecting values: [(String, JSON)] = [], wanted: Int = 200, exit code: Int = 0,
    errors: String = ""
  ) async throws -> CheckResult {
    try directory.write(
      "#!/bin/sh\necho \"$@\" > \(directory.path)/arguments\ncat \(directory.path)/body\nprintf '\\n\(status)'\necho '\(errors)' >&2\nexit \(code)\n",
      to: "curl")
    try directory.write(body, to: "body")
    _ = await run(shell("chmod +x curl"))
    let check = RolloutCheck(
      .http(status: wanted, values: values.map { RolloutCheck.Expectation(pointer: $0.0, value: $0.1) }),
      url: "https://api.example.com/version", service: "api", timeout: 300)
    return await ProgramCheckRunner(curl: directory.path + "/curl").run(check, in: environment)
  }

  private static let url = "https://api.example.com/version"

  @Test("The status and the values of an answer are compared")
  func answers() async throws {
    #expect(try await ask("ok") == .passed)
    #expect(try await ask("no", status: 503) == .failed(problem: "GET \(Self.url) answered 503; 200 is expected", output: []))
    #expect(try await ask("gone", status: 410, wanted: 410) == .passed)
    let body = #"{"build": {"tags": ["sha-1", "x"], "a/b": 3}}"#
    #expect(try await ask(body, expecting: [("/build/tags/0", "sha-1"), ("/build/a~1b", 3)]) == .passed)
    #expect(
      try await ask(body, expecting: [("/build/tags/0", "sha-2")])
        == .failed(problem: #"/build/tags/0 of \#(Self.url) is "sha-1"; "sha-2" is expected"#, output: []))
    #expect(
      try await ask(body, expecting: [("/built", true)])
        == .failed(problem: "/built of \(Self.url) is missing; true is expected", output: []))
    #expect(
      try await ask("<html>", expecting: [("/built", true)])
        == .failed(problem: "GET \(Self.url) did not answer JSON", output: []))
  }

  @Test("No answer is a failure in curl's words")
  func noAnswer() async throws {
    #expect(
      try await ask("", status: 0, exit: 7, errors: "curl: (7) Failed to connect to api.example.com port 443")
        == .failed(problem: "GET \(Self.url): curl: (7) Failed to connect to api.example.com port 443", output: []))
  }
}
