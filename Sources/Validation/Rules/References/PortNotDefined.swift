import Diagnostics
import JSONDocument
import Resources

struct PortNotDefined: ServiceRule {
  let code = "port-not-defined"
  let severity = Diagnostic.Severity.error
  let summary = "ports that a service names are mapped in its task definition"
  let source =
    "CreateService: \"The container web did not have a container port 8080 defined.\", \"portName(…) does not refer to any named PortMapping\""

  func check(_ service: ServiceView, _ findings: inout Findings) {
    guard let definition = service.definition else { return }
    for list in ["loadBalancers", "serviceRegistries"] {
      for item in service.attributes.objects(list) { check(item, definition, &findings) }
    }
    let connect = service.attributes["serviceConnectConfiguration"]
    for item in (connect?.objects("services") ?? []) + service.attributes.objects("vpcLatticeConfigurations") {
      checkName(item, definition, &findings)
    }
  }

  private func check(_ item: JSON, _ definition: TaskDefinitionView, _ findings: inout Findings) {
    guard let port = item.int("containerPort"), let name = item.text("containerName"),
      let container = definition.byName[name], !container.maps(port)
    else { return }
    let ports = container.ports.compactMap { $0.int("containerPort").map(String.init) ?? $0.text("containerPortRange") }
    findings.add(
      "\(container.label) maps no port \(port)", at: item["containerPort"],
      details: [
        ports.isEmpty
          ? "\(definition.resource.file) maps no ports of it."
          : "\(definition.resource.file) maps \(ports.joined(separator: ", "))."
      ], fix: "add {\"containerPort\": \(port)} to its \"portMappings\"\(ports.count == 1 ? ", or write \(ports[0]) here" : "")")
  }

  private func checkName(_ item: JSON, _ definition: TaskDefinitionView, _ findings: inout Findings) {
    guard let name = item.text("portName") else { return }
    let all = definition.containers.flatMap(\.ports)
    guard !all.contains(where: { $0["name"]?.stringValue == name || $0["name"]?.isOpen == true }) else { return }
    let names = all.compactMap { $0.text("name") }
    findings.add(
      "no port mapping is named \"\(name)\"", at: item["portName"],
      details: [
        names.isEmpty
          ? "\(definition.resource.file) names none of its ports." : "\(definition.resource.file) names \(names.quoted)."
      ],
      fix: Nearest.name(to: name, among: names).map { "write \"\($0)\"" } ?? "add \"name\": \"\(name)\" to the port mapping")
  }
}

extension ContainerView {
  /// True when one of its mappings has the port, or may have it.
  func maps(_ port: Int) -> Bool {
    ports.contains { mapping in
      if mapping["containerPort"]?.isOpen == true { return true }
      if mapping.int("containerPort") == port { return true }
      return mapping.text("containerPortRange").flatMap(PortRange.init)?.ports.contains(port) ?? false
    }
  }
}
