import AWS
import JSONDocument
import SimulatedAWS
import Testing

/// Services whose deployments shift traffic, through the API.
@Suite("Traffic shifts")
struct TrafficShiftTests {
  /// What DescribeServiceDeployments says of the newest one.
  private struct Look: Equatable, CustomStringConvertible {
    var stage: String?
    var weight: Double?
    var description: String { "\(stage ?? "-") \(weight.map { "\($0)" } ?? "-")" }
  }

  private static let balancer = """
    "loadBalancers": [{"targetGroupArn": "arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/blue/1",
    "containerName": "web", "containerPort": 80, "advancedConfiguration": {
    "alternateTargetGroupArn": "arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/green/2",
    "productionListenerRule": "arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener-rule/app/x/1/2/3",
    "roleArn": "arn:aws:iam::111111111111:role/ecs-lb"}}]
    """

  /// A service of revision 1 that is complete; `configuration` is the inside of its deployment configuration.
  private func service(_ configuration: String) async throws -> Account {
    let account = try Account()
    _ = try await account.repository()
    for tag in ["1", "2"] { try await account.cloud.push(repository: "app", tag: tag) }
    try await account.cloud.push(repository: "app", tag: "3", behaviour: .setsOffAlarms)
    try await account.cloud.push(repository: "app", tag: "4", behaviour: .exits(code: 1))
    try await account.ecs("CreateCluster", #"{"clusterName": "main"}"#)
    try await register(account, "1")
    try await account.ecs(
      "CreateService",
      """
      {"cluster": "main", "serviceName": "web", "taskDefinition": "web", "desiredCount": 2, \(Self.balancer),
      "deploymentConfiguration": {\(configuration)}}
      """)
    await account.pass(120)
    #expect(try await account.service().primary?.text(at: "rolloutState") == "COMPLETED")
    return account
  }

  private func register(_ account: Account, _ tag: String) async throws {
    try await account.register(
      image: "111111111111.dkr.ecr.eu-west-1.amazonaws.com/app:\(tag)", #", "portMappings": [{"containerPort": 80}]"#)
  }

  private func deploy(_ account: Account, _ tag: String) async throws {
    try await register(account, tag)
    try await account.update(#""taskDefinition": "web""#)
  }

  private func deployment(_ account: Account) async throws -> JSON {
    let arn = try #require(try await account.service().text(at: "currentServiceDeployment"))
    let answer = try await account.ecs("DescribeServiceDeployments", #"{"serviceDeploymentArns": ["\#(arn)"]}"#)
    return try #require(answer.list(at: "serviceDeployments").first)
  }

  private func look(_ account: Account) async throws -> Look {
    let deployment = try await deployment(account)
    let weight = deployment["targetServiceRevision"]?["requestedProductionTrafficWeight"]?.numberValue?.doubleValue
    return Look(stage: deployment.text(at: "lifecycleStage"), weight: weight)
  }

  /// Looks that differ, one after the other, until the deployment ends.
  private func looks(_ account: Account, every pause: Double) async throws -> [Look] {
    var looks: [Look] = []
    for _ in 0..<600 {
      guard try await deployment(account).text(at: "status") == "IN_PROGRESS" else { break }
      let look = try await look(account)
      if looks.last != look { looks.append(look) }
      await account.pass(pause)
    }
    return looks
  }

  @Test("Both revisions run until the traffic has baked, and then the old one goes")
  func blueGreen() async throws {
    let account = try await service(#""strategy": "BLUE_GREEN", "bakeTimeInMinutes": 5"#)
    try await deploy(account, "2")
    await account.pass(60)
    #expect(try await look(account) == Look(stage: "BAKE_TIME", weight: 100))
    #expect(try await account.service().int(at: "runningCount") == 4)
    #expect(try await account.service().primary?.text(at: "rolloutState") == "IN_PROGRESS")

    await account.pass(360)
    #expect(try await deployment(account).text(at: "status") == "SUCCESSFUL")
    #expect(try await account.service().int(at: "runningCount") == 2)
    #expect(try await account.service().list(at: "deployments").count == 1)
  }

  @Test("A canary gets its share, waits, and then all")
  func canary() async throws {
    let account = try await service(
      #""strategy": "CANARY", "canaryConfiguration": {"canaryPercent": 12.5, "canaryBakeTimeInMinutes": 3}"#)
    try await deploy(account, "2")
    let weights = try await looks(account, every: 1).compactMap(\.weight)
    #expect(weights.filter { $0 > 0 }.first == 12.5)
    #expect(Set(weights) == [0, 12.5, 100])
    #expect(weights == weights.sorted())
  }

  @Test("A linear shift goes on in equal steps")
  func linear() async throws {
    let account = try await service(
      #""strategy": "LINEAR", "linearConfiguration": {"stepPercent": 30, "stepBakeTimeInMinutes": 1}"#)
    try await deploy(account, "2")
    let looks = try await looks(account, every: 1)
    #expect(looks.filter { $0.stage == "PRODUCTION_TRAFFIC_SHIFT" }.map(\.weight) == [30, 60, 90, 100])
    #expect(looks.last?.stage == "CLEAN_UP")
  }

  @Test("A pause holds the deployment until somebody answers")
  func pause() async throws {
    let account = try await service(Self.pausing)
    try await deploy(account, "2")
    await account.pass(7200)
    let held = try await deployment(account)
    #expect(held.text(at: "lifecycleStage") == "POST_TEST_TRAFFIC_SHIFT")
    let hook = try #require(held.list(at: "lifecycleHookDetails").first)
    #expect(hook.text(at: "targetType") == "PAUSE")
    #expect(hook.text(at: "status") == "AWAITING_ACTION")

    try await answer(account, "CONTINUE")
    await account.pass(120)
    #expect(try await deployment(account).text(at: "status") == "SUCCESSFUL")
    #expect(try await answer(account, "CONTINUE")?.code == "ConflictException")
  }

  private static let pausing =
    #""strategy": "BLUE_GREEN", "lifecycleHooks": [{"targetType": "PAUSE", "lifecycleStages": ["PRE_PRODUCTION_TRAFFIC_SHIFT"]}]"#

  /// Answers the pause, or one that there is not; what AWS refuses is returned.
  @discardableResult
  private func answer(_ account: Account, _ action: String) async throws -> AWSError? {
    let deployment = try await deployment(account)
    let arn = deployment.text(at: "serviceDeploymentArn") ?? ""
    let hook = deployment.list(at: "lifecycleHookDetails").first?.text(at: "hookId") ?? "none"
    return try await account.refusal(
      .ecs, "ContinueServiceDeployment",
      #"{"serviceDeploymentArn": "\#(arn)", "hookId": "\#(hook)", "action": "\#(action)"}"#)
  }

  @Test(
    "What goes back leaves the old revision running",
    arguments: [
      Row("the pause is answered with ROLLBACK", "rollback"), Row("nobody answers the pause in time", "timeout"),
      Row("the deployment is stopped", "stop"),
    ])
  func goesBack(_ way: Row<String>) async throws {
    let account = try await service(Self.pausing)
    try await deploy(account, "2")
    await account.pass(300)
    let arn = try await deployment(account).text(at: "serviceDeploymentArn") ?? ""
    switch way.value {
    case "rollback": #expect(try await answer(account, "ROLLBACK") == nil)
    case "stop": try await account.ecs("StopServiceDeployment", #"{"serviceDeploymentArn": "\#(arn)"}"#)
    default: await account.pass(86_400)
    }
    await account.pass(300)
    #expect(try await deployment(account).text(at: "status") == "ROLLBACK_SUCCESSFUL")
    let now = try await account.service()
    #expect(now.text(at: "taskDefinition")?.hasSuffix("web:1") == true)
    #expect(now.int(at: "runningCount") == 2)
    #expect(now.messages.contains { $0.contains("rolling back to deployment ecs-svc/") })
  }

  @Test("An alarm during the shift takes it back")
  func alarm() async throws {
    let account = try await service(
      """
      "strategy": "CANARY", "canaryConfiguration": {"canaryPercent": 10, "canaryBakeTimeInMinutes": 5},
      "alarms": {"alarmNames": ["errors"], "enable": true, "rollback": true}
      """)
    try await deploy(account, "3")
    await account.pass(600)
    let ended = try await deployment(account)
    #expect(ended.text(at: "status") == "ROLLBACK_SUCCESSFUL")
    #expect(ended["alarms"]?.text(at: "status") == "TRIGGERED")
    #expect(try await account.service().messages.contains { $0.contains("alarm detected: errors") })
  }

  @Test("Tasks that fail never get traffic")
  func failing() async throws {
    let account = try await service(
      #""strategy": "BLUE_GREEN", "deploymentCircuitBreaker": {"enable": true, "rollback": true}"#)
    try await deploy(account, "4")
    let looks = try await looks(account, every: 5)
    #expect(looks.allSatisfy { $0.weight == 0 })
    #expect(try await account.service().text(at: "taskDefinition")?.hasSuffix("web:1") == true)
  }

  @Test("Every function that is called holds its stage for a moment")
  func functions() async throws {
    let account = try await service(
      """
      "strategy": "BLUE_GREEN", "lifecycleHooks": [{"hookTargetArn":
      "arn:aws:lambda:eu-west-1:111111111111:function:smoke", "roleArn": "arn:aws:iam::111111111111:role/hooks",
      "lifecycleStages": ["POST_TEST_TRAFFIC_SHIFT"]}]
      """)
    try await deploy(account, "2")
    var statuses: Set<String> = []
    for _ in 0..<60 {
      for hook in try await deployment(account).list(at: "lifecycleHookDetails") {
        statuses.insert(hook.text(at: "status") ?? "")
      }
      await account.pass(1)
    }
    #expect(statuses.contains("IN_PROGRESS"))
    #expect(try await deployment(account).text(at: "status") == "SUCCESSFUL")
  }
}
