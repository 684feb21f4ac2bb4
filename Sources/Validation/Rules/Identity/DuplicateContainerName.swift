import Diagnostics
import JSONDocument

struct DuplicateContainerName: TaskDefinitionRule {
  let code = "duplicate-container-name"
  let severity = Diagnostic.Severity.error
  let summary = "containers of one task definition have different names"
  let source = "RegisterTaskDefinition: \"Container.name contains duplicate values.\""

  func check(_ definition: TaskDefinitionView, _ findings: inout Findings) {
    var seen = Set<String>()
    for container in definition.containers {
      guard let name = container.name, !seen.insert(name).inserted else { continue }
      findings.add("two containers are named \"\(name)\"", at: container.json["name"], fix: "give one of them another name")
    }
  }
}
