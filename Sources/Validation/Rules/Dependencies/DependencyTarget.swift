import Diagnostics
import JSONDocument

struct DependencyTarget: ContainerRule {
  let code = "dependency-target"
  let severity = Diagnostic.Severity.error
  let summary = "a container waits for containers that exist and can reach the state it waits for"
  let source =
    "RegisterTaskDefinition: \"Cannot depend on container because it does not exist\", \"A dependency container with SUCCESS or COMPLETE condition cannot be an essential container\", \"… HEALTHY condition must have health check configured\""

  func check(_ container: ContainerView, in definition: TaskDefinitionView, _ findings: inout Findings) {
    for item in container.json.objects("dependsOn") {
      guard let name = item.text("containerName") else { continue }
      guard let target = definition.byName[name] else {
        findings.add(
          "no container is named \"\(name)\"", at: item["containerName"],
          fix: Nearest.name(to: name, among: definition.containers.compactMap(\.name)).map { "write \"\($0)\"" })
        continue
      }
      check(item["condition"], target, &findings)
    }
  }

  private func check(_ condition: JSON?, _ target: ContainerView, _ findings: inout Findings) {
    switch condition?.plainText {
    case "HEALTHY" where target.json["healthCheck"] == nil:
      findings.add(
        "\(target.label) has no health check, so it never becomes healthy", at: condition,
        details: ["A HEALTHCHECK of its image does not count for ECS."], fix: "add \"healthCheck\" to it, or wait for \"START\"")
    case "SUCCESS" where target.isEssential, "COMPLETE" where target.isEssential:
      findings.add(
        "\(target.label) is essential, so the task ends when it does", at: condition,
        fix: "add \"essential\": false to it, or wait for another condition")
    default: break
    }
  }
}
