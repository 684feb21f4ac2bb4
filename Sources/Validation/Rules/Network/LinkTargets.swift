import Diagnostics
import JSONDocument

struct LinkTargets: ContainerRule {
  let code = "link-target"
  let severity = Diagnostic.Severity.error
  let summary = "links lead to another container of the task, in network mode bridge"
  let source =
    "RegisterTaskDefinition: \"Links are not supported when networkMode=awsvpc.\"; ECS API reference, ContainerDefinition links"

  func check(_ container: ContainerView, in definition: TaskDefinitionView, _ findings: inout Findings) {
    let links = container.json.texts("links")
    guard !links.isEmpty else { return }
    if let mode = definition.mode, mode != "bridge" {
      findings.add(
        "network mode \(mode) has no links", at: container.json.mark(of: "links"),
        fix: mode == "awsvpc" ? "remove it; containers of the task reach each other on localhost" : "remove it")
      return
    }
    for (text, json) in links {
      let target = text.split(separator: ":").first.map(String.init) ?? text
      if target == container.name {
        findings.add("\(container.label) links to itself", at: json, fix: "remove it")
      } else if definition.byName[target] == nil {
        findings.add(
          "no container is named \"\(target)\"", at: json,
          fix: Nearest.name(to: target, among: definition.containers.compactMap(\.name)).map { "write \"\($0)\"" })
      }
    }
  }
}
