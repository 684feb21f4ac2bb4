import Diagnostics
import JSONDocument
import Resources

struct ContainerNotDefined: ServiceRule {
  let code = "container-not-defined"
  let severity = Diagnostic.Severity.error
  let summary = "containers that a service names are in its task definition"
  let source = "CreateService: \"The container app does not exist in the task definition.\""

  func check(_ service: ServiceView, _ findings: inout Findings) {
    guard let definition = service.definition else { return }
    for list in ["loadBalancers", "serviceRegistries"] {
      for item in service.attributes.objects(list) {
        guard let name = item.text("containerName"), definition.byName[name] == nil else { continue }
        let names = definition.containers.compactMap(\.name)
        findings.add(
          "the task definition has no container \"\(name)\"", at: item["containerName"],
          details: ["\(definition.resource.file) has \(names.quoted)."],
          fix: Nearest.name(to: name, among: names).map { "write \"\($0)\"" })
      }
    }
  }
}
