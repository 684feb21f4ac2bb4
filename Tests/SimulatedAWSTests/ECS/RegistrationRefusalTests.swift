import AWS
import JSONDocument
import Testing

/// What RegisterTaskDefinition refuses, in AWS's words (rules V01 to V67).
@Suite("RegisterTaskDefinition refuses")
struct RegistrationRefusalTests {
  struct Case: Sendable, CustomStringConvertible {
    var description: String { words }
    var input: String
    var words: String

    init(_ input: String, _ words: String) {
      self.input = input
      self.words = words
    }
  }

  private static func container(_ rest: String, _ task: String = "") -> String {
    #"{"family": "web", "containerDefinitions": [{"name": "web", "image": "nginx:1", "memory": 128\#(rest)}]\#(task)}"#
  }

  private static func fargate(_ cpu: String, _ memory: String, container: String = "", task: String = "") -> String {
    """
    {"family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "\(cpu)", "memory": "\(memory)"\(task),
     "containerDefinitions": [{"name": "web", "image": "nginx:1"\(container)}]}
    """
  }

  static let cases: [Case] = [
    Case("{}", "Family should not be null or empty."),
    Case(#"{"family": "web.api", \#(Account.bridge)}"#, "Family contains invalid characters."),
    Case(#"{"family": "web"}"#, "Container list cannot be empty."),
    Case(#"{"family": "web", "containerDefinitions": [{"image": "a"}]}"#, "Container.name should not be null or empty."),
    Case(
      #"{"family": "web", "containerDefinitions": [{"name": "a b", "image": "a"}]}"#,
      "Container name contains invalid characters."),
    Case(#"{"family": "web", "containerDefinitions": [{"name": "a"}]}"#, "Container.image should not be null or empty."),
    Case(
      #"{"family": "web", "containerDefinitions": [{"name": "a", "image": "a"}, {"name": "a", "image": "b"}]}"#,
      "Container.name contains duplicate values."),
    Case(container(#", "essential": false"#), "At least one container must be essential."),
    Case(
      #"{"family": "web", "containerDefinitions": [{"name": "a", "image": "a"}]}"#,
      "Invalid setting for container 'a'. At least one of 'memory' or 'memoryReservation' must be specified."),
    Case(
      container(#", "memoryReservation": 256"#),
      "Invalid setting for container 'web'. 'memory' must be greater than or equal to 'memoryReservation'"),
    Case(container("", #", "memory": "64""#), "The 'memory' setting for container 'web' is greater than for the task."),
    Case(
      container(#", "cpu": 512"#, #", "cpu": "256""#),
      "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'."),
    Case(container("", #", "cpu": "half""#), "Invalid 'cpu' setting for task."),
    Case(container(#", "portMappings": [{"containerPort": 0}]"#), "Invalid 'containerPort' setting for container 'web'."),
    Case(
      container(#", "portMappings": [{"containerPort": 80, "hostPort": 8080}]"#, #", "networkMode": "host""#),
      "When networkMode=host, the host ports and container ports in port mappings must match."),
    Case(container(#", "links": ["db"]"#, #", "networkMode": "awsvpc""#), "Links are not supported when networkMode=awsvpc."),
    Case(
      container(#", "dependsOn": [{"containerName": "db", "condition": "START"}]"#),
      "Cannot depend on container + 'db' because it does not exist"),
    Case(container(#", "mountPoints": [{"sourceVolume": "data", "containerPath": "/d"}]"#), "Unknown volume 'data'."),
    Case(
      container(#", "secrets": [{"name": "T", "valueFrom": "p"}]"#),
      "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'."),
    Case(
      container(#", "logConfiguration": {"logDriver": "awslogs"}"#),
      "Log driver awslogs requires options: awslogs-region, awslogs-group"),
    Case(
      container(#", "logConfiguration": {"logDriver": "awsfirelens"}"#),
      "When awsfirelens log driver is specified in log configuration, a firelens configuration object must be configured in one "
        + "of the containers."),
    Case(
      #"{"family": "web", "requiresCompatibilities": ["FARGATE"], \#(Account.bridge)}"#,
      "Fargate only supports network mode ‘awsvpc’."),
    Case(
      fargate("512", "512"),
      "No Fargate configuration exists for given values: 512 CPU, 512 memory. See the Amazon ECS documentation for the valid "
        + "values."),
    Case(
      fargate("256", "512", container: #", "logConfiguration": {"logDriver": "json-file"}"#),
      "json-file is not a valid log driver. Must be one of [awslogs, splunk, awsfirelens]"),
    Case(
      fargate("256", "512", container: #", "privileged": true"#), "Fargate requires that the 'privileged' setting be 'false'."),
    Case(
      fargate("256", "512", container: #", "linuxParameters": {"capabilities": {"add": ["NET_ADMIN"]}}"#),
      "NET_ADMIN is not allowed on Fargate."),
  ]

  @Test("in AWS's words", arguments: cases)
  func words(row: Case) async throws {
    let account = try Account()
    #expect(
      try await account.refusal(.ecs, "RegisterTaskDefinition", row.input)
        == AWSError(code: "ClientException", message: row.words))
    #expect(try await account.ecs("ListTaskDefinitions")["taskDefinitionArns"] == [], "nothing was registered")
  }

  @Test("more than 64 KiB")
  func tooLarge() async throws {
    let account = try Account()
    let value = String(repeating: "x", count: 900)
    let variables = (0..<80).map { #"{"name": "V\#($0)", "value": "\#(value)"}"# }.joined(separator: ", ")
    let refusal = try await account.refusal(
      .ecs, "RegisterTaskDefinition",
      #"{"family": "web", "containerDefinitions": [{"name": "web", "image": "i", "memory": 8, "environment": [\#(variables)]}]}"#)
    #expect(refusal?.message.hasSuffix("Max allowed length is '65536' bytes.") == true)
  }
}
