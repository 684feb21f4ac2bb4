import Diagnostics
import JSONDocument

struct NetworkModeUnsupported: ContainerRule {
  let code = "network-mode-unsupported"
  let severity = Diagnostic.Severity.error
  let summary = "containers use only what their network mode has"
  let source =
    "RegisterTaskDefinition: \"DNS servers are not supported on container when networkMode=awsvpc\"; ECS API reference, networkMode none"

  private static let notInVPC = ["hostname", "extraHosts", "dnsServers", "dnsSearchDomains", "disableNetworking"]

  func check(_ container: ContainerView, in definition: TaskDefinitionView, _ findings: inout Findings) {
    switch definition.mode {
    case "awsvpc":
      for member in Self.notInVPC where container.json.has(member) && container.json[member]?.boolValue != false {
        findings.add("network mode awsvpc has no \"\(member)\"", at: container.json.mark(of: member), fix: "remove it")
      }
    case "none" where container.json.has("portMappings"):
      findings.add("network mode none has no ports", at: container.json.mark(of: "portMappings"), fix: "remove it")
    default: break
    }
  }
}
