import Diagnostics
import JSONDocument

struct FargateTimeout: ContainerRule {
  let code = "fargate-timeout"
  let severity = Diagnostic.Severity.error
  let summary = "on Fargate containers start and stop within 120 seconds"
  let source =
    "RegisterTaskDefinition: \"Tasks using the Fargate launch type must have a container stop timeout of less than 120 seconds.\""

  func check(_ container: ContainerView, in definition: TaskDefinitionView, _ findings: inout Findings) {
    guard definition.isFargate else { return }
    for member in ["startTimeout", "stopTimeout"] {
      guard let seconds = container.json.int(member), seconds > 120 else { continue }
      findings.add(
        "\"\(member)\" is \(seconds); Fargate takes at most 120 seconds", at: container.json[member],
        details: definition.fargateDetails)
    }
  }
}
