import Applying
import JSONDocument
import Planning
import Providers
import Recording
import Resources
import Testing

/// One-off tasks: what is journalled, waited for and written down.
@Suite("Running one-off tasks", .timeLimit(.minutes(15)))
struct OneOffTaskTests {
  private static let address = Address(.oneOffTask, "migrate")

  private func run(
    _ number: Int, image: String = "api:2", onTimeout: OneOffTask.TimeoutResponse = .leave, after: [Int] = []
  ) -> Step {
    let resource = Resource(
      address: Self.address, identity: ResourceIdentity(.oneOffTask, name: "migrate", scope: "main"),
      attributes: ["cluster": "main", "taskDefinition": "api", "group": .string(image)])
    let task = OneOffTask(container: "app", timeout: 60, onTimeout: onTimeout)
    let work = TaskWork(image: image, digest: "sha256:a", command: ["m"])
    return Step(number, Self.address, .run(Step.TaskRun(of: resource, task: task, work: work)), after: after)
  }

  private func verdict(_ outcome: TaskVerdict.Outcome, exitCode: Int? = nil, reason: String? = nil) -> TaskVerdict {
    TaskVerdict(outcome, task: Self.arn(1), container: "app", exitCode: exitCode, reason: reason)
  }

  private static func arn(_ number: Int) -> String { "arn:aws:ecs:eu-west-1:123456789012:task/main/\(number)" }

  private func recorded(_ stage: Stage) async throws -> [TaskRuns.Run] {
    TaskRuns(try await stage.record(of: Self.address)?.observed).runs
  }

  @Test("a run that succeeds is written down, and then its services follow")
  func succeeds() async throws {
    let stage = Stage()
    var ended = verdict(.succeeded, exitCode: 0)
    ended.digest = "sha256:b"
    stage.provider.change { $0.ends["1"] = ended }
    let report = try await stage.apply([run(1), .create(2, .service("api"), after: [1])])
    #expect(report.isSuccess)
    #expect(report.outcome(1) == .task(ended))
    #expect(stage.log.all(of: " migrate") == ["intent run migrate", "recorded migrate"])
    let run = try #require(try await recorded(stage).first)
    #expect(run.work == TaskWork(image: "api:2", digest: "sha256:a", command: ["m"]))
    #expect(run.digests == ["sha256:a", "sha256:b"])
    #expect(run.task == Self.arn(1))
  }

  @Test("one that fails touches no service that waits, and is written down as failed")
  func fails() async throws {
    let stage = Stage()
    stage.provider.change { $0.ends["1"] = verdict(.failed, exitCode: 3) }
    let report = try await stage.apply([
      run(1), .create(2, .service("api"), after: [1]), .awaitRollout(3, .service("api"), after: [2]),
    ])
    #expect(report.outcome(2) == .skipped(.dependency(Self.address)))
    #expect(report.outcome(3) == .skipped(.dependency(Self.address)))
    #expect(!stage.log.all.contains("call create api"))
    #expect(try await recorded(stage).isEmpty)
    #expect(try await stage.state.unfinishedOperations().isEmpty)
  }

  @Test("a lost answer, and a program that was killed: the same task is found and waited for")
  func lostAnswer() async throws {
    let stage = Stage(faults: ["launch app": .loseAnswer])
    let first = try await stage.apply([run(1)])
    #expect(!first.isSuccess)
    let token = try #require(try await stage.state.unfinishedOperations().first?.intent.token)

    let second = try await stage.apply([run(1)])
    #expect(second.isSuccess)
    #expect(second.recovered == [RecoveredOperation(address: Self.address, verb: .run, ending: .takenUp)])
    #expect(stage.provider.now.tasks == [token: Self.arn(1)])
    #expect(stage.log.all.count { $0 == "call launch app" } == 1)
    #expect(try await recorded(stage).count == 1)
    #expect(try await stage.state.unfinishedOperations().isEmpty)
  }

