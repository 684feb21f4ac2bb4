import Diagnostics
import JSONDocument

struct EnvironmentAndSecret: ContainerRule {
  let code = "environment-and-secret"
  let severity = Diagnostic.Severity.error
  let summary = "no name is both an environment variable and a secret of a container"
  let source =
    "RegisterTaskDefinition: \"The secret name must be unique and not shared with any new or existing environment variables\""

  func check(_ container: ContainerView, in definition: TaskDefinitionView, _ findings: inout Findings) {
    let secrets = container.json.objects("secrets")
    guard !secrets.isEmpty else { return }
    let names = Set(container.json.objects("environment").compactMap { $0.text("name") })
    for secret in secrets {
      guard let name = secret.text("name"), names.contains(name) else { continue }
      findings.add(
        "\"\(name)\" is in \"environment\" and in \"secrets\" of \(container.label)", at: secret["name"],
        fix: "remove one of them")
    }
  }
}
