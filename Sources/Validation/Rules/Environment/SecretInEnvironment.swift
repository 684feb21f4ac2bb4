import Diagnostics
import JSONDocument
import Resources

/// Never repeats the value.
struct SecretInEnvironment: ContainerRule {
  let code = "secret-in-environment"
  let severity = Diagnostic.Severity.warning
  let summary = "values that look like secrets are not written in plain text"
  let source =
    "Amazon ECS developer guide, passing sensitive data: everyone who may describe a task definition reads its environment"

  func check(_ container: ContainerView, in definition: TaskDefinitionView, _ findings: inout Findings) {
    for entry in container.json.objects("environment") {
      guard let value = entry["value"], let text = value.plainText, let name = entry.text("name"),
        Sensitivity.isSensitive(name: name, value: value), !Self.isHarmless(text, name: name)
      else { continue }
      findings.add(
        "the value of \"\(name)\" looks like a secret", at: entry["name"],
        details: ["It is stored in plain text in every revision of the task definition."],
        fix: "keep it in Secrets Manager or the parameter store, and name it in \"secrets\"")
    }
  }

  /// Switches, numbers, paths and references are no secrets, whatever their name.
  private static func isHarmless(_ text: String, name: String) -> Bool {
    if Sensitivity.isSensitive(name: nil, value: .string(text)) { return false }
    return Double(text) != nil || ["true", "false", "none", "null"].contains(text.lowercased()) || text.hasPrefix("arn:")
      || text.hasPrefix("/") || text.hasPrefix("http://") || text.hasPrefix("https://")
  }
}
