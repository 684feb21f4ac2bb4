import AWS
import JSONDocument
import Providers
import Resources
import Synchronization
import Testing

/// A cloud in which one rollout failed: the service, its stopped tasks and their logs.
private struct Scene: Sendable {
  var tasks: [JSON] = []
  var lines: [String] = []
  var events: [String] = []
  var refused: Set<String> = []
  /// `rolloutState` at each look; the last one stays.
  var states = ["FAILED"]

  static let revision = revisionARN("api:2")

  func answer(_ request: AWSRequest, _ earlier: Int) throws(AWSError) -> JSON {
    if refused.contains(request.operation) {
      throw AWSError(code: "AccessDeniedException", message: "may not \(request.operation)")
    }
    switch request.operation {
    case "DescribeServices":
      let state = states[min(earlier, states.count - 1)]
      var own = deployment("ecs-svc/2", "PRIMARY", state, revision: "api:2", running: 0, reason: "tasks failed to start.")
      own["failedTasks"] = .int(earlier)
      var service = serviceDocument("api", deployments: [own])
      service["events"] = .array(events.map { ["createdAt": 1_700_000_010, "message": .string($0)] })
      return ["services": [service], "failures": []]
    case "ListTasks": return ["taskArns": .array(tasks.compactMap { $0["taskArn"] })]
    case "DescribeTasks": return ["tasks": .array(tasks), "failures": []]
    case "DescribeTaskDefinition":
      let options: JSON = ["awslogs-group": "/ecs/api", "awslogs-stream-prefix": "api"]
      let containers: JSON = [
        ["name": "api", "logConfiguration": ["logDriver": "awslogs", "options": options]],
        ["name": "sidecar", "logConfiguration": ["logDriver": "awslogs", "options": options]],
      ]
      return [
        "taskDefinition": [
          "taskDefinitionArn": .string(Self.revision), "family": "api", "revision": 2, "status": "ACTIVE",
          "containerDefinitions": containers,
        ]
      ]
    case "GetLogEvents":
      guard !lines.isEmpty else {
        throw AWSError(code: "ResourceNotFoundException", message: "The specified log stream does not exist.")
      }
      return ["events": .array(lines.map { ["message": .string($0)] })]
    default: throw AWSError(code: "Unexpected", message: request.operation)
    }
  }

  func follow() async -> (RolloutVerdict, ScriptedClient, [RolloutProgress]) {
    let client = ScriptedClient(answer)
    let rollout = Rollout(service: .service("api"), deploymentId: "ecs-svc/2", revision: Self.revision)
    let told = Mutex<[RolloutProgress]>([])
    let verdict = await AWSProvider.scripted(client).follow(rollout, patience: RolloutPatience(timeout: .seconds(600))) {
      progress in
      told.withLock { $0.append(progress) }
    }
    return (verdict, client, told.withLock { $0 })
  }
}

private func task(
  _ id: String, by deployment: String = "ecs-svc/2", stopped: Int = 1_700_000_000, code: String = "EssentialContainerExited",
  reason: String = "Essential container in task exited", exitCode: Int? = 1
) -> JSON {
  [
    "taskArn": .string("arn:aws:ecs:eu-west-1:111111111111:task/main/\(id)"), "startedBy": .string(deployment),
    "stoppedAt": .int(stopped), "stopCode": .string(code), "stoppedReason": .string(reason),
    "containers": [
      ["name": "api", "exitCode": exitCode.map { .int($0) } ?? .null], ["name": "sidecar", "exitCode": 0],
    ],
  ]
}

@Suite("Evidence of failing rollouts")
struct EvidenceTests {
  @Test("Reason, exit code, log lines and what they mean")
  func all() async throws {
    let (verdict, client, _) = await Scene(tasks: [task("a")], lines: ["boot", "panic: no database"]).follow()
    #expect(verdict.outcome == .failed)
    let evidence = try #require(verdict.evidence)
    #expect(evidence.tasks.map(\.id) == ["a"])
    #expect(evidence.tasks.first?.containers.first?.exitCode == 1)
    #expect(evidence.logs == [.init(container: "api", source: "/ecs/api api/api/a", lines: ["boot", "panic: no database"])])
    #expect(evidence.causes.map(\.code) == ["exited-with-error"])
    #expect(evidence.gaps.isEmpty)
    let asked = try #require(client.inputs(of: "GetLogEvents").first)
    #expect(asked["limit"] == 20 && asked["startFromHead"] == false, "the last lines, and only of the container that failed")
  }

