import Diagnostics
import JSONDocument

struct HostPort: ContainerRule {
  let code = "host-port"
  let severity = Diagnostic.Severity.error
  let summary = "in network modes awsvpc and host the host port is the container port"
  let source =
    "RegisterTaskDefinition: \"When networkMode=awsvpc, the host ports and container ports in port mappings must match.\""

  func check(_ container: ContainerView, in definition: TaskDefinitionView, _ findings: inout Findings) {
    guard let mode = definition.mode, mode == "awsvpc" || mode == "host" else { return }
    for mapping in container.ports {
      guard let host = mapping.int("hostPort"), host != 0, let port = mapping.int("containerPort"), host != port else { continue }
      findings.add(
        "\"hostPort\" is \(host); in network mode \(mode) it is always the container port", at: mapping["hostPort"],
        fix: "write \(port), or remove it")
    }
  }
}
