import AWS
import JSONDocument
import Testing

/// What CreateService refuses, in AWS's words (rule c.6).
@Suite("CreateService refuses")
struct ServiceRefusalTests {
  struct Case: Sendable, CustomStringConvertible {
    var description: String { words }
    var input: String
    var words: String
    var code: String

    init(_ input: String, _ words: String, code: String = "InvalidParameterException") {
      self.input = input
      self.words = words
      self.code = code
    }
  }

  static let cases: [Case] = [
    Case(#""taskDefinition": "bridge""#, "Desired count must be specified for services with the REPLICA scheduling strategy."),
    Case(#""taskDefinition": "nothing", "desiredCount": 1"#, "TaskDefinition not found.", code: "ClientException"),
    Case(#""desiredCount": 1"#, "TaskDefinition can not be blank."),
    Case(#""taskDefinition": "bridge", "desiredCount": -1"#, "Desired count cannot be negative."),
    Case(
      #""taskDefinition": "bridge", "desiredCount": 5001"#, "The service quota of 5000 tasks per service was exceeded.",
      code: "LimitExceededException"),
    Case(
      #""taskDefinition": "bridge", "desiredCount": 1, "schedulingStrategy": "DAEMON""#,
      "The daemon scheduling strategy does not support a desired count for services. Remove the desired count value and try again"
    ),
    Case(
      #""taskDefinition": "bridge", "desiredCount": 1, "launchType": "EC2", "capacityProviderStrategy": [{"capacityProvider": "a", "weight": 1}]"#,
      "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again."),
    Case(
      #""taskDefinition": "bridge", "desiredCount": 1, "capacityProviderStrategy": [{"capacityProvider": "a"}]"#,
      "There are no capacity providers in the capacity provider strategy with a weight value greater than zero"),
    Case(
      #""taskDefinition": "bridge", "desiredCount": 1, "role": "r""#,
      "IAM roles are only valid for services configured to use load balancers."),
    Case(
      #""taskDefinition": "bridge", "desiredCount": 1, "launchType": "FARGATE""#,
      "Task definition does not support launch_type FARGATE."),
    Case(
      #""taskDefinition": "bridge", "desiredCount": 1, "platformVersion": "LATEST""#,
      "The platform version must be null when specifying an EC2 launch type."),
    Case(
      #""taskDefinition": "fargate", "desiredCount": 1, "launchType": "FARGATE""#,
      "Network Configuration must be provided when networkMode 'awsvpc' is specified."),
    Case(
      #""taskDefinition": "bridge", "desiredCount": 1, "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["s"]}}"#,
      "Network Configuration is not valid for the given networkMode of this task definition."),
    Case(
      #""taskDefinition": "bridge", "desiredCount": 1, "deploymentConfiguration": {"maximumPercent": 100, "minimumHealthyPercent": 100}"#,
      "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments."),
    Case(
      #""taskDefinition": "bridge", "desiredCount": 1, "loadBalancers": [{"targetGroupArn": "t", "containerName": "app", "containerPort": 80}]"#,
      "The container app does not exist in the task definition."),
    Case(
      #""taskDefinition": "bridge", "desiredCount": 1, "loadBalancers": [{"targetGroupArn": "t", "containerName": "web", "containerPort": 8080}]"#,
      "The container web did not have a container port 8080 defined."),
    Case(
      #""taskDefinition": "bridge", "desiredCount": 1, "serviceConnectConfiguration": {"enabled": true, "services": [{"portName": "grpc"}]}"#,
      "portName(grpc) does not refer to any named PortMapping in the task definition."),
    Case(
      #""taskDefinition": "bridge", "schedulingStrategy": "DAEMON", "capacityProviderStrategy": [{"capacityProvider": "own", "weight": 1}]"#,
      "Specifying a capacity provider strategy is not supported when you create a service using the DAEMON scheduling strategy."),
    Case(
      #""taskDefinition": "bridge", "desiredCount": 1, "availabilityZoneRebalancing": "ENABLED", "loadBalancers": [{"loadBalancerName": "old", "containerName": "web", "containerPort": 80}]"#,
      "Availability Zone rebalancing is not supported for services with a Classic Load Balancer."),
    Case(
      #""taskDefinition": "bridge", "schedulingStrategy": "DAEMON", "availabilityZoneRebalancing": "ENABLED""#,
      "Availability Zone rebalancing is not supported for services with the DAEMON scheduling strategy."),
    Case(
      #""desiredCount": 1, "taskDefinition": "bridge", "deploymentController": {"type": "EXTERNAL"}"#,
      "TaskDefinition must be blank"),
    Case(
      #""taskDefinition": "bridge", "desiredCount": 1, "tags": [{"key": "aws:x", "value": "1"}]"#,
      "aws: prefixed tag key names are not allowed for external use."),
    Case(
      #""taskDefinition": "bridge", "desiredCount": 1, "tags": [{"key": "a"}, {"key": "a"}]"#,
      "Duplicate tag keys found. Please note that tag keys are case sensitive."),
  ]

  @Test("in AWS's words", arguments: cases)
  func words(row: Case) async throws {
    let account = try Account()
    try await account.ecs("CreateCluster", #"{"clusterName": "main"}"#)
    try await account.register("bridge", Account.bridge)
    try await account.register("fargate", Account.fargate)
    let refusal = try await account.refusal(.ecs, "CreateService", #"{"cluster": "main", "serviceName": "web", \#(row.input)}"#)
    #expect(refusal == AWSError(code: row.code, message: row.words))
    #expect(try await account.ecs("ListServices", #"{"cluster": "main"}"#)["serviceArns"] == [], "nothing was made")
  }
}
