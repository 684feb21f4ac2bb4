import Diagnostics
import JSONDocument

struct MemoryReservation: ContainerRule {
  let code = "memory-reservation"
  let severity = Diagnostic.Severity.error
  let summary = "a container reserves no more memory than it may use"
  let source = "RegisterTaskDefinition: \"'memory' must be greater than or equal to 'memoryReservation'\""

  func check(_ container: ContainerView, in definition: TaskDefinitionView, _ findings: inout Findings) {
    guard let memory = container.json.int("memory"), let reserved = container.json.int("memoryReservation"), reserved > memory
    else { return }
    findings.add(
      "\(container.label) reserves \(reserved) MiB and may use \(memory)", at: container.json["memoryReservation"],
      fix: "write at most \(memory), or raise \"memory\"")
  }
}
