import Diagnostics
import JSONDocument

struct ServiceDiscovery: ServiceRule {
  let code = "service-registry"
  let severity = Diagnostic.Severity.error
  let summary = "a service registry has a port, or a container with its port"
  let source = "ECS API reference, ServiceRegistry"

  func check(_ service: ServiceView, _ findings: inout Findings) {
    for item in service.attributes.objects("serviceRegistries") {
      let hasContainer = item.has("containerName") || item.has("containerPort")
      if item.has("port"), hasContainer {
        findings.add("\"port\" excludes \"containerName\" and \"containerPort\"", at: item.mark(of: "port"), fix: "remove it")
      }
      let mode = service.definition?.mode
      if let mode, mode != "awsvpc", !item.has("containerName") || !item.has("containerPort") {
        findings.add(
          "in network mode \(mode) a registry needs \"containerName\" and \"containerPort\"", at: item, fix: "add them")
      } else if mode == "awsvpc", hasContainer, !item.has("port") {
        findings.add(
          "only a registry with SRV records takes a container and its port", at: item, severity: .warning,
          details: ["With A records ECS refuses them; which records the registry has cannot be told from here."])
      }
    }
  }
}
