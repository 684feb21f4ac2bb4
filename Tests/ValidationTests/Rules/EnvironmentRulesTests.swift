import Diagnostics
import JSONDocument
import Loading
import Resources
import TestSupport
import Testing

@Suite struct EnvironmentRulesTests {
  @Test("containers get their settings", arguments: examples) func containersGetTheirSettings(_ example: RuleExample) throws {
    try example.verify()
  }

  @Test("values that may be secret are never shown")
  func valuesThatMayBeSecretAreNeverShown() throws {
    let value = "hunter2-is-not-a-secret"
    let environment = try MarkedEnvironment([
      "task-definitions/app.json": """
      {"family": "app", "containerDefinitions": [{"name": "web", "image": "x", "memory": 64,
        "environment": [{"name": "DB_PASSWORD", "value": "\(value)"}, {"name": "API_TOKEN", "value": ["\(value)"]}],
        "secrets": [{"name": "DB_PASSWORD", "valueFrom": "\(value)?"}]}]}
      """
    ])
    let diagnostics = environment.load().diagnostics
    #expect(diagnostics.map(\.code).contains("secret-in-environment"))
    #expect(diagnostics.map(\.code).contains("secret-reference"))
    for diagnostic in diagnostics {
      let words = [diagnostic.message, diagnostic.fix ?? ""] + diagnostic.details
      #expect(!words.contains { $0.contains(value) })
    }
  }

  @Test("a variable without a value is sent with an empty one")
  func variablesWithoutValue() throws {
    let environment = try MarkedEnvironment([
      "task-definitions/app.json": """
      {"family": "app", "containerDefinitions": [{"name": "web", "image": "x:1", "memory": 64,
        "environment": [{"name": "A"}, {"name": "B", "value": null}, {"name": "C", "value": "1"}]}]}
      """
    ])
    let loaded = environment.load()
    #expect(
      loaded.diagnostics.filter { $0.severity != .note }.map(\.code) == ["variable-without-value", "variable-without-value"])
    let container = loaded.environment?.desired.resources.first?.attributes["containerDefinitions"]?.arrayValue?.first
    #expect(
      container?["environment"] == [
        ["name": "A", "value": ""], ["name": "B", "value": ""], ["name": "C", "value": "1"],
      ])
  }

  private static let role = #""executionRoleArn": "arn:aws:iam::111111111111:role/exec""#
  private static let secret = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-AbCdEf"
  private static func secrets(_ reference: String) -> String { #""secrets": [{"name": "A", "valueFrom": \#(reference)}]"# }

  static let examples: [RuleExample] = [
    .container(
      "one name twice", #""environment": [{"name": "A", "value": "1"}, {"name": 1️⃣"A", "value": "2"}]"#,
      "1️⃣ warning duplicate-element: \"environment\" has \"A\" twice"),
    .container(
      "a variable without a value", #""environment": [1️⃣{"name": "A"}]"#,
      "1️⃣ warning variable-without-value: the variable \"A\" of container \"web\" has no value"),
    .container(
      "one secret twice", #""secrets": [{"name": "A", "valueFrom": "/a"}, {"name": 1️⃣"A", "valueFrom": "/b"}]"#, task: role,
      "1️⃣ error duplicate-element"),
    .container(
      "a variable that is a secret too",
      #""environment": [{"name": "A", "value": "1"}], "secrets": [{"name": 1️⃣"A", "valueFrom": "/a"}]"#, task: role,
      "1️⃣ error environment-and-secret: \"A\" is in \"environment\" and in \"secrets\" of container \"web\""),
    .container(
      "an environment file", #""environmentFiles": [{"type": "s3", "value": "arn:aws:s3:::bucket/app.env"}]"#, task: role),
    .container(
      "an environment file by its URL", #""environmentFiles": [{"type": "s3", "value": 1️⃣"s3://bucket/app.env"}]"#, task: role,
      "1️⃣ error environment-file: \"value\" is no ARN of an .env object in S3"),
    .container("a secret", secrets("\"\(secret)\""), task: role),
    .container("a key of a secret", secrets("\"\(secret):password::\""), task: role),
    .container("a parameter by name", secrets("\"/app/db.password\""), task: role),
    .container("a parameter by ARN", secrets(#""arn:aws:ssm:eu-west-1:111111111111:parameter/app/db""#), task: role),
    .container(
      "a key of a secret without colons", secrets("1️⃣\"\(secret):password\""), task: role,
      "1️⃣ error secret-reference: \"valueFrom\" names no secret"),
    .container("a stage and an id", secrets("1️⃣\"\(secret):k:AWSCURRENT:id\""), task: role, "1️⃣ error secret-reference"),
    .container("a version of a parameter by its name", secrets(#"1️⃣"/app/db:3""#), task: role, "1️⃣ error secret-reference"),
    .container(
      "a parameter of an account that lacks a digit", secrets(#"1️⃣"arn:aws:ssm:eu-west-1:11111111111:parameter/app/db""#),
      task: role, "1️⃣ error secret-reference"),
    .container(
      "an ARN of something else", secrets(#"1️⃣"arn:aws:kms:eu-west-1:111111111111:key/x""#), task: role, "1️⃣ error secret-reference"
    ),
    .container(
      "secrets without a role", "\"secrets\": 1️⃣[{\"name\": \"A\", \"valueFrom\": \"/a\"}]",
      "1️⃣ error execution-role-missing: container \"web\" needs an \"executionRoleArn\": it has secrets"),
    .container(
      "an image of ECR on Fargate without a role", #""image": 1️⃣"111111111111.dkr.ecr.eu-west-1.amazonaws.com/a:1""#,
      task: #""requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512""#,
      "1️⃣ error execution-role-missing"),
    .container("an image of ECR elsewhere", #""image": "111111111111.dkr.ecr.eu-west-1.amazonaws.com/a:1""#),
    .container(
      "a password in plain text", #""environment": [{"name": 1️⃣"DB_PASSWORD", "value": "hunter2"}]"#,
      "1️⃣ warning secret-in-environment: the value of \"DB_PASSWORD\" looks like a secret"),
    .container(
      "a password in a URL", #""environment": [{"name": 1️⃣"DATABASE", "value": "postgres://u:p@db/app"}]"#,
      "1️⃣ warning secret-in-environment"),
    .container(
      "names that only sound secret",
      #""environment": [{"name": "TOKEN_TTL", "value": "3600"}, {"name": "SECRET_ARN", "value": "x"}, {"name": "TOKEN_URL", "value": "https://x"}, {"name": "PASSWORD", "value": ""}]"#
    ),
    .container(
      "a secret of an unknown text", #""environment": [{"name": "DB_PASSWORD", "value": 1️⃣"${image.none}"}]"#,
      "1️⃣ error image-unknown"),
    .container(
      "a text with another tool's placeholder", "\"user\": 1️⃣\"{{ must_env `USER` }}\"",
      "1️⃣ error foreign-template: the placeholder of another tool stands in this text"),
    .container(
      "a template of the program in the container", #""command": ["fmt", "{{.Name}}"], "dockerLabels": {"a": "{{.X}}"}"#),
  ]
}
