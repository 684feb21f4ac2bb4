import Diagnostics
import JSONDocument

struct SizeFormat: TaskDefinitionRule {
  let code = "size-format"
  let severity = Diagnostic.Severity.error
  let summary = "sizes of tasks are digits, or digits with vCPU or GB"
  let source = "ECS API reference, RegisterTaskDefinition cpu and memory: \"Invalid 'cpu' setting for task\""

  func check(_ definition: TaskDefinitionView, _ findings: inout Findings) {
    let cpu = definition.attributes["cpu"]
    if let cpu, cpu.isGiven, definition.cpu == nil {
      let amount = cpu.numberValue?.text ?? "1"
      findings.add("\"cpu\" is no number of CPU units", at: cpu, fix: "write \"1024\" or \"\(amount) vCPU\"")
    } else if let units = definition.cpu, !definition.isFargate, !(128...196_608).contains(units) {
      findings.add("\"cpu\" is \(units); ECS takes 128 to 196608 CPU units", at: cpu, fix: "1024 units are one vCPU")
    }
    let memory = definition.attributes["memory"]
    if let memory, memory.isGiven, definition.memory == nil {
      let amount = memory.numberValue?.text ?? "2"
      findings.add("\"memory\" is no number of MiB", at: memory, fix: "write \"2048\" or \"\(amount) GB\"")
    }
  }
}

extension JSON {
  /// A number or a text without open parts: something that must be a size.
  fileprivate var isGiven: Bool { numberValue != nil || plainText != nil }
}
