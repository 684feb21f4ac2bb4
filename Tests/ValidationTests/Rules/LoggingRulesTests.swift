import TestSupport
import Testing

@Suite struct LoggingRulesTests {
  @Test("containers can log", arguments: examples) func containersCanLog(_ example: RuleExample) throws {
    try example.verify()
  }

  private static func log(_ driver: String, _ options: String) -> String {
    #""logConfiguration": {"logDriver": \#(driver), "options": \#(options)}"#
  }

  static let examples: [RuleExample] = [
    .fargate(
      "CloudWatch on Fargate",
      container: log("\"awslogs\"", #"{"awslogs-group": "/a", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "x"}"#)),
    .fargate(
      "files on Fargate", container: log("1️⃣\"json-file\"", "{}"),
      "1️⃣ error fargate-log-driver: Fargate has no log driver json-file"),
    .container("files elsewhere", log("\"json-file\"", #"{"max-size": "10m"}"#)),
    .fargate(
      "CloudWatch without prefix on Fargate",
      container: log("\"awslogs\"", #"1️⃣{"awslogs-group": "/a", "awslogs-region": "eu-west-1"}"#),
      "1️⃣ error log-options: the log driver awslogs needs \"awslogs-stream-prefix\" on Fargate"),
    .container(
      "CloudWatch without prefix elsewhere", log("\"awslogs\"", #"{"awslogs-group": "/a", "awslogs-region": "${region}"}"#)),
    .container(
      "CloudWatch without group", log("\"awslogs\"", #"1️⃣{"awslogs-region": "eu-west-1"}"#),
      "1️⃣ error log-options: the log driver awslogs needs \"awslogs-group\""),
    .container(
      "CloudWatch in another region", log("\"awslogs\"", #"{"awslogs-group": "/a", "awslogs-region": 1️⃣"us-east-1"}"#),
      "1️⃣ warning log-options: the logs of container \"web\" go to us-east-1; the environment is in eu-west-1"),
    .container(
      "Splunk without token", #""logConfiguration": 1️⃣{"logDriver": "splunk", "options": {"splunk-url": "https://x"}}"#,
      "1️⃣ error log-options"),
    .container(
      "FireLens without router", log("1️⃣\"awsfirelens\"", "{}"),
      "1️⃣ error firelens: no container of the task has a \"firelensConfiguration\""),
    .container(
      "a router that nobody uses", #"1️⃣"firelensConfiguration": {"type": "fluentbit"}"#,
      "1️⃣ error firelens: no container logs with awsfirelens"),
    .definition(
      "FireLens",
      #""containerDefinitions": [\#(app), {"name": "log", "image": "x", "memory": 64, "user": "0", "firelensConfiguration": {"type": "fluentbit"}}]"#
    ),
    .definition(
      "a router that is not root",
      #""containerDefinitions": [\#(app), {"name": "log", "image": "x", "memory": 64, "user": 1️⃣"1000", "firelensConfiguration": {"type": "fluentbit"}}]"#,
      "1️⃣ error firelens: the FireLens container runs as user 0 only"),
  ]

  private static let app = #"{"name": "web", "image": "x", "memory": 64, "logConfiguration": {"logDriver": "awsfirelens"}}"#
}