  @Test(
    "Tasks of other deployments, scaled in, or stopped by a person are not blamed",
    arguments: [
      task("a", by: "ecs-svc/1"), task("a", code: "UserInitiated", reason: "Task stopped by user"),
      task("a", code: "ServiceSchedulerInitiated", reason: "Scaling activity initiated by (deployment ecs-svc/2)"),
    ])
  func othersTasks(other: JSON) async throws {
    let (verdict, _, _) = await Scene(tasks: [other], events: ["(service api) was unable to place a task."]).follow()
    #expect(verdict.evidence?.tasks.isEmpty == true)
  }

  @Test("Tasks that stopped in the same way are counted, the newest first, and only the first few ways are kept")
  func grouping() async throws {
    var tasks = [task("old", stopped: 1_700_000_000), task("new", stopped: 1_700_000_900), task("mid", stopped: 1_700_000_500)]
    tasks += (2...6).map { task("x\($0)", stopped: 1_700_000_000 + $0, exitCode: $0) }
    let evidence = try #require(await Scene(tasks: tasks, lines: ["x"]).follow().0.evidence)
    #expect(evidence.tasks.map(\.id) == ["new", "x6", "x5"])
    #expect(evidence.tasks.map(\.count) == [3, 1, 1])
  }

  @Test("What may not be asked is named, and the rest is there", arguments: ["ListTasks", "DescribeTasks", "GetLogEvents"])
  func forbidden(operation: String) async throws {
    let scene = Scene(
      tasks: [task("a")], lines: ["x"], events: ["(service api) deployment failed: tasks failed to start."], refused: [operation])
    let evidence = try #require(await scene.follow().0.evidence)
    #expect(evidence.gaps.count == 1 && evidence.gaps[0].hasPrefix("\(operation): "))
    #expect(evidence.events == ["(service api) deployment failed: tasks failed to start."])
    #expect(evidence.tasks.isEmpty == (operation != "GetLogEvents"))
  }

  @Test("A container that wrote nothing has no log, and that is no gap")
  func silent() async throws {
    let evidence = try #require(await Scene(tasks: [task("a")]).follow().0.evidence)
    #expect(evidence.logs.isEmpty && evidence.gaps.isEmpty)
  }

  @Test("Messages that differ only in ids count once")
  func events() async throws {
    let scene = Scene(events: [
      "(service api) (task 1a) failed container health checks.", "(service api) (task 2b) failed container health checks.",
      "(service api) is unable to consistently start tasks successfully.", "(service api) has started 1 tasks: (task 3c).",
    ])
    let evidence = try #require(await scene.follow().0.evidence)
    #expect(
      evidence.events == [
        "(service api) (task 1a) failed container health checks.",
        "(service api) is unable to consistently start tasks successfully.",
      ])
  }

  @Test("Why tasks stop is told while the wait goes on")
  func early() async throws {
    var scene = Scene(tasks: [task("a", reason: "OutOfMemoryError: Container killed due to memory usage", exitCode: 137)])
    scene.states = Array(repeating: "IN_PROGRESS", count: 8) + ["COMPLETED"]
    let (verdict, _, told) = await scene.follow()
    #expect(verdict.outcome == .timedOut, "complete, but nothing runs")
    #expect(told.contains { $0.trouble == "A container used more memory than it may and was killed." })
  }

  @Test("Nothing is asked about a rollout that went well")
  func success() async throws {
    let client = ScriptedClient { request, _ in
      ["services": [serviceDocument("api", deployments: [deployment("ecs-svc/2", "PRIMARY", revision: "api:2")])]]
    }
    let rollout = Rollout(service: .service("api"), deploymentId: "ecs-svc/2", revision: Scene.revision)
    let verdict = await AWSProvider.scripted(client).follow(rollout, patience: RolloutPatience(timeout: .seconds(600))) { _ in }
    #expect(verdict.outcome == .completed && verdict.evidence == nil)
    #expect(verdict.runningRevision == Scene.revision && verdict.runningCount == 2 && verdict.wantedCount == 2)
    #expect(Set(client.operations) == ["DescribeServices"])
  }
}
