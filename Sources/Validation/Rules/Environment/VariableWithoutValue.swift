import Diagnostics
import JSONDocument
import Resources

/// ECS drops such an entry without a word; what a file declares is sent with an empty value instead.
struct VariableWithoutValue: ContainerRule {
  let code = "variable-without-value"
  let severity = Diagnostic.Severity.warning
  let summary = "environment variables have a value, if an empty one"
  let source =
    "amazon-ecs-deploy-task-definition issues 216 and 224: ECS keeps an empty value and drops an entry that has none"

  func check(_ container: ContainerView, in definition: TaskDefinitionView, _ findings: inout Findings) {
    for entry in container.json.objects("environment") where entry.isVariableWithoutValue {
      guard let name = entry.text("name") else { continue }
      findings.add(
        "the variable \"\(name)\" of \(container.label) has no value", at: entry,
        details: ["ECS would drop it. It is sent with an empty value."], fix: "write \"value\": \"\"")
    }
  }
}
