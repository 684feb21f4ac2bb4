import AWS
import JSONDocument
import Testing

@Suite("Services")
struct ServiceTests {
  private let account: Account

  init() throws {
    account = try Account()
  }

  // MARK: Creation

  @Test("a new service reads back with what AWS fills in")
  func creation() async throws {
    let service = try await account.createService(#""desiredCount": 2, "tags": [{"key": "team", "value": "a"}]"#)
    let expected = try JSON(
      text: """
        {"serviceArn": "arn:aws:ecs:eu-west-1:111111111111:service/main/web", "serviceName": "web", "status": "ACTIVE",
         "clusterArn": "arn:aws:ecs:eu-west-1:111111111111:cluster/main", "loadBalancers": [], "serviceRegistries": [],
         "desiredCount": 2, "runningCount": 0, "pendingCount": 0, "launchType": "EC2", "schedulingStrategy": "REPLICA",
         "taskDefinition": "arn:aws:ecs:eu-west-1:111111111111:task-definition/web:1",
         "deploymentController": {"type": "ECS"}, "placementConstraints": [], "placementStrategy": [],
         "deploymentConfiguration": {"maximumPercent": 200, "minimumHealthyPercent": 100, "strategy": "ROLLING",
           "bakeTimeInMinutes": 0, "alarms": {"alarmNames": [], "rollback": false, "enable": false},
           "deploymentCircuitBreaker": {"enable": false, "rollback": false, "resetOnHealthyTask": true,
             "thresholdConfiguration": {"type": "BOUNDED_PERCENT", "value": 50}}},
         "healthCheckGracePeriodSeconds": 0, "enableECSManagedTags": false, "propagateTags": "NONE",
         "enableExecuteCommand": false, "availabilityZoneRebalancing": "ENABLED",
         "roleArn": "arn:aws:iam::111111111111:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
         "tags": [{"key": "team", "value": "a"}]}
        """)
    for member in expected.objectValue ?? JSONObject() {
      #expect(service[member.key] == member.value, "\(member.key): \(service[member.key]?.text() ?? "absent")")
    }
    let primary = try #require(service.primary)
    #expect(primary.text(at: "id")?.hasPrefix("ecs-svc/") == true)
    #expect(primary.text(at: "status") == "PRIMARY")
    #expect(primary.text(at: "rolloutState") == "IN_PROGRESS")
  }

  @Test("Service Connect is answered on the deployment, not on the service")
  func serviceConnect() async throws {
    let service = try await account.createService(
      #""desiredCount": 1, "serviceConnectConfiguration": {"enabled": true, "namespace": "internal"}"#)
    #expect(service["serviceConnectConfiguration"] == nil)
    #expect(service.primary?["serviceConnectConfiguration"] == ["enabled": true, "namespace": "internal"])
    let removed = try await account.update(#""serviceConnectConfiguration": {"enabled": false}"#)
    #expect(removed.primary?["serviceConnectConfiguration"] == nil)
  }

  @Test("on Fargate the service says LATEST and its deployment which one that is")
  func platformVersion() async throws {
    let service = try await account.createFargateService()
    #expect(service.text(at: "platformVersion") == "LATEST")
    #expect(service.primary?.text(at: "platformVersion") == "1.4.0")
  }

  @Test("the same request with the same token makes one service")
  func idempotency() async throws {
    let first = try await account.createService(#""desiredCount": 1, "clientToken": "t1""#)
    let input = #"{"cluster": "main", "serviceName": "web", "taskDefinition": "web", "desiredCount": 1, "clientToken": "t1"}"#
    let again = try await account.ecs("CreateService", input)
    #expect(again["service"]?.primary?.text(at: "id") == first.primary?.text(at: "id"))
    let other = try await account.refusal(
      .ecs, "CreateService", input.replacing(#""desiredCount": 1"#, with: #""desiredCount": 2"#))
    #expect(other == AWSError(code: "InvalidParameterException", message: "Creation of service was not idempotent."))
  }

  @Test("commands can be executed only where tasks have a role")
  func executeCommand() async throws {
    let words = "because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again."
    try await account.createService()
    let key = #""cluster": "main", "enableExecuteCommand": true"#
    let creation = #"{\#(key), "serviceName": "other", "taskDefinition": "web", "desiredCount": 1}"#
    #expect(
      try await account.refusal(.ecs, "CreateService", creation)
        == AWSError(code: "InvalidParameterException", message: "The service couldn't be created \(words)"))
    let update = #"{\#(key), "service": "web"}"#
    #expect(
      try await account.refusal(.ecs, "UpdateService", update)
        == AWSError(code: "InvalidParameterException", message: "The service couldn't be updated \(words)"))
    try await account.register("web", #""taskRoleArn": "arn:aws:iam::111111111111:role/task", \#(Account.bridge)"#)
    #expect(try await account.refusal(.ecs, "CreateService", creation) == nil)
    #expect(
      try await account.refusal(.ecs, "UpdateService", #"{\#(key), "service": "web", "taskDefinition": "web"}"#) == nil)
  }

  // MARK: Updates

  struct Update: Sendable, CustomStringConvertible {
    var input: String
    var deploys: Bool
    var description: String { "\(input) \(deploys ? "deploys" : "changes in place")" }
  }

  static let updates: [Update] = [
    Update(input: #""desiredCount": 3"#, deploys: false),
    Update(input: #""deploymentConfiguration": {"minimumHealthyPercent": 50}"#, deploys: false),
    Update(input: #""healthCheckGracePeriodSeconds": 30"#, deploys: false),
    Update(input: #""enableExecuteCommand": false"#, deploys: false),
    Update(input: #""propagateTags": "SERVICE", "enableECSManagedTags": true"#, deploys: false),
    Update(input: #""placementConstraints": []"#, deploys: false),
    Update(input: #""taskDefinition": "web:1""#, deploys: false),
    Update(input: #""taskDefinition": "web""#, deploys: true),
    Update(input: #""forceNewDeployment": true"#, deploys: true),
    Update(input: #""platformVersion": "1.4.0""#, deploys: true),
    Update(
      input: #""networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-c", "subnet-a", "subnet-b"]}}"#,
      deploys: false),
    Update(input: #""networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-a"]}}"#, deploys: true),
    Update(input: #""loadBalancers": []"#, deploys: false),
    Update(input: #""volumeConfigurations": []"#, deploys: false),
    Update(input: #""serviceConnectConfiguration": {"enabled": true, "namespace": "internal"}"#, deploys: true),
    Update(input: #""availabilityZoneRebalancing": "DISABLED""#, deploys: false),
  ]

  @Test("what takes a deployment", arguments: updates)
  func updating(row: Update) async throws {
    let before = try await account.createFargateService()
    await account.pass(300)
    try await account.register("web", Account.fargate)
    let after = try await account.update(row.input)
    #expect((after.primary?.text(at: "id") != before.primary?.text(at: "id")) == row.deploys)
    #expect(after.list(at: "deployments").count == (row.deploys ? 2 : 1))
    await account.pass(600)
    #expect(try await account.service().list(at: "deployments").count == 1)
  }

  @Test("an update is a patch: what is not mentioned stays")
  func patch() async throws {
    try await account.createService(
      #""desiredCount": 1, "deploymentConfiguration": {"maximumPercent": 150, "minimumHealthyPercent": 50}"#)
    let after = try await account.update(#""deploymentConfiguration": {"maximumPercent": 180}"#)
    #expect(after["deploymentConfiguration"]?.int(at: "minimumHealthyPercent") == 50)
    #expect(after.int(at: "desiredCount") == 1)
  }

  @Test("a capacity provider strategy replaces the launch type, by force")
  func strategy() async throws {
    try await account.createFargateService()
    let strategy = #""capacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT", "weight": 1}]"#
    let refusal = try await account.refusal(.ecs, "UpdateService", #"{"cluster": "main", "service": "web", \#(strategy)}"#)
    #expect(refusal?.message.hasSuffix("you must force a new deployment.") == true)
    let after = try await account.update(#"\#(strategy), "forceNewDeployment": true"#)
    #expect(after["launchType"] == nil)
    #expect(after["capacityProviderStrategy"] == [["capacityProvider": "FARGATE_SPOT", "weight": 1, "base": 0]])
    let back = try await account.update(#""capacityProviderStrategy": [], "forceNewDeployment": true"#)
    #expect(back.text(at: "launchType") == "FARGATE")
    #expect(back["capacityProviderStrategy"] == nil)
  }

  // MARK: Deletion

  @Test("a service that runs something is deleted by force only, drains, and ends as INACTIVE")
  func deletion() async throws {
    try await account.createService()
    await account.pass(120)
    #expect(
      try await account.refusal(.ecs, "DeleteService", #"{"cluster": "main", "service": "web"}"#)
        == AWSError(code: "InvalidParameterException", message: "The service cannot be stopped while it is scaled above 0."))
    let answer = try await account.ecs("DeleteService", #"{"cluster": "main", "service": "web", "force": true}"#)
    #expect(answer["service"]?.text(at: "status") == "DRAINING")
    let create = #"{"cluster": "main", "serviceName": "web", "taskDefinition": "web", "desiredCount": 1}"#
    #expect(
      try await account.refusal(.ecs, "CreateService", create)?.message == "Unable to Start a service that is still Draining.")
    #expect(
      try await account.refusal(.ecs, "UpdateService", #"{"cluster": "main", "service": "web", "desiredCount": 1}"#)?.code
        == "ServiceNotActiveException")
    await account.pass(60)
    #expect(try await account.service().text(at: "status") == "INACTIVE")
    #expect(try await account.ecs("ListServices", #"{"cluster": "main"}"#)["serviceArns"] == [])
    let new = try await account.ecs("CreateService", create)
    #expect(new["service"]?.text(at: "status") == "ACTIVE")
  }

  @Test("a service that is being scaled down cannot be deleted yet")
  func busy() async throws {
    try await account.createService()
    await account.pass(120)
    try await account.update(#""desiredCount": 0"#)
    #expect(
      try await account.refusal(.ecs, "DeleteService", #"{"cluster": "main", "service": "web"}"#)?.message
        == "The service cannot be stopped while deployments are active.")
    await account.pass(60)
    try await account.ecs("DeleteService", #"{"cluster": "main", "service": "web"}"#)
  }

  // MARK: Reading

  @Test("missing services are failures, at most ten are described")
  func describing() async throws {
    try await account.createService()
    let answer = try await account.ecs("DescribeServices", #"{"cluster": "main", "services": ["web", "nothing"]}"#)
    #expect(answer.list(at: "services").count == 1)
    #expect(
      answer["failures"] == [["arn": "arn:aws:ecs:eu-west-1:111111111111:service/main/nothing", "reason": "MISSING"]])
    let eleven = (0...10).map { #""s\#($0)""# }.joined(separator: ", ")
    let refusal = try await account.refusal(.ecs, "DescribeServices", #"{"cluster": "main", "services": [\#(eleven)]}"#)
    #expect(refusal?.code == "InvalidParameterException")
  }

  @Test("a service is found by name and by ARN, and only in its own cluster")
  func references() async throws {
    try await account.createService()
    try await account.ecs("CreateCluster", #"{"clusterName": "other"}"#)
    let arn = "arn:aws:ecs:eu-west-1:111111111111:service/main/web"
    let found = try await account.ecs("DescribeServices", #"{"cluster": "main", "services": ["\#(arn)"]}"#)
    #expect(found.list(at: "services").count == 1)
    let elsewhere = try await account.ecs("DescribeServices", #"{"cluster": "other", "services": ["\#(arn)"]}"#)
    #expect(elsewhere.list(at: "failures").count == 1)
    #expect(
      try await account.refusal(.ecs, "UpdateService", #"{"cluster": "other", "service": "\#(arn)", "desiredCount": 1}"#)?.code
        == "ServiceNotFoundException")
  }

  @Test("service deployments tell the history, newest first")
  func history() async throws {
    try await account.createService(#""desiredCount": 1"#)
    await account.pass(120)
    try await account.update(#""forceNewDeployment": true"#)
    await account.pass(1)
    try await account.update(#""forceNewDeployment": true"#)
    await account.pass(600)
    let listed = try await account.ecs("ListServiceDeployments", #"{"cluster": "main", "service": "web"}"#)
    let briefs = listed.list(at: "serviceDeployments")
    #expect(briefs.compactMap { $0.text(at: "status") } == ["SUCCESSFUL", "STOPPED", "SUCCESSFUL"])
    let arns = briefs.compactMap { $0.text(at: "serviceDeploymentArn") }.map { #""\#($0)""# }.joined(separator: ", ")
    let described = try await account.ecs("DescribeServiceDeployments", #"{"serviceDeploymentArns": [\#(arns), "arn:nothing"]}"#)
    #expect(described.list(at: "serviceDeployments").count == 3)
    #expect(described.list(at: "failures").count == 1)
    let revision = try #require(briefs.first?.text(at: "targetServiceRevisionArn"))
    let revisions = try await account.ecs("DescribeServiceRevisions", #"{"serviceRevisionArns": ["\#(revision)"]}"#)
    #expect(revisions.list(at: "serviceRevisions").first?.text(at: "taskDefinition")?.hasSuffix("web:1") == true)
    let filtered = try await account.ecs(
      "ListServiceDeployments", #"{"cluster": "main", "service": "web", "status": ["STOPPED"]}"#)
    #expect(filtered.list(at: "serviceDeployments").count == 1)
  }
}

extension Account {
  static let fargate = """
    "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512",
    "containerDefinitions": [{"name": "web", "image": "nginx:1", "portMappings": [{"containerPort": 80, "name": "http"}]}]
    """

  /// `web` on Fargate in three subnets.
  @discardableResult
  func createFargateService() async throws -> JSON {
    try await ecs("CreateCluster", #"{"clusterName": "main"}"#)
    try await register("web", Self.fargate)
    let answer = try await ecs(
      "CreateService",
      """
      {"cluster": "main", "serviceName": "web", "taskDefinition": "web", "desiredCount": 1, "launchType": "FARGATE",
       "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-a", "subnet-b", "subnet-c"]}}}
      """)
    return try #require(answer["service"])
  }
}