  @Test("a request that never arrived is sent again under its token")
  func lostRequest() async throws {
    let stage = Stage(faults: ["launch app": .loseAnswer])
    try await stage.apply([run(1)])
    let token = try #require(try await stage.state.unfinishedOperations().first?.intent.token)
    stage.provider.change { $0.tasks = [:] }
    #expect(try await stage.apply([run(1)]).isSuccess)
    #expect(Array(stage.provider.now.tasks.keys) == [token])
  }

  @Test("a task of before that does something else ends before the wanted one begins, and counts for itself")
  func otherWork() async throws {
    let stage = Stage(faults: ["launch app": .loseAnswer])
    try await stage.apply([run(1, image: "api:1")])
    let report = try await stage.apply([run(1, image: "api:2")])
    #expect(report.isSuccess)
    #expect(try await recorded(stage).map(\.work.image) == ["api:2", "api:1"])
    let calls = stage.log.all.filter { $0.hasPrefix("watch") || $0.hasPrefix("call launch") }
    #expect(calls == ["call launch app", "watch 1", "call launch app", "watch 2"])
  }

  @Test(
    "a task that the plan does not hold is waited for, and how it ended is said and recorded",
    arguments: [(TaskVerdict.Outcome.succeeded, 1, 0), (.failed, 0, 0), (.timedOut, 0, 1)])
  func unwanted(outcome: TaskVerdict.Outcome, runs: Int, open: Int) async throws {
    let stage = Stage(faults: ["launch app": .loseAnswer])
    try await stage.apply([run(1)])
    stage.provider.change { $0.ends["1"] = verdict(outcome) }
    let report = try await stage.apply([.create(1, .repository("other"))])
    #expect(report.recovered.map(\.ending) == [outcome == .timedOut ? .underway : .ended(verdict(outcome))])
    #expect(stage.log.all.contains { $0.hasPrefix("earlier task ") })
    #expect(try await recorded(stage).count == runs)
    #expect(try await stage.state.unfinishedOperations().count == open)
  }

  @Test("told to stop: the task goes on, and the next apply waits for it")
  func interrupted() async throws {
    let waiting = Latch()
    let stage = Stage(following: { _ in
      await waiting.open()
      for await _ in AsyncStream<Void>.makeStream().stream {}  // ends when the task is cancelled
    })
    let apply = Task { try await stage.apply([run(1), .create(2, .service("api"), after: [1])]) }
    await waiting.wait()
    apply.cancel()
    let report = try await apply.value
    #expect(report.wasInterrupted)
    #expect(report.outcome(2)?.isSuccess == false)
    #expect(try await stage.state.unfinishedOperations().map(\.intent.verb) == [.run])
    #expect(!stage.log.all.contains { $0.hasPrefix("call stop") })
  }

  @Test("out of time: it is left to itself and waited for again, unless it is to be stopped")
  func outOfTime() async throws {
    let stage = Stage()
    stage.provider.change { $0.ends["1"] = verdict(.timedOut) }
    let left = try await stage.apply([run(1)])
    #expect(left.outcome(1) == .task(verdict(.timedOut)))
    #expect(try await stage.state.unfinishedOperations().count == 1)
    #expect(!stage.log.all.contains { $0.hasPrefix("call stop") })

    let other = Stage()
    other.provider.change { $0.ends["1"] = verdict(.timedOut) }
    let stopped = try await other.apply([run(1, onTimeout: .stop)])
    var wanted = verdict(.timedOut, exitCode: 143, reason: "reconcile: not over after 60 seconds")
    wanted.wasStopped = true
    #expect(stopped.outcome(1) == .task(wanted))
    #expect(try await other.state.unfinishedOperations().isEmpty)
  }

  @Test("an intent that cannot be written down starts nothing")
  func unwritten() async throws {
    let stage = Stage(failing: [.begin("migrate")])
    let report = try await stage.apply([run(1)])
    guard case .unrecorded = report.outcome(1) else {
      Issue.record("\(String(describing: report.outcome(1)))")
      return
    }
    #expect(stage.provider.now.tasks.isEmpty)
  }
}
