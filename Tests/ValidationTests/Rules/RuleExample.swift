import TestSupport
import Testing

/// One input and the findings it must give, no more and no fewer.
///
/// An expected line may leave out its end: `1️⃣ error wrong-type` stands for any wording.
struct RuleExample: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let files: [String: String]
  let expected: [String]

  init(_ name: String, _ files: [String: String], _ expected: String...) {
    testDescription = name
    self.files = files
    self.expected = expected
  }

  /// The members of one task definition beside its family.
  static func definition(_ name: String, _ members: String, _ expected: String...) -> RuleExample {
    RuleExample(name, ["task-definitions/app.json": "{\"family\": \"app\", \(members)}"], all: expected)
  }

  /// The members of the container `web` of a task definition that is right but for them.
  static func container(_ name: String, _ members: String, task: String = "", _ expected: String...) -> RuleExample {
    RuleExample(name, ["task-definitions/app.json": Self.text(container: members, task: task)], all: expected)
  }

  /// The same for Fargate.
  static func fargate(_ name: String, container: String = "", task: String = "", _ expected: String...) -> RuleExample {
    RuleExample(
      name, ["task-definitions/app.json": Self.text(container: container, task: Self.fargateMembers + task)], all: expected)
  }

  /// The members of a service; its task definition has a container `web` with port 8080, named `http`.
  static func service(_ name: String, _ members: String, task: String = "", container: String = "", _ expected: String...)
    -> RuleExample
  {
    let ports = #""portMappings": [{"containerPort": 8080, "name": "http"}]"# + (container.isEmpty ? "" : ", " + container)
    return RuleExample(
      name, ["services/app.json": "{\(members)}", "task-definitions/app.json": Self.text(container: ports, task: task)],
      all: expected)
  }

  /// One file of another kind.
  static func file(_ name: String, _ path: String, _ text: String, _ expected: String...) -> RuleExample {
    RuleExample(name, [path: text], all: expected)
  }

  static let fargateMembers =
    #""requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512", "executionRoleArn": "arn:aws:iam::111111111111:role/exec", "#

  private static func text(container: String, task: String) -> String {
    var container = container
    if !container.contains("\"name\": \"web\"") { container = "\"name\": \"web\"" + (container.isEmpty ? "" : ", " + container) }
    if !container.contains("\"image\"") { container += ", \"image\": \"nginx:1.27\"" }
    if !container.contains("\"memory\"") && !container.contains("\"memoryReservation\"") { container += ", \"memory\": 128" }
    let list = task.contains("\"containerDefinitions\"") ? "" : "\"containerDefinitions\": [{\(container)}]"
    var task = task
    while task.hasSuffix(" ") || task.hasSuffix(",") { task.removeLast() }
    return "{\"family\": \"app\", \(task)\(task.isEmpty || list.isEmpty ? "" : ", ")\(list)}"
  }

  init(_ name: String, _ files: [String: String], all expected: [String]) {
    testDescription = name
    self.files = files
    self.expected = expected
  }

  func verify(_ location: SourceLocation = #_sourceLocation) throws {
    let found = try MarkedEnvironment(files).findings
    let agrees = found.count == expected.count && zip(found, expected).allSatisfy { $0.hasPrefix($1) }
    if !agrees {
      Issue.record(
        "\(testDescription)\nexpected:\n\(expected.joined(separator: "\n"))\nfound:\n\(found.joined(separator: "\n"))",
        sourceLocation: location)
    }
  }
}
