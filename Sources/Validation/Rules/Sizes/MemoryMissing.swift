import Diagnostics
import JSONDocument

struct MemoryMissing: ContainerRule {
  let code = "memory-missing"
  let severity = Diagnostic.Severity.error
  let summary = "without a size of the task every container says how much memory it has"
  let source = "RegisterTaskDefinition: \"At least one of 'memory' or 'memoryReservation' must be specified.\""

  func check(_ container: ContainerView, in definition: TaskDefinitionView, _ findings: inout Findings) {
    guard definition.attributes["memory"] == nil, !definition.isFargate, container.json["memory"] == nil,
      container.json["memoryReservation"] == nil
    else { return }
    findings.add(
      "\(container.label) has neither \"memory\" nor \"memoryReservation\"", at: container.json,
      fix: "add one of them, or \"memory\" to the task definition")
  }
}
