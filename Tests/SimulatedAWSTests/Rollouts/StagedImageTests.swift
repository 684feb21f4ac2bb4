import AWS
import JSONDocument
import SimulatedAWS
import Testing

/// Deployments that are staged by pushing an image that behaves badly: what the API tells of each (rule d.4).
@Suite("Staged deployments")
struct StagedImageTests {
  struct Case: Sendable, CustomStringConvertible {
    var behaviour: ContainerBehaviour?
    /// Of the primary deployment, an hour later; its reason begins with this.
    var state: String
    var reason: String
    /// What an event must contain.
    var event: String
    /// What the stopped tasks of the deployment tell; nil when there are none.
    var stopped: String?
    var description: String { behaviour?.text ?? "missing" }
  }

  static let cases: [Case] = [
    Case(
      behaviour: nil, state: "COMPLETED", reason: "ECS deployment ecs-svc/", event: "rolling back to deployment ecs-svc/",
      stopped: "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref"),
    Case(
      behaviour: .exits(code: 1), state: "COMPLETED", reason: "ECS deployment ecs-svc/",
      event: "deployment failed: tasks failed to start.",
      stopped: "Essential container in task exited"),
    Case(
      behaviour: .neverHealthy, state: "COMPLETED", reason: "ECS deployment ecs-svc/", event: "failed container health checks.",
      stopped: "Task failed container health checks"),
    Case(
      behaviour: .builtFor(platform: "linux/arm64"), state: "COMPLETED", reason: "ECS deployment ecs-svc/",
      event: "rolling back to deployment ecs-svc/",
      stopped: "CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain"),
    Case(
      behaviour: .cannotBePlaced, state: "IN_PROGRESS", reason: "ECS deployment ecs-svc/",
      event: "was unable to place a task because no container instance met all of its requirements.", stopped: nil),
    Case(
      behaviour: .startsSlowly(seconds: 5000), state: "IN_PROGRESS", reason: "ECS deployment ecs-svc/",
      event: "has started 2 tasks",
      stopped: nil),
    Case(
      behaviour: .startsSlowly(seconds: 600), state: "COMPLETED", reason: "ECS deployment ecs-svc/",
      event: "has reached a steady state.", stopped: nil),
  ]

  @Test(
    "do not begin with an image of a registry that nobody filled",
    arguments: [
      "111111111111.dkr.ecr.us-west-2.amazonaws.com/app:1", "999999999999.dkr.ecr.eu-west-1.amazonaws.com/app:1",
      "111111111111.dkr-ecr.eu-west-1.on.aws/app:1",
    ])
  func unfilled(image: String) async throws {
    let account = try Account()
    try await account.ecs("CreateCluster", #"{"clusterName": "main"}"#)
    try await account.register(image: image)
    try await account.ecs(
      "CreateService", #"{"cluster": "main", "serviceName": "web", "taskDefinition": "web", "desiredCount": 1}"#)
    await account.pass(60)
    #expect(try await account.service().int(at: "runningCount") == 0)
  }

  @Test("run an image by whichever host of its registry they name it")
  func hosts() async throws {
    let account = try Account()
    _ = try await account.repository()
    _ = try await account.cloud.push(repository: "app", tag: "1")
    try await account.ecs("CreateCluster", #"{"clusterName": "main"}"#)
    try await account.register(image: "111111111111.dkr-ecr.eu-west-1.on.aws/app:1")
    try await account.ecs(
      "CreateService", #"{"cluster": "main", "serviceName": "web", "taskDefinition": "web", "desiredCount": 1}"#)
    await account.pass(60)
    #expect(try await account.service().int(at: "runningCount") == 1)
  }

  private let check = #", "healthCheck": {"command": ["CMD-SHELL", "true"], "interval": 10}"#

  @Test("are told as ECS tells them", arguments: cases)
  func told(row: Case) async throws {
    let account = try Account()
    let repository = try await account.repository()
    try await account.cloud.push(repository: "app", tag: "1")
    try await account.ecs("CreateCluster", #"{"clusterName": "main"}"#)
    try await account.register(image: "\(repository):1", check)
    try await account.ecs(
      "CreateService",
      """
      {"cluster": "main", "serviceName": "web", "taskDefinition": "web", "desiredCount": 2,
       "deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": true, "rollback": true}}}
      """)
    await account.pass(300)
    let before = try await account.service()
    #expect(before.primary?.text(at: "rolloutState") == "COMPLETED")

    if let behaviour = row.behaviour { try await account.cloud.push(repository: "app", tag: "2", behaviour: behaviour) }
    try await account.register(image: "\(repository):2", check)
    let ours = try #require(try await account.update(#""taskDefinition": "web""#).primary?.text(at: "id"))
    await account.pass(3600)

    let after = try await account.service()
    let primary = try #require(after.primary)
    #expect(primary.text(at: "rolloutState") == row.state)
    #expect(primary.text(at: "rolloutStateReason")?.hasPrefix(row.reason) == true)
    #expect(after.messages.contains { $0.contains(row.event) }, "\(after.messages)")
    #expect(after.int(at: "runningCount") == 2, "two healthy tasks are there at the end")
    let isRolledBack = row.state == "COMPLETED" && row.stopped != nil
    #expect(primary.text(at: "taskDefinition")?.hasSuffix(isRolledBack ? "web:1" : "web:2") == true)

    let listed = try await account.ecs("ListTasks", #"{"cluster": "main", "serviceName": "web", "desiredStatus": "STOPPED"}"#)
    var reasons: [String] = []
    for arn in listed.list(at: "taskArns").compactMap(\.stringValue) {
      let task = try await account.ecs("DescribeTasks", #"{"cluster": "main", "tasks": ["\#(arn)"]}"#).list(at: "tasks")[0]
      if task.text(at: "startedBy") == ours { reasons.append(task.text(at: "stoppedReason") ?? "") }
    }
    guard let stopped = row.stopped else {
      #expect(reasons.isEmpty)
      return
    }
    #expect(reasons.contains { $0.hasPrefix(stopped) }, "\(reasons)")
  }

  @Test("pushing a good image under the same tag heals a service without a breaker")
  func healing() async throws {
    let account = try Account()
    let repository = try await account.repository()
    try await account.ecs("CreateCluster", #"{"clusterName": "main"}"#)
    try await account.register(image: "\(repository):1")
    try await account.ecs(
      "CreateService", #"{"cluster": "main", "serviceName": "web", "taskDefinition": "web", "desiredCount": 1}"#)
    await account.pass(600)
    #expect(try await account.service().primary?.text(at: "rolloutState") == "IN_PROGRESS")
    try await account.cloud.push(repository: "app", tag: "1")
    await account.pass(900)
    #expect(try await account.service().primary?.text(at: "rolloutState") == "COMPLETED")
  }
}
