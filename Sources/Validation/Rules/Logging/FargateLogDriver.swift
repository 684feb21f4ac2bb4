import Diagnostics
import JSONDocument

struct FargateLogDriver: ContainerRule {
  let code = "fargate-log-driver"
  let severity = Diagnostic.Severity.error
  let summary = "containers on Fargate log with awslogs, splunk or awsfirelens"
  let source = "RegisterTaskDefinition: \"json-file is not a valid log driver. Must be one of [awslogs, splunk, awsfirelens]\""

  private static let drivers = ["awslogs", "splunk", "awsfirelens"]

  func check(_ container: ContainerView, in definition: TaskDefinitionView, _ findings: inout Findings) {
    guard definition.isFargate, let json = container.json["logConfiguration"]?["logDriver"], let driver = json.plainText,
      !Self.drivers.contains(driver), TaskDefinitionLogDrivers.all.contains(driver)
    else { return }
    findings.add(
      "Fargate has no log driver \(driver)", at: json, details: definition.fargateDetails,
      fix: "use \(Self.drivers.joined(separator: ", "))")
  }
}

/// Others are reported as wrong values.
enum TaskDefinitionLogDrivers {
  static let all: Set<String> = ["json-file", "syslog", "journald", "gelf", "fluentd", "awslogs", "splunk", "awsfirelens"]
}
