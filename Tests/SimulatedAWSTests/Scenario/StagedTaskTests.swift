import AWS
import JSONDocument
import SimulatedAWS
import Testing

/// Tasks that fare as a scenario says, in a cloud that knows nothing of their images.
@Suite("Staged tasks")
struct StagedTaskTests {
  private func account(_ tasks: [StagedTask], check: String = "", rest: String = #""desiredCount": 2"#) async throws -> Account {
    let account = Account(try .inMemory(scenario: Scenario(tasks: tasks)))
    try await account.ecs("CreateCluster", #"{"clusterName": "main"}"#)
    try await account.register(image: "nginx:1", check)
    try await account.ecs("CreateService", #"{"cluster": "main", "serviceName": "web", "taskDefinition": "web", \#(rest)}"#)
    return account
  }

  private func stopped(_ account: Account) async throws -> [JSON] {
    let listed = try await account.ecs("ListTasks", #"{"cluster": "main", "serviceName": "web", "desiredStatus": "STOPPED"}"#)
    let arns = JSON.array(listed.list(at: "taskArns"))
    guard !listed.list(at: "taskArns").isEmpty else { return [] }
    return try await account.ecs("DescribeTasks", #"{"cluster": "main", "tasks": \#(arns.text())}"#).list(at: "tasks")
  }

  private let check = #", "healthCheck": {"command": ["CMD-SHELL", "true"], "interval": 10}"#

  @Test("a task is meant by its service, family, container, image and tag")
  func matching() async throws {
    let rules = [
      StagedTask(.exits(code: 9), service: "other"), StagedTask(.exits(code: 9), family: "api*"),
      StagedTask(.exits(code: 9), container: "sidecar"), StagedTask(.exits(code: 9), image: "nginxes"),
      StagedTask(.exits(code: 9), tag: "2"),
      StagedTask(.exits(code: 3), service: "w*", family: "web", container: "web", image: "*nginx", tag: "1"),
      StagedTask(.exits(code: 9)),
    ]
    let account = try await account(rules)
    await account.pass(60)
    let tasks = try await stopped(account)
    #expect(!tasks.isEmpty)
    #expect(tasks.allSatisfy { $0.list(at: "containers").first?.int(at: "exitCode") == 3 })
  }

  @Test("the first tasks fail, and then the others run")
  func flaky() async throws {
    let account = try await account([StagedTask(.exits(code: 1), first: 3)])
    await account.pass(600)
    #expect(try await account.service().primary?.text(at: "rolloutState") == "COMPLETED")
    #expect(try await stopped(account).count == 3)
  }

  @Test("the count begins anew with each deployment")
  func anew() async throws {
    let account = try await account([StagedTask(.exits(code: 1), first: 1)])
    await account.pass(600)
    try await account.update(#""forceNewDeployment": true"#)
    await account.pass(600)
    #expect(try await account.service().primary?.text(at: "rolloutState") == "COMPLETED")
    #expect(try await stopped(account).count { $0.text(at: "stopCode") == "EssentialContainerExited" } == 2)
  }

  @Test("tasks that find no place at first are tried again")
  func placedLater() async throws {
    let account = try await account([StagedTask(.cannotBePlaced, first: 2)])
    await account.pass(100)
    #expect(try await account.service().int(at: "runningCount") == 0)
    await account.pass(200)
    #expect(try await account.service().int(at: "runningCount") == 2)
  }

  @Test("a task that ends after it ran was a success for the deployment, and is replaced")
  func endsLater() async throws {
    let account = try await account([StagedTask(.exits(code: 1, after: 100))])
    await account.pass(60)
    #expect(try await account.service().primary?.text(at: "rolloutState") == "COMPLETED")
    await account.pass(200)
    let service = try await account.service()
    #expect(service.primary?.int(at: "failedTasks") == 0)
    let task = try #require(try await stopped(account).first)
    let (start, end) = (task["startedAt"]?.numberValue?.doubleValue, task["stoppedAt"]?.numberValue?.doubleValue)
    #expect(try #require(end) - #require(start) == 100)
    #expect(task.list(at: "containers").first?.int(at: "exitCode") == 1)
  }

  @Test("a container that is killed for want of memory says so")
  func memory() async throws {
    let account = try await account([StagedTask(.runsOutOfMemory(after: 30))])
    await account.pass(60)
    let container = try #require(try await stopped(account).first?.list(at: "containers").first)
    #expect(container.int(at: "exitCode") == 137)
    #expect(container.text(at: "reason") == "OutOfMemoryError: Container killed due to memory usage")
  }

  @Test("spot capacity is taken back")
  func interruption() async throws {
    let account = try await account([StagedTask(.isInterrupted(after: 30))])
    await account.pass(60)
    #expect(try await stopped(account).first?.text(at: "stopCode") == "SpotInterruption")
  }

  @Test("each reason for which a task cannot start is told", arguments: StartFailure.allCases)
  func reasons(failure: StartFailure) async throws {
    let account = try await account([StagedTask(.cannotStart(failure))])
    await account.pass(60)
    let task = try #require(try await stopped(account).first)
    #expect(task.text(at: "stopCode") == "TaskFailedToStart")
    #expect(task["startedAt"] == nil)
    #expect(task.text(at: "stoppedReason")?.contains(": ") == true || failure == .role)
    #expect(task.list(at: "containers").first?.text(at: "reason") == task.text(at: "stoppedReason"))
  }

  @Test("a container that is never healthy has failed when its checks have")
  func unhealthy() async throws {
    let account = try await account([StagedTask(.neverHealthy)], check: check)
    await account.pass(120)
    #expect(try await stopped(account).first?.text(at: "stoppedReason") == "Task failed container health checks")
  }

  @Test(
    "a load balancer gives up what does not answer as it should, after the grace period",
    arguments: [
      (ContainerBehaviour.answers(status: 502), "Health checks failed with these codes: [502]"),
      (.neverAnswers, "Request timed out"),
    ])
  func targets(behaviour: ContainerBehaviour, reason: String) async throws {
    let group = "arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/web/0123456789abcdef"
    let balancer = #"{"targetGroupArn": "\#(group)", "containerName": "web", "containerPort": 80}"#
    let account = Account(try .inMemory(scenario: Scenario(tasks: [StagedTask(behaviour)])))
    try await account.createService(
      #""desiredCount": 1, "healthCheckGracePeriodSeconds": 100, "loadBalancers": [\#(balancer)]"#)
    await account.pass(30)
    #expect(try await target(account, group).text(at: "State") == "initial")
    await account.pass(120)
    let code = behaviour == .neverAnswers ? "Target.Timeout" : "Target.ResponseCodeMismatch"
    #expect(try await target(account, group) == ["State": "unhealthy", "Reason": .string(code), "Description": .string(reason)])
    #expect(try await stopped(account).isEmpty)
    #expect(try await account.service().primary?.text(at: "rolloutState") == "IN_PROGRESS")
    await account.pass(60)
    #expect(
      try await stopped(account).first?.text(at: "stoppedReason") == "Task failed ELB health checks in (target-group \(group))")
    let messages = try await account.service().messages
    #expect(messages.contains { $0.hasSuffix("(port 80) is unhealthy in (target-group \(group)) due to (reason \(reason)).") })
  }

  private func target(_ account: Account, _ group: String) async throws -> JSON {
    let answer = try await account.call(.elbv2, "DescribeTargetHealth", #"{"TargetGroupArn": "\#(group)"}"#)
    return try #require(answer.list(at: "TargetHealthDescriptions").first?["TargetHealth"])
  }

  @Test("without a load balancer nobody asks, and what it answers well is well")
  func unasked() async throws {
    for behaviour in [ContainerBehaviour.neverAnswers, .answers(status: 200)] {
      let account = try await account([StagedTask(behaviour)])
      await account.pass(300)
      #expect(try await account.service().primary?.text(at: "rolloutState") == "COMPLETED")
    }
  }

  @Test("what a container of a service writes is found in its log")
  func logs() async throws {
    let driver =
      #", "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "g", "awslogs-stream-prefix": "p", "awslogs-region": "eu-west-1"}}"#
    let account = try await account([StagedTask(.exits(code: 1), log: ["one", "two"])], check: driver)
    try await account.logs("CreateLogGroup", #"{"logGroupName": "g"}"#)
    await account.pass(60)
    let id = try #require(try await stopped(account).first?.text(at: "taskArn")?.split(separator: "/").last)
    let answer = try await account.logs("GetLogEvents", #"{"logGroupName": "g", "logStreamName": "p/web/\#(id)"}"#)
    #expect(answer.list(at: "events").map { $0.text(at: "message") } == ["one", "two"])
  }

  @Test("tasks that run by themselves fare as it says, too")
  func lone() async throws {
    let rules = [StagedTask(.exits(code: 4, after: 50), family: "web", first: 1, log: ["x"]), StagedTask(.runs)]
    let account = Account(try .inMemory(scenario: Scenario(tasks: rules)))
    try await account.ecs("CreateCluster", #"{"clusterName": "main"}"#)
    try await account.register()
    var codes: [Int?] = []
    for _ in 0..<2 {
      let answer = try await account.ecs("RunTask", #"{"cluster": "main", "taskDefinition": "web"}"#)
      let arn = try #require(answer.list(at: "tasks").first?.text(at: "taskArn"))
      await account.pass(100)
      let task = try await account.ecs("DescribeTasks", #"{"cluster": "main", "tasks": ["\#(arn)"]}"#).list(at: "tasks")[0]
      #expect(task["staging"] == nil)
      codes.append(task.list(at: "containers").first?.int(at: "exitCode"))
    }
    #expect(codes == [4, 0])
  }
}
