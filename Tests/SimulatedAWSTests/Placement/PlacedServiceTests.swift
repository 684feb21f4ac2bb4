import AWS
import FoundationEssentials
import JSONDocument
import SimulatedAWS
import Testing

/// Services on container instances that a scenario declares.
@Suite("Placed services")
struct PlacedServiceTests {
  private func account(_ instances: InstanceGroup...) async throws -> Account {
    let account = Account(try .inMemory(scenario: Scenario(instances: instances)))
    try await account.ecs("CreateCluster", #"{"clusterName": "main"}"#)
    return account
  }

  private func create(_ account: Account, _ rest: String, container: String = "", name: String = "web") async throws {
    try await account.register(
      name, #""containerDefinitions": [{"name": "web", "image": "nginx:1", "memory": 128\#(container)}]"#)
    try await account.ecs(
      "CreateService", #"{"cluster": "main", "serviceName": "\#(name)", "taskDefinition": "\#(name)", \#(rest)}"#)
  }

  private let staticPort = #", "portMappings": [{"containerPort": 80, "hostPort": 8080}]"#

  private func state(_ account: Account, _ name: String = "web") async throws -> String? {
    try await account.service(name).primary?.text(at: "rolloutState")
  }

  @Test("a static host port on one instance never finishes with 100 %, and does with less", arguments: [100, 0])
  func staticHostPort(minimum: Int) async throws {
    let account = try await account(InstanceGroup(cluster: "main", cpu: 1024, memory: 1024))
    let limits = #""deploymentConfiguration": {"minimumHealthyPercent": \#(minimum), "maximumPercent": 200}"#
    try await create(account, #""desiredCount": 1, \#(limits)"#, container: staticPort)
    await account.pass(120)
    #expect(try await state(account) == "COMPLETED")
    try await account.update(#""forceNewDeployment": true"#)
    await account.pass(7200)
    let service = try await account.service()
    #expect(service.int(at: "runningCount") == 1)
    guard minimum == 100 else {
      #expect(service.primary?.text(at: "rolloutState") == "COMPLETED")
      return
    }
    #expect(service.primary?.text(at: "rolloutState") == "IN_PROGRESS")
    #expect(service.primary?.int(at: "failedTasks") == 0)
    #expect(
      service.messages.first?.hasPrefix(
        "(service web) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance "
      ) == true)
    #expect(service.messages.first?.contains(") is already using a port required by your task. For more information") == true)
  }

  @Test("tasks share what an instance has, whose service they are does not matter; one that goes makes room")
  func sharedMemory() async throws {
    let account = try await account(InstanceGroup(cluster: "main", count: 2, cpu: 1024, memory: 300))
    try await create(account, #""desiredCount": 3"#)
    await account.pass(60)
    try await create(account, #""desiredCount": 2"#, name: "api")
    await account.pass(300)
    #expect(try await state(account) == "COMPLETED")
    #expect(try await state(account, "api") == "IN_PROGRESS")
    #expect(try await account.service("api").int(at: "runningCount") == 1)
    #expect(try await account.service("api").messages.contains { $0.contains("has insufficient memory available.") })
    try await account.update(#""desiredCount": 2"#)
    await account.pass(200)
    #expect(try await state(account, "api") == "COMPLETED")
  }

  @Test(
    "what the instances lack is told",
    arguments: [
      (InstanceGroup(count: 0, cpu: 1, memory: 1), "Reason: No Container Instances were found in your cluster."),
      (InstanceGroup(cpu: 10, memory: 1000), "has insufficient CPU units available."),
      (InstanceGroup(cpu: 1000, memory: 10), "has insufficient memory available."),
      (InstanceGroup(cpu: 1000, memory: 1000, isConnected: false), "encountered error \"AGENT\"."),
      (InstanceGroup(cpu: 1000, memory: 1000, attributes: ["disk": "hdd"]), "is missing an attribute required by your task."),
    ])
  func told(instances: InstanceGroup, words: String) async throws {
    let account = try await account(instances)
    let constraint = #""placementConstraints": [{"type": "memberOf", "expression": "attribute:disk != hdd"}]"#
    try await create(account, #""desiredCount": 1, \#(constraint)"#, container: #", "cpu": 100"#)
    await account.pass(60)
    let messages = try await account.service().messages
    #expect(messages.contains { $0.contains(words) }, "\(messages)")
  }

  @Test("a daemon runs once on each instance that fits, and is rolled over there")
  func daemon() async throws {
    let account = try await account(
      InstanceGroup(count: 3, cpu: 1024, memory: 200), InstanceGroup(cpu: 1024, memory: 200, isConnected: false))
    try await create(account, #""schedulingStrategy": "DAEMON""#)
    await account.pass(120)
    #expect(try await account.service().int(at: "desiredCount") == 3)
    #expect(try await state(account) == "COMPLETED")
    try await account.update(#""forceNewDeployment": true"#)
    await account.pass(600)
    #expect(try await state(account) == "COMPLETED")
    let tasks = try await account.ecs("ListTasks", #"{"cluster": "main", "serviceName": "web"}"#).list(at: "taskArns")
    let described = try await account.ecs("DescribeTasks", #"{"cluster": "main", "tasks": \#(JSON.array(tasks).text())}"#)
    #expect(Set(described.list(at: "tasks").compactMap { $0.text(at: "containerInstanceArn") }).count == 3)
  }

  @Test("Fargate, and clusters of which nothing is declared, have room for all")
  func elsewhere() async throws {
    let account = try await account(InstanceGroup(cluster: "other", cpu: 1, memory: 1))
    try await create(account, #""desiredCount": 30"#, container: staticPort)
    await account.pass(120)
    #expect(try await state(account) == "COMPLETED")
  }

  @Test("a task that runs by itself needs a place, and leaves it")
  func lone() async throws {
    let account = try await account(InstanceGroup(cluster: "main", cpu: 1024, memory: 200))
    try await account.register()
    func run() async throws -> JSON { try await account.ecs("RunTask", #"{"cluster": "main", "taskDefinition": "web"}"#) }
    #expect(try await run().list(at: "tasks").first?.text(at: "containerInstanceArn") != nil)
    #expect(try await run().list(at: "failures").first?.text(at: "reason") == "RESOURCE:MEMORY")
    await account.pass(300)
    #expect(try await run().list(at: "tasks").count == 1)
  }

  @Test("tasks that ran before instances were declared are on them")
  func settled() async throws {
    let path = FileManager.default.temporaryDirectory.path + "/placed-\(UInt64.random(in: 0 ... .max)).sqlite"
    defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
    func open(_ scenario: Scenario) throws -> Account {
      Account(try SimulatedCloud(path: path, account: "111111111111", region: "eu-west-1", scenario: scenario))
    }
    let before = try open(Scenario())
    try await before.ecs("CreateCluster", #"{"clusterName": "main"}"#)
    try await create(before, #""desiredCount": 1"#, container: staticPort)
    await before.pass(120)
    let account = try open(Scenario(instances: [InstanceGroup(cluster: "main", cpu: 1024, memory: 1024)]))
    try await account.update(#""forceNewDeployment": true"#)
    await account.pass(600)
    #expect(try await state(account) == "IN_PROGRESS")
    let after = try open(Scenario())
    await after.pass(600)
    #expect(try await state(after) == "COMPLETED", "without the scenario there is room again")
  }
}
