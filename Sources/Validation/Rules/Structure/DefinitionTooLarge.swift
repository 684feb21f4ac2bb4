import Diagnostics
import JSONDocument

struct DefinitionTooLarge: TaskDefinitionRule {
  let code = "definition-too-large"
  let severity = Diagnostic.Severity.error
  let summary = "a task definition is at most 64 KiB"
  let source = "Amazon ECS service quotas: task definition size limit of 64 KiB"

  func check(_ definition: TaskDefinitionView, _ findings: inout Findings) {
    let size = Self.size(definition.attributes)
    guard size > 56 * 1024 else { return }
    let isOver = size > 64 * 1024
    findings.add(
      "the task definition has \(size) bytes; ECS takes \(64 * 1024)", at: definition.attributes,
      severity: isOver ? .error : .warning, details: isOver ? [] : ["It is close to the limit."],
      fix: "move values to environment files or to the parameter store")
  }

  /// Bytes of the compact text, counted without making it.
  private static func size(_ json: JSON) -> Int {
    switch json.content {
    case .null: 4
    case .bool(let flag): flag ? 4 : 5
    case .number(let number): number.text.utf8.count
    case .string(let text): text.utf8.count + 2
    case .array(let elements): elements.reduce(1) { $0 + size($1) + 1 }
    case .object(let members): members.reduce(1) { $0 + $1.key.utf8.count + 4 + size($1.value) }
    }
  }
}
