import Diagnostics
import JSONDocument

struct SystemControls: ContainerRule {
  let code = "system-control"
  let severity = Diagnostic.Severity.error
  let summary = "kernel parameters are those that a container has for itself"
  let source = "ECS API reference, SystemControl namespace"

  private static let families = ["net.", "fs.mqueue."]
  private static let names: Set<String> = [
    "kernel.msgmax", "kernel.msgmnb", "kernel.msgmni", "kernel.sem", "kernel.shmall", "kernel.shmmax", "kernel.shmmni",
    "kernel.shm_rmid_forced",
  ]

  func check(_ container: ContainerView, in definition: TaskDefinitionView, _ findings: inout Findings) {
    for control in container.json.objects("systemControls") {
      guard let json = control["namespace"], let name = json.plainText else { continue }
      if !Self.names.contains(name), !Self.families.contains(where: name.hasPrefix) {
        findings.add(
          "\"\(name)\" belongs to the host; a container cannot set it", at: json,
          details: ["Containers set net.*, fs.mqueue.* and the kernel.msg*, kernel.sem and kernel.shm* parameters."])
      } else if name.hasPrefix("net."), definition.mode == "host" {
        findings.add("in network mode host a container cannot set \"\(name)\"", at: json, fix: "remove it")
      }
    }
  }
}
