import AWS
import JSONDocument
import SimulatedAWS
import Testing

@Suite("Lone tasks")
struct LoneTaskTests {
  private let account: Account

  init() async throws {
    account = try Account()
    try await account.ecs("CreateCluster", #"{"clusterName": "main"}"#)
  }

  private func run(_ rest: String = "") async throws -> JSON {
    try await account.ecs("RunTask", #"{"cluster": "main", "taskDefinition": "web"\#(rest)}"#)
  }

  private func task(_ answer: JSON) async throws -> JSON {
    let arn = try #require(answer.list(at: "tasks").first?.text(at: "taskArn"))
    let described = try await account.ecs("DescribeTasks", #"{"cluster": "main", "tasks": ["\#(arn)"], "include": ["TAGS"]}"#)
    return try #require(described.list(at: "tasks").first)
  }

  private func list(_ rest: String = "") async throws -> Int {
    try await account.ecs("ListTasks", #"{"cluster": "main"\#(rest)}"#).list(at: "taskArns").count
  }

  @Test("a task starts, works, ends with 0, and is forgotten after an hour")
  func life() async throws {
    try await account.register()
    let answer = try await run(#", "startedBy": "me", "tags": [{"key": "a", "value": "1"}]"#)
    #expect(answer["failures"] == [])
    var seen = try await task(answer)
    #expect(seen.text(at: "lastStatus") == "PROVISIONING")
    #expect(seen.text(at: "group") == "family:web")
    #expect(seen["tags"] == [["key": "a", "value": "1"]])
    #expect(seen["changesAt"] == nil)
    #expect(try await list() == 1)
    await account.pass(20)
    #expect(try await task(answer).text(at: "lastStatus") == "RUNNING")
    #expect(try await list(#", "startedBy": "me""#) == 1)
    #expect(try await list(#", "startedBy": "you""#) == 0)
    await account.pass(60)
    seen = try await task(answer)
    #expect(seen.text(at: "lastStatus") == "STOPPED")
    #expect(seen.text(at: "stopCode") == "EssentialContainerExited")
    #expect(seen.list(at: "containers").first?.int(at: "exitCode") == 0)
    #expect(try await list() == 0)
    #expect(try await list(#", "desiredStatus": "STOPPED""#) == 1)
    await account.pass(3700)
    let arn = try #require(answer.list(at: "tasks").first?.text(at: "taskArn"))
    let gone = try await account.ecs("DescribeTasks", #"{"cluster": "main", "tasks": ["\#(arn)"]}"#)
    #expect(gone.list(at: "failures").first?.text(at: "reason") == "MISSING")
  }

  @Test(
    "without a launch type and a strategy the cluster's default counts",
    arguments: [
      ("", "FARGATE_SPOT"), (#", "launchType": "FARGATE""#, nil),
      (#", "capacityProviderStrategy": [{"capacityProvider": "FARGATE"}]"#, "FARGATE"),
    ] as [(String, String?)])
  func defaultStrategy(rest: String, provider: String?) async throws {
    try await account.ecs(
      "CreateCluster",
      #"""
      {"clusterName": "spot", "capacityProviders": ["FARGATE", "FARGATE_SPOT"],
       "defaultCapacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT", "weight": 1}]}
      """#)
    try await account.register(
      "web",
      #"""
      "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512",
      "containerDefinitions": [{"name": "web", "image": "nginx:1"}]
      """#)
    let network = #""networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-0a1b2c3d"]}}"#
    let answer = try await account.ecs("RunTask", #"{"cluster": "spot", "taskDefinition": "web", \#(network)\#(rest)}"#)
    let task = try #require(answer.list(at: "tasks").first)
    #expect(task.text(at: "capacityProviderName") == provider)
    #expect(task.text(at: "launchType") == "FARGATE")
  }

  @Test("overrides have 8,192 characters at most, with their JSON")
  func longOverrides() async throws {
    try await account.register()
    func refusal(_ length: Int) async throws -> String? {
      let frame = #"{"containerOverrides":[{"name":"web","environment":[{"name":"A","value":""}]}]}"#
      let value = String(repeating: "x", count: length - frame.count)
      let overrides = frame.replacing(#""value":"""#, with: #""value":"\#(value)""#)
      return try await account.refusal(
        .ecs, "RunTask", #"{"cluster": "main", "taskDefinition": "web", "overrides": \#(overrides)}"#)?.message
    }
    #expect(try await refusal(8192) == nil)
    #expect(try await refusal(8193) == "Container Overrides length must be at most 8192")
  }

  @Test("commands can be executed in tasks that have a role")
  func executeCommand() async throws {
    try await account.register()
    func refusal(_ rest: String) async throws -> String? {
      try await account.refusal(
        .ecs, "RunTask", #"{"cluster": "main", "taskDefinition": "web", "enableExecuteCommand": true\#(rest)}"#)?.message
    }
    #expect(
      try await refusal("")
        == "The execute command failed because a valid task role is not being used. Specify a valid task role in your task definition or as a task override and try again."
    )
    #expect(try await refusal(#", "overrides": {"taskRoleArn": "arn:aws:iam::111111111111:role/task"}"#) == nil)
  }

  @Test("the same token runs one task")
  func idempotency() async throws {
    try await account.register()
    let first = try await run(#", "clientToken": "t1""#)
    #expect(try await run(#", "clientToken": "t1""#) == first)
    let refusal = try await account.refusal(
      .ecs, "RunTask", #"{"cluster": "main", "taskDefinition": "web", "clientToken": "t1", "count": 2}"#)
    #expect(refusal?.code == "ConflictException")
    #expect(try await list() == 1)
  }

  @Test("a task that is stopped ends by the signal; one that never ran has no exit code")
  func stopping() async throws {
    try await account.register()
    let early = try await run()
    let running = try await run()
    func stop(_ answer: JSON) async throws {
      let arn = try #require(answer.list(at: "tasks").first?.text(at: "taskArn"))
      try await account.ecs("StopTask", #"{"cluster": "main", "task": "\#(arn)", "reason": "enough"}"#)
    }
    try await stop(early)
    await account.pass(20)
    try await stop(running)
    await account.pass(20)
    let first = try await task(early)
    #expect(first.text(at: "stopCode") == "UserInitiated")
    #expect(first.text(at: "stoppedReason") == "enough")
    #expect(first.list(at: "containers").first?["exitCode"] == nil)
    #expect(try await task(running).list(at: "containers").first?.int(at: "exitCode") == 143)
  }

  struct Ending: Sendable, CustomStringConvertible {
    var behaviour: ContainerBehaviour?
    var code: String
    var reason: String
    var exitCode: Int?
    var description: String { behaviour?.text ?? "missing" }
  }

  static let endings: [Ending] = [
    Ending(behaviour: nil, code: "TaskFailedToStart", reason: "CannotPullContainerError: ", exitCode: nil),
    Ending(
      behaviour: .exits(code: 7), code: "EssentialContainerExited", reason: "Essential container in task exited", exitCode: 7),
    Ending(
      behaviour: .builtFor(platform: "linux/arm64"), code: "TaskFailedToStart", reason: "CannotPullContainerError: ",
      exitCode: nil),
    Ending(behaviour: .runs, code: "EssentialContainerExited", reason: "Essential container in task exited", exitCode: 0),
    Ending(behaviour: .neverHealthy, code: "EssentialContainerExited", reason: "Essential container in task exited", exitCode: 0),
  ]

  @Test("how a task ends follows from its image", arguments: endings)
  func ends(row: Ending) async throws {
    let repository = try await account.repository()
    if let behaviour = row.behaviour { try await account.cloud.push(repository: "app", tag: "1", behaviour: behaviour) }
    try await account.register(image: "\(repository):1")
    let answer = try await run()
    await account.pass(120)
    let ended = try await task(answer)
    #expect(ended.text(at: "stopCode") == row.code)
    #expect(ended.text(at: "stoppedReason")?.hasPrefix(row.reason) == true)
    #expect(ended.list(at: "containers").first?.int(at: "exitCode") == row.exitCode)
  }

  @Test("a task that finds no place is a failure of the answer")
  func noPlace() async throws {
    let repository = try await account.repository()
    try await account.cloud.push(repository: "app", tag: "1", behaviour: .cannotBePlaced)
    try await account.register(image: "\(repository):1")
    let answer = try await run()
    #expect(answer["tasks"] == [])
    #expect(answer.list(at: "failures").first?.text(at: "reason") == "RESOURCE:MEMORY")
    #expect(try await list() == 0)
  }

  @Test("a slow image takes longer to start")
  func slow() async throws {
    let repository = try await account.repository()
    try await account.cloud.push(repository: "app", tag: "1", behaviour: .startsSlowly(seconds: 300))
    try await account.register(image: "\(repository):1")
    let answer = try await run()
    await account.pass(299)
    #expect(try await task(answer).text(at: "lastStatus") == "PROVISIONING")
    await account.pass(2)
    #expect(try await task(answer).text(at: "lastStatus") == "RUNNING")
  }

  @Test("tags of the task definition are propagated on request")
  func propagation() async throws {
    try await account.register("web", #""tags": [{"key": "team", "value": "a"}, {"key": "x", "value": "1"}], \#(Account.bridge)"#)
    let answer = try await run(#", "propagateTags": "TASK_DEFINITION", "tags": [{"key": "x", "value": "2"}]"#)
    #expect(try await task(answer)["tags"] == [["key": "x", "value": "2"], ["key": "team", "value": "a"]])
  }

  @Test(
    "RunTask refuses",
    arguments: [
      (#", "launchType": "FARGATE""#, "Task definition does not support launch_type FARGATE."),
      (#", "count": 11"#, "count must be between 1 and 10."),
      (
        #", "overrides": {"containerOverrides": [{"name": "app"}]}"#,
        "Override for container named app is not a container in the TaskDefinition."
      ),
      (
        #", "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["s"]}}"#,
        "Network Configuration is not valid for the given networkMode of this task definition."
      ),
    ])
  func refuses(rest: String, words: String) async throws {
    try await account.register()
    let refusal = try await account.refusal(.ecs, "RunTask", #"{"cluster": "main", "taskDefinition": "web"\#(rest)}"#)
    #expect(refusal == AWSError(code: "InvalidParameterException", message: words))
  }

  @Test("a task of a service that is stopped by hand is replaced")
  func serviceTask() async throws {
    try await account.register()
    try await account.ecs(
      "CreateService", #"{"cluster": "main", "serviceName": "web", "taskDefinition": "web", "desiredCount": 1}"#)
    await account.pass(120)
    func tasks() async throws -> [String] {
      try await account.ecs("ListTasks", #"{"cluster": "main", "serviceName": "web"}"#).list(at: "taskArns").compactMap(
        \.stringValue)
    }
    let before = try await tasks()
    let first = try #require(before.first)
    try await account.ecs("StopTask", #"{"cluster": "main", "task": "\#(first)"}"#)
    await account.pass(120)
    let after = try await tasks()
    #expect(after.count == 1)
    #expect(after != before)
    let stopped = try await account.ecs("DescribeTasks", #"{"cluster": "main", "tasks": ["\#(first)"]}"#).list(at: "tasks").first
    #expect(stopped?.text(at: "stopCode") == "UserInitiated")
  }
}
