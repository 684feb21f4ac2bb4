import TestSupport
import Testing

@Suite struct IdentityRulesTests {
  @Test("names tell things apart", arguments: examples) func namesTellThingsApart(_ example: RuleExample) throws {
    try example.verify()
  }

  private static let container = #"{"name": "web", "image": "nginx", "memory": 128}"#
  private static func definition(_ family: String) -> String {
    "{\"family\": \(family), \"containerDefinitions\": [\(container)]}"
  }

  static let examples: [RuleExample] = [
    RuleExample(
      "two families", ["task-definitions/a.json": definition("\"a\""), "task-definitions/b.json": definition("\"b\"")]),
    RuleExample(
      "one family in two files",
      ["task-definitions/a.json": definition("\"app\""), "task-definitions/b.json": definition("1️⃣\"app\"")],
      "1️⃣ error duplicate-identity: two files describe the task definition \"app\""),
    RuleExample(
      "one service in two files",
      [
        "task-definitions/a.json": definition("\"a\""), "services/a.json": #"{"desiredCount": 1}"#,
        "services/b.json": #"{"desiredCount": 1, "taskDefinition": "a", "serviceName": 1️⃣"a"}"#,
      ], "1️⃣ error duplicate-identity: two files describe the service \"default/a\""),
    RuleExample(
      "one name in two clusters",
      [
        "task-definitions/a.json": definition("\"a\""), "services/a.json": #"{"desiredCount": 1}"#,
        "services/b.json": #"{"desiredCount": 1, "taskDefinition": "a", "serviceName": "a", "cluster": "other"}"#,
      ]),
    .definition(
      "two containers of one name",
      #""containerDefinitions": [\#(container), {"name": 1️⃣"web", "image": "redis", "memory": 128}]"#,
      "1️⃣ error duplicate-container-name: two containers are named \"web\""),
    .definition(
      "no container", #""containerDefinitions": 1️⃣[]"#, "1️⃣ error container-count: the task definition has no containers"),
    .definition("eleven containers", #""containerDefinitions": 1️⃣[\#(many(11))]"#, "1️⃣ error container-count"),
    .definition("ten containers", #""containerDefinitions": [\#(many(10))]"#),
    .definition(
      "no essential container",
      #""containerDefinitions": 1️⃣[{"name": "web", "image": "nginx", "memory": 128, "essential": false}]"#,
      "1️⃣ error essential-container: no container is essential"),
  ]

  private static func many(_ count: Int) -> String {
    (1...count).map { "{\"name\": \"c\($0)\", \"image\": \"nginx\", \"memory\": 128}" }.joined(separator: ", ")
  }
}
