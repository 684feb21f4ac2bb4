import JSONDocument
import Testing

@testable import SimulatedAWS

/// What ECS adds to a registered task definition (rule a.5): each row is an input, and what must be in the answer.
@Suite("Task definitions read back as AWS answers them")
struct ReadBackTests {
  struct Case: Sendable, CustomStringConvertible {
    var description: String
    var input: String
    var expected: String
    var path: [String] = ["containerDefinitions", "0"]
  }

  static let cases: [Case] = [
    Case(
      description: "a bare container gets its defaults",
      input: #"{"containerDefinitions": [{"name": "a", "image": "i", "memory": 8}]}"#,
      expected: """
        {"name": "a", "image": "i", "memory": 8, "cpu": 0, "essential": true, "environment": [], "mountPoints": [],
         "volumesFrom": [], "portMappings": [], "systemControls": []}
        """),
    Case(
      description: "in bridge mode the host port is dynamic",
      input: #"{"containerDefinitions": [{"name": "a", "image": "i", "portMappings": [{"containerPort": 80}]}]}"#,
      expected: #"[{"containerPort": 80, "protocol": "tcp", "hostPort": 0}]"#,
      path: ["containerDefinitions", "0", "portMappings"]),
    Case(
      description: "under awsvpc the host port is the container port",
      input: """
        {"networkMode": "awsvpc", "containerDefinitions": [{"name": "a", "image": "i", "portMappings": [{"containerPort": 80}]}]}
        """,
      expected: #"[{"containerPort": 80, "protocol": "tcp", "hostPort": 80}]"#,
      path: ["containerDefinitions", "0", "portMappings"]),
    Case(
      description: "a health check gets its times",
      input: #"{"containerDefinitions": [{"name": "a", "image": "i", "healthCheck": {"command": ["CMD", "true"]}}]}"#,
      expected: #"{"command": ["CMD", "true"], "interval": 30, "timeout": 5, "retries": 3}"#,
      path: ["containerDefinitions", "0", "healthCheck"]),
    Case(
      description: "a log router runs as root",
      input: #"{"containerDefinitions": [{"name": "a", "image": "i", "firelensConfiguration": {"type": "fluentbit"}}]}"#,
      expected: #""0""#, path: ["containerDefinitions", "0", "user"]),
    Case(
      description: "links come back sorted",
      input: #"{"containerDefinitions": [{"name": "a", "image": "i", "links": ["z", "b"]}]}"#,
      expected: #"["b", "z"]"#, path: ["containerDefinitions", "0", "links"]),
    Case(
      description: "a bare volume gets a host", input: #"{"volumes": [{"name": "v"}]}"#,
      expected: #"[{"name": "v", "host": {}}]"#, path: ["volumes"]),
    Case(
      description: "an EFS volume gets a root",
      input: #"{"volumes": [{"name": "v", "efsVolumeConfiguration": {"fileSystemId": "fs-1"}}]}"#,
      expected: #"[{"name": "v", "efsVolumeConfiguration": {"fileSystemId": "fs-1", "rootDirectory": "/"}}]"#, path: ["volumes"]),
    Case(
      description: "a volume that is configured at launch stays as it is",
      input: #"{"volumes": [{"name": "v", "configuredAtLaunch": true}]}"#,
      expected: #"[{"name": "v", "configuredAtLaunch": true}]"#, path: ["volumes"]),
    Case(
      description: "a role by its name comes back as its ARN", input: #"{"executionRoleArn": "exec"}"#,
      expected: #""arn:aws:iam::111111111111:role/exec""#, path: ["executionRoleArn"]),
    Case(
      description: "a variable without a value is dropped",
      input: #"{"containerDefinitions": [{"name": "a", "environment": [{"name": "A"}, {"name": "B", "value": ""}]}]}"#,
      expected: #"[{"name": "B", "value": ""}]"#, path: ["containerDefinitions", "0", "environment"]),
    Case(description: "vCPU become units", input: #"{"cpu": ".25 vCPU"}"#, expected: #""256""#, path: ["cpu"]),
    Case(description: "GB become MiB", input: #"{"memory": "0.5 GB"}"#, expected: #""512""#, path: ["memory"]),
    Case(description: "numbers stay", input: #"{"memory": "512"}"#, expected: #""512""#, path: ["memory"]),
    Case(description: "sizes that are none stay", input: #"{"cpu": "1e300 vCPU"}"#, expected: #""1e300 vCPU""#, path: ["cpu"]),
    Case(description: "nothing becomes bridge mode", input: "{}", expected: #""bridge""#, path: ["networkMode"]),
    Case(
      description: "compatibilities that are asked for come back sorted",
      input: #"{"requiresCompatibilities": ["FARGATE", "EC2"]}"#, expected: #"["EC2", "FARGATE"]"#,
      path: ["requiresCompatibilities"]),
    Case(description: "lists of the task are empty, not absent", input: "{}", expected: "[]", path: ["placementConstraints"]),
  ]

  @Test("normal forms", arguments: cases)
  func readBack(row: Case) throws {
    let scope = Scope(account: "111111111111", region: "eu-west-1")
    var value: JSON? = TaskDefinitionReadBack.readBack(try JSON(text: row.input), scope: scope)
    for step in row.path {
      if let position = Int(step) { value = value?.arrayValue?[position] } else { value = value?[step] }
    }
    #expect(value == (try JSON(text: row.expected)), "\(value?.text() ?? "nothing")")
  }

  @Test(
    "nothing is filled in that AWS only echoes",
    arguments: [
      "runtimePlatform", "requiresCompatibilities", "pidMode", "ipcMode", "ephemeralStorage", "taskRoleArn", "proxyConfiguration",
    ])
  func notAdded(member: String) {
    let scope = Scope(account: "111111111111", region: "eu-west-1")
    #expect(TaskDefinitionReadBack.readBack(["family": "a"], scope: scope)[member] == nil)
  }

  @Test("lists that AWS keeps in a table come back in another order")
  func order() throws {
    let scope = Scope(account: "111111111111", region: "eu-west-1")
    let input = try JSON(
      text: """
        {"containerDefinitions": [{"name": "a", "image": "i", "environment": [{"name": "A", "value": "1"},
          {"name": "B", "value": "2"}, {"name": "C", "value": "3"}], "command": ["x", "y"]}]}
        """)
    let container = try #require(TaskDefinitionReadBack.readBack(input, scope: scope).list(at: "containerDefinitions").first)
    let names = container.list(at: "environment").compactMap { $0.text(at: "name") }
    #expect(names != ["A", "B", "C"])
    #expect(names.sorted() == ["A", "B", "C"])
    #expect(container["command"] == ["x", "y"], "commands keep theirs")
  }

  @Test("unknown members are echoed")
  func unknown() throws {
    let scope = Scope(account: "111111111111", region: "eu-west-1")
    let input = try JSON(text: #"{"brandNew": {"a": 1}, "containerDefinitions": [{"name": "a", "image": "i", "neuron": true}]}"#)
    let answer = TaskDefinitionReadBack.readBack(input, scope: scope)
    #expect(answer["brandNew"] == ["a": 1])
    #expect(answer.list(at: "containerDefinitions").first?["neuron"] == true)
  }
}
