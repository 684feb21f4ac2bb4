import AWS
import JSONDocument
import ProviderConformance
import Providers
import Resources
import SimulatedAWS
import Synchronization
import Testing

/// One-off tasks on the simulated cloud: RunTask, DescribeTasks, GetLogEvents, StopTask.
@Suite("One-off tasks through the API")
struct OneOffTaskTests {
  private let cloud: SimulatedCloud
  private let provider: AWSProvider
  private let launch = TaskLaunch(
    input: ["cluster": "main", "taskDefinition": "migrate:1", "launchType": "EC2"], container: "app")

  init() async throws {
    cloud = try SimulatedCloud.inMemory()
    provider = AWSProvider(
      client: cloud, identity: .init(name: .simulatedAWS, region: "eu-west-1", accountId: "111111111111"),
      random: SeededGenerator(seed: 1))
    try await call(.ecs, "CreateCluster", #"{"clusterName": "main"}"#)
    try await call(.logs, "CreateLogGroup", #"{"logGroupName": "/ecs/migrate"}"#)
    try await call(.ecr, "CreateRepository", #"{"repositoryName": "app"}"#)
    try await cloud.push(repository: "app", tag: "1")
    let logs = """
      "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/migrate", "awslogs-region": "eu-west-1",
      "awslogs-stream-prefix": "m"}}
      """
    let image = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/app:1"
    try await call(
      .ecs, "RegisterTaskDefinition",
      """
      {"family": "migrate", "containerDefinitions": [
        {"name": "app", "image": "\(image)", "memory": 64, \(logs)},
        {"name": "proxy", "image": "\(image)", "memory": 64, "essential": false, \(logs)}]}
      """)
  }

  @discardableResult
  private func call(_ service: AWSRequest.Service, _ operation: String, _ input: String) async throws -> JSON {
    try await cloud.call(AWSRequest(service, operation, try json(input)))
  }

  private func run(
    _ patience: Duration = .seconds(600), token: String = "t1"
  ) async throws -> (verdict: TaskVerdict, lines: [String]) {
    let arn = try await provider.launch(launch, token: OperationToken(token))
    let lines = Mutex<[String]>([])
    let verdict = await provider.follow(arn, launch, patience: patience) { progress in
      lines.withLock { $0 += progress.lines }
    }
    return (verdict, lines.withLock { $0 })
  }

  private func stage(_ container: String, _ staged: StagedContainer) async throws {
    try await cloud.stage(staged, family: "migrate", container: container)
  }

  @Test("It succeeds when its container ends with 0; every line is told once, in order")
  func succeeds() async throws {
    let lines = (1...9).map { "line \($0)" }
    try await stage("app", StagedContainer(seconds: 90, lines: lines))
    try await stage("proxy", StagedContainer(seconds: 3600))
    let run = try await run()
    #expect(run.verdict.outcome == .succeeded)
    #expect(run.verdict.exitCode == 0)
    #expect(run.lines == lines)
    #expect(run.verdict.digest?.hasPrefix("sha256:") == true)
    #expect((run.verdict.stoppedAt ?? 0) - (run.verdict.startedAt ?? 0) == 90)
  }

  @Test("Its exit code decides, whatever becomes of its neighbours")
  func sidecars() async throws {
    try await stage("proxy", StagedContainer(exitCode: 1, seconds: 5))
    #expect(try await run().verdict.outcome == .succeeded)
    try await stage("proxy", StagedContainer(exitCode: 0, seconds: 5))
    try await stage("app", StagedContainer(exitCode: 4, lines: ["fatal: no such table"]))
    let failed = try await run(token: "t2").verdict
    #expect(failed.outcome == .failed)
    #expect(failed.exitCode == 4)
    #expect(failed.evidence?.logs.map(\.lines) == [["fatal: no such table"]])
    #expect(failed.evidence?.tasks.first?.containers.map { "\($0.name) \($0.exitCode ?? -1)" }.sorted() == ["app 4", "proxy 0"])
  }

  @Test("A task that cannot start failed, and it is said why")
  func cannotStart() async throws {
    try await call(.ecr, "BatchDeleteImage", #"{"repositoryName": "app", "imageIds": [{"imageTag": "1"}]}"#)
    let verdict = try await run().verdict
    #expect(verdict.outcome == .failed)
    #expect(verdict.exitCode == nil)
    #expect(verdict.evidence?.causes.map(\.code) == ["image-not-found"])
  }

  @Test("A task that finds no place is refused and was not started")
  func noPlace() async throws {
    try await cloud.push(repository: "app", tag: "1", behaviour: .cannotBePlaced)
    let refused = await #expect(throws: ProviderError.self) {
      try await provider.launch(launch, token: OperationToken("t1"))
    }
    #expect(refused?.kind == .refused)
    #expect(refused?.effect == .no)
    #expect(refused?.message == "the task found no place in the cluster: RESOURCE:MEMORY")
  }

  @Test("The same token gives the same task, which is found while it runs and after it stopped")
  func token() async throws {
    let first = try await provider.launch(launch, token: OperationToken("t1"))
    #expect(try await provider.launch(launch, token: OperationToken("t1")) == first)
    #expect(try await provider.task(launchedWith: OperationToken("t1"), launch) == first)
    #expect(try await provider.task(launchedWith: OperationToken("t2"), launch) == nil)
    await cloud.clock.sleep(for: .seconds(300))
    #expect(try await provider.task(launchedWith: OperationToken("t1"), launch) == first)
  }

  @Test("A lost answer makes no second task")
  func lostAnswer() async throws {
    let client = FaultInjectingClient(cloud, plan: FaultPlan([.init(.loseAnswer, operation: "RunTask", times: 1)]))
    let provider = AWSProvider(client: client, identity: provider.identity, random: SeededGenerator(seed: 1))
    let arn = try await provider.launch(launch, token: OperationToken("t1"))
    let listed = try await call(.ecs, "ListTasks", #"{"cluster": "main"}"#)
    #expect(listed["taskArns"] == [.string(arn)])
  }

  @Test("Out of time it is told so, and a task that is stopped ends with the signal's code")
  func outOfTime() async throws {
    try await stage("app", StagedContainer(seconds: 5000))
    let verdict = try await run(.seconds(60)).verdict
    #expect(verdict.outcome == .timedOut)
    let task = try #require(verdict.task)
    try await provider.stop(task, launch, reason: "enough")
    let end = await provider.follow(task, launch, patience: .seconds(60)) { _ in }
    #expect(end.outcome == .failed)
    #expect(end.exitCode == 143)
  }

  @Test("Without patience it says at once how the task stands")
  func atOnce() async throws {
    let task = try await provider.launch(launch, token: OperationToken("t1"))
    #expect(await provider.follow(task, launch, patience: .zero) { _ in }.outcome == .timedOut)
    await cloud.clock.sleep(for: .seconds(300))
    #expect(await provider.follow(task, launch, patience: .zero) { _ in }.outcome == .succeeded)
  }

  @Test("What ECS has forgotten is no success")
  func forgotten() async throws {
    let task = try await provider.launch(launch, token: OperationToken("t1"))
    await cloud.clock.sleep(for: .seconds(10_000))
    let verdict = await provider.follow(task, launch, patience: .seconds(600)) { _ in }
    #expect(verdict.outcome == .failed)
    #expect(verdict.reason == "ECS does not know this task any more, and how it ended was not seen")
  }

  @Test("Digests of images are asked for; what is not there has none")
  func digests() async throws {
    let own = provider.identity.registry
    let images = [
      ImageReference(registry: own, repository: "app", tag: "1"), ImageReference(registry: own, repository: "app", tag: "2"),
      ImageReference(registry: own, repository: "none", tag: "1"), ImageReference(registry: nil, repository: "nginx", tag: "1"),
    ]
    let digests = try await provider.digests(images)
    #expect(digests.keys.map(\.description) == [images[0].description])
    #expect(digests[images[0]]?.hasPrefix("sha256:") == true)
  }
}
