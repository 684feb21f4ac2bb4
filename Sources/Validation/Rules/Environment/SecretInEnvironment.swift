import Diagnostics
import JSONDocument
import Resources
import Secrets

/// Never repeats the value.
struct SecretInEnvironment: ContainerRule {
  let code = "secret-in-environment"
  let severity = Diagnostic.Severity.warning
  let summary = "values that look like secrets are not written in plain text"
  let source =
    "Amazon ECS developer guide, passing sensitive data: everyone who may describe a task definition reads its environment"

  func check(_ container: ContainerView, in definition: TaskDefinitionView, _ findings: inout Findings) {
    for entry in container.json.objects("environment") {
      guard let value = entry["value"], !value.isOpen, let name = entry.text("name") else { continue }
      switch SecretFinder.judgement(of: value, named: name) {
      case .none, .common: continue
      case .whole, .part: break
      }
      findings.add(
        "the value of \"\(name)\" looks like a secret", at: entry["name"],
        details: ["It is stored in plain text in every revision of the task definition."],
        fix: "keep it in Secrets Manager or the parameter store, and name it in \"secrets\"")
    }
  }
}
