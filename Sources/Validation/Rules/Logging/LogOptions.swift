import Diagnostics
import JSONDocument
import Resources

struct LogOptions: ContainerRule {
  let code = "log-options"
  let severity = Diagnostic.Severity.error
  let summary = "log drivers have the options they cannot do without"
  let source =
    "RegisterTaskDefinition: \"Log driver awslogs requires options: awslogs-region, awslogs-group\", \"Fargate requires log configuration options to include awslogs-stream-prefix\""

  func check(_ container: ContainerView, in definition: TaskDefinitionView, _ findings: inout Findings) {
    guard let log = container.json["logConfiguration"] else { return }
    let names = Set((log["options"]?.objectValue?.keys ?? []) + log.objects("secretOptions").compactMap { $0.text("name") })
    switch log.text("logDriver") {
    case "awslogs": checkCloudWatch(log, names, container, definition, &findings)
    case "splunk":
      for option in ["splunk-url", "splunk-token"] where !names.contains(option) {
        findings.add(
          "the log driver splunk needs \"\(option)\"", at: log,
          fix: option == "splunk-token" ? "add it to \"secretOptions\"" : "add it to \"options\"")
      }
    default: break
    }
  }

  private func checkCloudWatch(
    _ log: JSON, _ names: Set<String>, _ container: ContainerView, _ definition: TaskDefinitionView, _ findings: inout Findings
  ) {
    let wanted = ["awslogs-group", "awslogs-region"] + (definition.isFargate ? ["awslogs-stream-prefix"] : [])
    for option in wanted where !names.contains(option) {
      findings.add(
        "the log driver awslogs needs \"\(option)\"\(option == "awslogs-stream-prefix" ? " on Fargate" : "")",
        at: log["options"] ?? log, details: option == "awslogs-stream-prefix" ? definition.fargateDetails : [],
        fix: option == "awslogs-region" ? "add \"awslogs-region\": \"${region}\"" : "add it to \"options\"")
    }
    if let region = log["options"]?["awslogs-region"], let text = region.plainText, let own = findings.context.provider?.region,
      text != own
    {
      findings.add(
        "the logs of \(container.label) go to \(text); the environment is in \(own)", at: region, severity: .warning,
        fix: "write \"${region}\"")
    }
  }
}
