import Diagnostics
import JSONDocument

struct ContainerCount: TaskDefinitionRule {
  let code = "container-count"
  let severity = Diagnostic.Severity.error
  let summary = "a task definition has one to ten containers"
  let source = "Amazon ECS service quotas: 10 containers per task definition; \"Container list cannot be empty.\""

  func check(_ definition: TaskDefinitionView, _ findings: inout Findings) {
    let list = definition.attributes["containerDefinitions"]
    guard let count = list?.arrayValue?.count, !(1...10).contains(count) else { return }
    findings.add(
      count == 0 ? "the task definition has no containers" : "the task definition has \(count) containers; ECS takes at most 10",
      at: list)
  }
}
