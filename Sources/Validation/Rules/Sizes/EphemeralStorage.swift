import Diagnostics
import JSONDocument

struct EphemeralStorage: TaskDefinitionRule {
  let code = "ephemeral-storage"
  let severity = Diagnostic.Severity.error
  let summary = "only tasks for Fargate set their ephemeral storage"
  let source = "ECS API reference, EphemeralStorage: \"only supported for tasks hosted on AWS Fargate\""

  func check(_ definition: TaskDefinitionView, _ findings: inout Findings) {
    guard definition.attributes.has("ephemeralStorage"), !definition.isFargate else { return }
    let compatible = definition.attributes.texts("requiresCompatibilities").map(\.text)
    guard !compatible.contains("MANAGED_INSTANCES") else { return }
    findings.add(
      "\"ephemeralStorage\" is for Fargate only", at: definition.attributes.mark(of: "ephemeralStorage"),
      severity: compatible.isEmpty ? .warning : .error, fix: "add \"requiresCompatibilities\": [\"FARGATE\"], or remove it")
  }
}
