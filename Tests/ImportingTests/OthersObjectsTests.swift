import AWS
import Importing
import JSONDocument
import ProviderConformance
import SimulatedAWS
import Testing

/// What others made, in the words that they used: imported, the very next plan is empty, and the words stand in the files.
@Suite("Import of what others made")
struct OthersObjectsTests {
  struct Habit: Sendable, CustomStringConvertible {
    var description: String
    /// More members of the container, of the task definition and of the service.
    var container = ""
    var definition = ""
    var service = ""
    /// More calls: service, operation and input.
    var calls: [(AWSRequest.Service, String, String)] = []
    /// What must stand in the files, by the folder and the member's path.
    var words: [(folder: String, path: [String], value: JSON)] = []
  }

  private static let access =
    #"{"Version":"2008-10-17","Statement":[{"Sid":"AllowPull","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::222222222222:root"},"Action":["ECR:BatchGetImage","ecr:getDownloadUrlForLayer"]}]}"#

  static let habits: [Habit] = [
    Habit(
      description: "written defaults",
      container: """
        , "mountPoints": [{"sourceVolume": "v", "containerPath": "/v", "readOnly": false}], "privileged": false,
        "readonlyRootFilesystem": false, "essential": true, "interactive": false, "pseudoTerminal": false
        """,
      definition: #", "volumes": [{"name": "v", "host": {}}]"#,
      words: [("task-definitions", ["containerDefinitions", "0", "mountPoints", "0", "readOnly"], false)]),
    Habit(
      description: "empty values of variables and tags",
      container: #", "environment": [{"name": "EMPTY", "value": ""}]"#,
      definition: #", "tags": [{"key": "empty", "value": ""}]"#,
      service: #", "tags": [{"key": "empty", "value": ""}]"#,
      words: [
        ("task-definitions", ["containerDefinitions", "0", "environment", "0", "value"], ""),
        ("services", ["tags", "0", "value"], ""),
      ]),
    Habit(
      description: "tags of repositories, and a policy in letters of all cases",
      calls: [
        (
          .ecr, "TagResource",
          #"{"resourceArn": "arn:aws:ecr:eu-west-1:111111111111:repository/images", "tags": [{"Key": "Empty", "Value": ""}, {"Key": "team", "Value": "Shop"}]}"#
        ),
        (.ecr, "SetRepositoryPolicy", #"{"repositoryName": "images", "policyText": \#(JSON.string(access).text())}"#),
      ],
      words: [
        ("repositories", ["tags", "0", "Value"], ""),
        ("repositories", ["repositoryPolicy", "Statement", "0", "Action", "0"], "ECR:BatchGetImage"),
        ("repositories", ["repositoryPolicy", "Version"], "2008-10-17"),
      ]),
    Habit(
      description: "tags of a log group, and of its name in capitals",
      container: """
        , "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/Shop/Web", "awslogs-region": "eu-west-1",
        "awslogs-stream-prefix": "s"}}
        """,
      calls: [(.logs, "CreateLogGroup", #"{"logGroupName": "/Shop/Web", "tags": {"Team": "shop", "empty": ""}}"#)],
      words: [("log-groups", ["tags", "empty"], ""), ("log-groups", ["logGroupName"], "/Shop/Web")]),
    Habit(
      description: "a health check and a port with nothing but what must be said",
      container: #", "healthCheck": {"command": ["CMD-SHELL", "true"]}, "portMappings": [{"containerPort": 80}]"#),
    Habit(
      description: "a role by its name, and none by an empty one", definition: #", "executionRoleArn": "runner""#,
      words: [("task-definitions", ["executionRoleArn"], "arn:aws:iam::111111111111:role/runner")]),
  ]

  @Test("the plan after it is empty, and every word is there", arguments: habits)
  func others(habit: Habit) async throws {
    let world = try await World()
    func call(_ service: AWSRequest.Service, _ operation: String, _ input: String) async throws {
      _ = try await world.cloud.call(AWSRequest(service, operation, try JSON(text: input)))
    }
    let cluster = world.setting.name("cluster")
    try await call(.ecs, "CreateCluster", #"{"clusterName": "\#(cluster)", "tags": [{"key": "Empty", "value": ""}]}"#)
    for (service, operation, input) in habit.calls { try await call(service, operation, input) }
    try await call(
      .ecs, "RegisterTaskDefinition",
      """
      {"family": "web", "containerDefinitions": [{"name": "web", "image": "\(world.setting.image)", "memory": 64
      \(habit.container)}]\(habit.definition)}
      """)
    try await call(
      .ecs, "CreateService",
      #"{"cluster": "\#(cluster)", "serviceName": "Web", "taskDefinition": "web", "desiredCount": 1\#(habit.service)}"#)
    for withData in [false, true] {
      let changes = try await world.importing(withData: withData)
      #expect(changes.isEmpty, "with data \(withData): \(changes.joined(separator: "\n"))")
    }
    let (_, draft, _) = try await world.draft(withData: true)
    for (folder, path, value) in habit.words {
      let file = try #require(draft.files.first { $0.path.hasPrefix(folder + "/") }, "no file in \(folder)")
      var found: JSON? = try JSON(text: file.text)
      for step in path { found = Int(step).flatMap { number in found?.arrayValue?[number] } ?? found?[step] }
      #expect(found == value, "\(file.path) \(path): \(file.text)")
    }
  }
}
