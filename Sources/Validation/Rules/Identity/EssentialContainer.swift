import Diagnostics
import JSONDocument

struct EssentialContainer: TaskDefinitionRule {
  let code = "essential-container"
  let severity = Diagnostic.Severity.error
  let summary = "at least one container is essential"
  let source = "ECS API reference, ContainerDefinition essential: \"All tasks must have at least one essential container.\""

  func check(_ definition: TaskDefinitionView, _ findings: inout Findings) {
    guard !definition.containers.isEmpty, !definition.containers.contains(where: \.isEssential) else { return }
    findings.add(
      "no container is essential", at: definition.attributes["containerDefinitions"],
      details: ["A task lives as long as its essential containers."], fix: "remove \"essential\": false from the main container")
  }
}
