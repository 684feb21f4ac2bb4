import Diagnostics
import JSONDocument

struct PortNames: TaskDefinitionRule {
  let code = "port-name"
  let severity = Diagnostic.Severity.error
  let summary = "names of port mappings differ within the task; an application protocol goes with a name and TCP"
  let source = "RegisterTaskDefinition: \"port mapping name is already used\"; ECS API reference, PortMapping appProtocol"

  func check(_ definition: TaskDefinitionView, _ findings: inout Findings) {
    var seen = Set<String>()
    for mapping in definition.containers.flatMap(\.ports) {
      if let name = mapping.text("name"), !seen.insert(name).inserted {
        findings.add("two port mappings are named \"\(name)\"", at: mapping["name"], fix: "give one of them another name")
      }
      guard mapping["appProtocol"] != nil else { continue }
      if mapping["name"] == nil {
        findings.add(
          "\"appProtocol\" has no effect on a port mapping without a name", at: mapping.mark(of: "appProtocol"),
          severity: .warning,
          fix: "add \"name\"")
      }
      if mapping.text("protocol") == "udp" {
        findings.add("\"appProtocol\" goes with TCP only", at: mapping.mark(of: "appProtocol"), fix: "remove it")
      }
    }
  }
}
