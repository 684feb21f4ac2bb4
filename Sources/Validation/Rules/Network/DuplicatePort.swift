import Diagnostics
import JSONDocument

struct DuplicatePort: TaskDefinitionRule {
  let code = "duplicate-port"
  let severity = Diagnostic.Severity.error
  let summary = "no two containers of a task want the same port"
  let source = "ECS API reference, PortMapping; in awsvpc and host mode the containers of a task share one network"

  private struct Port: Hashable {
    let number: Int
    let transport: String
  }

  func check(_ definition: TaskDefinitionView, _ findings: inout Findings) {
    guard let mode = definition.mode, mode != "none" else { return }
    var takenBy: [Port: ContainerView] = [:]
    for container in definition.containers {
      for mapping in container.ports {
        let member = mode == "bridge" ? "hostPort" : "containerPort"
        guard let number = mapping.int(member), number != 0 else { continue }
        let port = Port(number: number, transport: mapping.text("protocol") ?? "tcp")
        guard let other = takenBy[port] else {
          takenBy[port] = container
          continue
        }
        let isSame = other.position == container.position
        findings.add(
          "port \(port.number)/\(port.transport) is mapped twice\(isSame ? "" : ": by \(other.label) too")", at: mapping[member],
          severity: isSame || mode == "bridge" ? .error : .warning,
          details: isSame || mode == "bridge" ? [] : ["They share one network: only one of them can listen on it."])
      }
    }
  }
}
