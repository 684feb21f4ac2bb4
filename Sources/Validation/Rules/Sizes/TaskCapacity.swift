import Diagnostics
import JSONDocument

struct TaskCapacity: TaskDefinitionRule {
  let code = "task-capacity"
  let severity = Diagnostic.Severity.error
  let summary = "containers fit into the size of their task"
  let source =
    "RegisterTaskDefinition: \"The 'memory' setting for container is greater than for the task.\", \"The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.\""

  func check(_ definition: TaskDefinitionView, _ findings: inout Findings) {
    if let memory = definition.memory { checkMemory(definition, memory, &findings) }
    guard let cpu = definition.cpu else { return }
    let sum = Self.sum(definition) { $0.int("cpu") }
    if sum > cpu {
      findings.add("the containers ask for \(sum) CPU units; the task has \(cpu)", at: definition.attributes["cpu"])
    }
  }

  private func checkMemory(_ definition: TaskDefinitionView, _ memory: Int, _ findings: inout Findings) {
    var isOver = false
    for container in definition.containers {
      guard let own = container.json.int("memory"), own > memory else { continue }
      isOver = true
      findings.add("\(container.label) has \(own) MiB; the task has \(memory)", at: container.json["memory"])
    }
    let sum = Self.sum(definition) { $0.int("memoryReservation") ?? $0.int("memory") }
    if sum > memory, !isOver {
      findings.add("the containers reserve \(sum) MiB; the task has \(memory)", at: definition.attributes["memory"])
    }
  }

  private static func sum(_ definition: TaskDefinitionView, _ size: (JSON) -> Int?) -> Int {
    definition.containers.reduce(0) { $0 + min(max(0, size($1.json) ?? 0), 1 << 40) }
  }
}
