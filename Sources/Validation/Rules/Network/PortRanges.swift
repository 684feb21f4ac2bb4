import Diagnostics
import JSONDocument

struct PortRanges: ContainerRule {
  let code = "port-range"
  let severity = Diagnostic.Severity.error
  let summary = "port mappings have one port or a range of them; ranges are sound and do not overlap"
  let source = "ECS API reference, PortMapping containerPortRange: \"cannot specify both single port and port range\""

  func check(_ container: ContainerView, in definition: TaskDefinitionView, _ findings: inout Findings) {
    var ranges: [(PortRange, String)] = []
    for mapping in container.ports {
      guard let json = mapping["containerPortRange"] else {
        if mapping["containerPort"] == nil, !mapping.isEmptyObject {
          findings.add("a port mapping has no \"containerPort\"", at: mapping, fix: "add it, or \"containerPortRange\"")
        }
        continue
      }
      checkAlone(mapping, definition, &findings)
      guard let text = json.plainText else { continue }
      guard let range = PortRange(text) else {
        findings.add(
          "\"\(text)\" is no range of ports", at: json, fix: "write \"8000-8010\": from low to high, within 1 to 65535")
        continue
      }
      let transport = mapping.text("protocol") ?? "tcp"
      if ranges.contains(where: { $0.0.ports.overlaps(range.ports) && $0.1 == transport }) {
        findings.add("the range \(text) overlaps another one of \(container.label)", at: json)
      }
      ranges.append((range, transport))
    }
    if ranges.count > 100 {
      findings.add(
        "\(container.label) has \(ranges.count) ranges of ports; ECS takes at most 100", at: container.json["portMappings"])
    }
  }

  private func checkAlone(_ mapping: JSON, _ definition: TaskDefinitionView, _ findings: inout Findings) {
    for member in ["containerPort", "hostPort"] where mapping[member] != nil {
      findings.add(
        "\"\(member)\" and \"containerPortRange\" exclude each other", at: mapping.mark(of: member), fix: "remove one of them")
    }
    if definition.mode == "host" {
      findings.add("network mode host has no ranges of ports", at: mapping.mark(of: "containerPortRange"))
    }
  }
}

extension JSON {
  var isEmptyObject: Bool { objectValue?.isEmpty ?? false }
}
