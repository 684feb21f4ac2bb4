import Diagnostics
import JSONDocument

struct WindowsUnsupported: TaskDefinitionRule {
  let code = "windows-unsupported"
  let severity = Diagnostic.Severity.error
  let summary = "tasks for Windows use only what Windows containers have"
  let source = "ECS API reference, ContainerDefinition: \"This parameter is not supported for Windows containers.\""

  private static let members = ["linuxParameters", "links", "ulimits", "privileged", "disableNetworking"]
  private static let taskMembers = ["pidMode", "ipcMode"]

  func check(_ definition: TaskDefinitionView, _ findings: inout Findings) {
    guard definition.isWindows else { return }
    if let architecture = definition.attributes["runtimePlatform"]?["cpuArchitecture"], architecture.plainText == "ARM64" {
      findings.add("Windows containers run on X86_64 only", at: architecture, fix: "write \"X86_64\"")
    }
    for member in Self.taskMembers where definition.attributes.has(member) {
      findings.add("Windows containers have no \"\(member)\"", at: definition.attributes.mark(of: member), fix: "remove it")
    }
    for container in definition.containers {
      for member in Self.members where container.json.has(member) && container.json[member]?.boolValue != false {
        findings.add("Windows containers have no \"\(member)\"", at: container.json.mark(of: member), fix: "remove it")
      }
    }
  }
}
