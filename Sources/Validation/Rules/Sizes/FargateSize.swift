import Diagnostics
import JSONDocument

struct FargateSize: TaskDefinitionRule {
  let code = "fargate-size"
  let severity = Diagnostic.Severity.error
  let summary = "a task for Fargate has a size that Fargate offers"
  let source = "Amazon ECS developer guide, Fargate task CPU and memory: \"No Fargate configuration exists for given values\""

  func check(_ definition: TaskDefinitionView, _ findings: inout Findings) {
    guard definition.isFargate else { return }
    var isComplete = true
    for member in ["cpu", "memory"] where definition.attributes[member] == nil {
      isComplete = false
      findings.add(
        "a task for Fargate needs \"\(member)\"", at: definition.attributes, details: definition.fargateDetails,
        fix: "add \"\(member)\": \"\(member == "cpu" ? "256" : "512")\" beside \"containerDefinitions\"")
    }
    guard isComplete, let cpu = definition.cpu, let memory = definition.memory else { return }
    check(cpu, memory, definition, &findings)
  }

  private func check(_ cpu: Int, _ memory: Int, _ definition: TaskDefinitionView, _ findings: inout Findings) {
    let cpus = definition.isWindows ? FargateSizes.windowsCPUs : FargateSizes.cpus
    guard cpus.contains(cpu), let sizes = FargateSizes.memory(forCPU: cpu) else {
      findings.add(
        "\"cpu\" is \(cpu); Fargate offers \(cpus.map(String.init).joined(separator: ", "))\(definition.isWindows ? " for Windows" : "")",
        at: definition.attributes["cpu"], severity: cpu > 16_384 ? .warning : .error, details: definition.fargateDetails)
      return
    }
    guard !sizes.contains(memory) else { return }
    findings.add(
      "\"memory\" is \(memory); Fargate offers \(FargateSizes.sentence(sizes)) with \(cpu) CPU units",
      at: definition.attributes["memory"], severity: cpu > 16_384 ? .warning : .error, details: definition.fargateDetails,
      fix: sizes.min { abs($0 - memory) < abs($1 - memory) }.map { "write \"\($0)\"" })
  }
}
