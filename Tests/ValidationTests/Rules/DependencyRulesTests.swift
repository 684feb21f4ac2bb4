import TestSupport
import Testing

@Suite struct DependencyRulesTests {
  @Test("containers wait for what can happen", arguments: examples) func containersWaitForWhatCanHappen(_ example: RuleExample)
    throws
  {
    try example.verify()
  }

  private static let check = #""healthCheck": {"command": ["CMD-SHELL", "true"]}"#
  private static func two(_ first: String, _ second: String) -> String {
    #""containerDefinitions": [{"name": "web", "image": "x", "memory": 64, \#(first)}, {"name": "db", "image": "x", "memory": 64, \#(second)}]"#
  }
  private static func waits(_ name: String, _ condition: String) -> String {
    #""dependsOn": [{"containerName": \#(name), "condition": \#(condition)}]"#
  }

  static let examples: [RuleExample] = [
    .definition("waiting for a healthy container", two(waits("\"db\"", "\"HEALTHY\""), check)),
    .definition(
      "waiting for nobody", two(waits("1️⃣\"dc\"", "\"START\""), check), "1️⃣ error dependency-target: no container is named \"dc\""),
    .definition(
      "waiting for health that nobody checks", two(waits("\"db\"", "1️⃣\"HEALTHY\""), #""cpu": 1"#),
      "1️⃣ error dependency-target: container \"db\" has no health check, so it never becomes healthy"),
    .definition(
      "waiting for the end of an essential container", two(waits("\"db\"", "1️⃣\"SUCCESS\""), #""cpu": 1"#),
      "1️⃣ error dependency-target: container \"db\" is essential, so the task ends when it does"),
    .definition("waiting for the end of a migration", two(waits("\"db\"", "\"SUCCESS\""), #""essential": false"#)),
    .definition(
      "waiting in a circle",
      two("\"dependsOn\": 1️⃣[{\"containerName\": \"db\", \"condition\": \"START\"}]", waits("\"web\"", "\"START\"")),
      "1️⃣ error dependency-cycle: containers wait for each other: web → db → web"),
    .definition(
      "waiting for itself", two("\"dependsOn\": 1️⃣[{\"containerName\": \"web\", \"condition\": \"START\"}]", #""cpu": 1"#),
      "1️⃣ error dependency-cycle: containers wait for each other: web → web"),
    .definition("links in a circle", two(#""links": 1️⃣["db"]"#, #""links": ["web"]"#), "1️⃣ error dependency-cycle"),
    .fargate(
      "stopping too slowly for Fargate", container: #""stopTimeout": 1️⃣300"#,
      "1️⃣ error fargate-timeout: \"stopTimeout\" is 300; Fargate takes at most 120 seconds"),
    .container("stopping slowly elsewhere", #""stopTimeout": 300"#),
    .container(
      "stopping too fast", #""stopTimeout": 1️⃣1"#, "1️⃣ error value-out-of-range: \"stopTimeout\" is 1; AWS takes at least 2"),
    .container(
      "a health check without pause", #""healthCheck": {"command": ["CMD", "true"], "interval": 1️⃣1}"#,
      "1️⃣ error value-out-of-range"),
    .container(
      "nothing to check with", #""healthCheck": {"command": 1️⃣[]}"#,
      "1️⃣ error health-check-command: the health check's command is empty"),
    .container(
      "nothing to run", #""healthCheck": {"command": 1️⃣["CMD-SHELL"]}"#,
      "1️⃣ error health-check-command: the health check has nothing to run"),
    .container(
      "no word before the command", #""healthCheck": {"command": [1️⃣"curl", "-f", "localhost"]}"#, "1️⃣ warning health-check-command"
    ),
    .container(
      "several texts for the shell", #""healthCheck": {"command": 1️⃣["CMD-SHELL", "curl", "localhost"]}"#,
      "1️⃣ warning health-check-command"),
  ]
}
