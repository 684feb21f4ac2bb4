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

  /// Functions of ecspresso's templates (its README, "Template syntax" and the plugins' functions). An application has braces
  /// of its own.
  private static let functions = [
    "must_env", "env", "json_escape", "tfstate", "tfstatef", "ssm", "secretsmanager_arn", "cfn_output", "cfn_export",
  ]

  /// Of a variable of the environment. The text itself may be a secret.
  private func checkValue(_ json: JSON?, _ findings: inout Findings) {
    guard let json, let text = json.stringValue, OpenText.isOpen(text), let start = text.firstRange(of: "{{") else { return }
    let words = text[start.upperBound...].drop { $0 == " " || $0 == "-" }
    let function = words.prefix { $0.isLetter || $0 == "_" }
    guard Self.functions.contains(String(function)), words.dropFirst(function.count).first == " " else { return }
    findings.add(
      "a template of another tool stands in this value: {{ \(function) … }}", at: json, severity: .warning,
      details: ["Nothing replaces it here: the program in the container gets it as it is."],
      fix: "write a variable: \"${var.NAME}\"")
  }

  func check(_ resource: Resource, _ findings: inout Findings) {
    walk(resource.attributes, &findings)
  }

  private func walk(_ json: JSON, _ findings: inout Findings) {
    switch json.content {
    case .null, .bool, .number: break
    case .array(let elements): for element in elements { walk(element, &findings) }
    case .object(let members):
      for member in members {
        if !Self.free.contains(member.key) {
          walk(member.value, &findings)
        } else if member.key == "environment" {
          for entry in member.value.arrayValue ?? [] { checkValue(entry["value"], &findings) }
        }
      }
    case .string(let text):
      guard OpenText.isOpen(text), let start = text.firstRange(of: "{{"), text[start.upperBound...].contains("}}") else { return }
      findings.add(
        "the placeholder of another tool stands in this text", at: json, details: ["Nothing replaces {{ … }} here."],
        fix: "write a variable: \"${var.NAME}\"")
    }
  }
}
