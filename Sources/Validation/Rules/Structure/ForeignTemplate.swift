import Diagnostics
import JSONDocument
import Resources

struct ForeignTemplate: ResourceRule {
  let code = "foreign-template"
  let severity = Diagnostic.Severity.error
  let summary = "no text holds the placeholders of another tool"
  let source = "environment directories: only ${…} is replaced; {{ … }} of other tools would be sent to AWS as it is"
  let kind: ResourceKind? = nil

  /// Members whose texts belong to the program in the container or to the log driver: templates are theirs.
  private static let free: Set<String> = [
    "environment", "command", "entryPoint", "dockerLabels", "options", "labels", "driverOpts", "tags", "lifecyclePolicy",
    "repositoryPolicy",
  ]

  func check(_ resource: Resource, _ findings: inout Findings) {
    walk(resource.attributes, &findings)
  }

  private func walk(_ json: JSON, _ findings: inout Findings) {
    switch json.content {
    case .null, .bool, .number: break
    case .array(let elements): for element in elements { walk(element, &findings) }
    case .object(let members): for member in members where !Self.free.contains(member.key) { walk(member.value, &findings) }
    case .string(let text):
      guard OpenText.isOpen(text), let start = text.firstRange(of: "{{"), text[start.upperBound...].contains("}}") else { return }
      findings.add(
        "the placeholder of another tool stands in this text", at: json, details: ["Nothing replaces {{ … }} here."],
        fix: "write a variable: \"${var.NAME}\"")
    }
  }
}
