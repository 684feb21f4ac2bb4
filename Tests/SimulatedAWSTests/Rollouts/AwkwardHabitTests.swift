import AWS
import JSONDocument
import SimulatedAWS
import Testing

/// What ECS is known to do and nobody expects: one test for each row of "As awkward as AWS" in docs/simulate.md.
@Suite("Awkward habits of ECS")
struct AwkwardHabitTests {
  private static let registry = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/app"

  /// A cluster, and a service of the image `good` that is complete; `deployment` is the inside of its configuration.
  private func account(_ deployment: String = "") async throws -> Account {
    let account = try Account()
    _ = try await account.repository()
    try await account.cloud.push(repository: "app", tag: "good")
    try await account.cloud.push(repository: "app", tag: "better")
    try await account.cloud.push(repository: "app", tag: "alarming", behaviour: .setsOffAlarms)
    try await account.cloud.push(repository: "app", tag: "dying", behaviour: .exits(code: 1, after: 5))
    try await account.cloud.push(repository: "app", tag: "broken", behaviour: .exits(code: 1))
    try await account.ecs("CreateCluster", #"{"clusterName": "main"}"#)
    try await account.register(image: "\(Self.registry):good")
    try await account.ecs(
      "CreateService",
      """
      {"cluster": "main", "serviceName": "web", "taskDefinition": "web", "desiredCount": 2,
      "deploymentConfiguration": {\(deployment)}}
      """)
    await account.pass(300)
    #expect(try await account.service().primary?.text(at: "rolloutState") == "COMPLETED")
    return account
  }

  private func deploy(_ tag: String, _ account: Account) async throws {
    try await account.register(image: "\(Self.registry):\(tag)")
    try await account.update(#""taskDefinition": "web""#)
  }

  /// The newest service deployments' statuses, the newest first.
  private func statuses(_ account: Account) async throws -> [String] {
    let listed = try await account.ecs("ListServiceDeployments", #"{"cluster": "main", "service": "web"}"#)
    return listed.list(at: "serviceDeployments").compactMap { $0.text(at: "status") }
  }

  private static let alarms = #""alarms": {"alarmNames": ["errors"], "enable": true, "rollback": true}"#
  private static let breaker = #""deploymentCircuitBreaker": {"enable": true, "rollback": true}"#

  @Test("failedTasks counts only tasks that never ran: one that starts and dies is counted by nobody")
  func failedTasks() async throws {
    let account = try await account()
    try await deploy("dying", account)
    await account.pass(600)
    #expect(try await account.service().primary?["failedTasks"] == 0)
    let stopped = try await account.ecs("ListTasks", #"{"cluster": "main", "serviceName": "web", "desiredStatus": "STOPPED"}"#)
    #expect(stopped.list(at: "taskArns").count > 2)
  }

  @Test("a service under CODE_DEPLOY has no deployments and a task set")
  func codeDeploy() async throws {
    let account = try await account()
    try await account.register(image: "\(Self.registry):good", #", "portMappings": [{"containerPort": 80}]"#)
    try await account.ecs(
      "CreateService",
      """
      {"cluster": "main", "serviceName": "blue", "taskDefinition": "web", "desiredCount": 1,
      "deploymentController": {"type": "CODE_DEPLOY"}, "loadBalancers": [{"targetGroupArn":
      "arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/blue/1", "containerName": "web", "containerPort": 80}]}
      """)
    await account.pass(120)
    let service = try await account.service("blue")
    #expect(service["deployments"] == [])
    #expect(service.list(at: "taskSets").compactMap { $0.text(at: "status") } == ["PRIMARY"])
    #expect(service["runningCount"] == 1)
  }

  @Test("a new daemon counts nothing while its deployment goes on")
  func daemon() async throws {
    let account = try await account()
    let made = try await account.ecs(
      "CreateService",
      #"{"cluster": "main", "serviceName": "agent", "taskDefinition": "web", "schedulingStrategy": "DAEMON", "launchType": "EC2"}"#
    )
    #expect(made["service"]?["desiredCount"] == 0)
    let first = try await account.service("agent")
    #expect(first["desiredCount"] == 0 && first.primary?.text(at: "rolloutState") == "IN_PROGRESS")
    await account.pass(120)
    let counted = try await account.service("agent")
    #expect(counted["desiredCount"] == 1 && counted.primary?.text(at: "rolloutState") == "COMPLETED")
  }

  @Test("a rolling deployment with alarms bakes after its tasks run, and an alarm takes it back")
  func rollingAlarms() async throws {
    let account = try await account(Self.alarms)
    try await deploy("better", account)
    await account.pass(60)
    let baking = try await account.service()
    #expect(baking.primary?["runningCount"] == 2 && baking.primary?.text(at: "rolloutState") == "IN_PROGRESS")
    await account.pass(300)
    #expect(try await account.service().primary?.text(at: "rolloutState") == "COMPLETED")
    try await deploy("alarming", account)
    await account.pass(900)
    #expect(try await statuses(account).first == "ROLLBACK_SUCCESSFUL")
    #expect(try await account.service().primary?.text(at: "taskDefinition")?.hasSuffix("web:2") == true)
  }

  @Test("a rollback can fail: where what it goes back to does not start any more")
  func failedRollback() async throws {
    let account = try await account(Self.breaker)
    // The image of the old revision is gone from the registry since its tasks were started.
    try await account.ecr("BatchDeleteImage", #"{"repositoryName": "app", "imageIds": [{"imageTag": "good"}]}"#)
    try await account.update(#""desiredCount": 0"#)
    await account.pass(300)
    try await account.update(#""desiredCount": 2"#)
    try await deploy("broken", account)
    await account.pass(7200)
    #expect(try await statuses(account).first == "ROLLBACK_FAILED")
  }

  @Test("a second StopServiceDeployment lets a rollback go on")
  func secondStop() async throws {
    let account = try await account()
    try await deploy("dying", account)
    await account.pass(30)
    let arn = try #require(try await account.service().text(at: "currentServiceDeployment"))
    let stop = #"{"serviceDeploymentArn": "\#(arn)"}"#
    try await account.ecs("StopServiceDeployment", stop)
    try await account.ecs("StopServiceDeployment", stop)
    await account.pass(600)
    #expect(try await statuses(account).first == "ROLLBACK_SUCCESSFUL")
    #expect(try await account.service().primary?.text(at: "taskDefinition")?.hasSuffix("web:1") == true)
  }

  @Test("answers lag once after a creation and once after a change, by the seed", arguments: 1...6)
  func lag(seed: UInt64) async throws {
    let account = try await account()
    let replicas = LaggingReplicas(account.cloud, seed: seed)
    func describe(_ name: String) async throws -> JSON {
      try await replicas.call(AWSRequest(.ecs, "DescribeServices", ["cluster": "main", "services": [.string(name)]]))
    }
    for number in 1...8 {
      let name = "s\(number)"
      let input: JSON = ["cluster": "main", "serviceName": .string(name), "taskDefinition": "web", "desiredCount": 1]
      _ = try await replicas.call(AWSRequest(.ecs, "CreateService", input))
      let first = try await describe(name)
      let isMissing = first.list(at: "failures").first?.text(at: "reason") == "MISSING"
      #expect(isMissing != (first.list(at: "services").count == 1))
      #expect(try await describe(name).list(at: "services").first?["desiredCount"] == 1)
      _ = try await replicas.call(
        AWSRequest(.ecs, "UpdateService", ["cluster": "main", "service": .string(name), "desiredCount": 3]))
      let changed = try await describe(name).list(at: "services").first?["desiredCount"]
      #expect(changed == 1 || changed == 3)
      #expect(try await describe(name).list(at: "services").first?["desiredCount"] == 3)
    }
    #expect((1..<16).contains(replicas.lagged))
    let again = LaggingReplicas(account.cloud, seed: seed)
    again.catchUp()
    #expect(again.lagged == 0)
  }
}
