import Diagnostics
import JSONDocument

struct UlimitOrder: ContainerRule {
  let code = "ulimit-order"
  let severity = Diagnostic.Severity.error
  let summary = "soft limits are not above their hard limits"
  let source = "ECS API reference, Ulimit; RegisterTaskDefinition refuses a soft limit above the hard one"

  func check(_ container: ContainerView, in definition: TaskDefinitionView, _ findings: inout Findings) {
    for limit in container.json.objects("ulimits") {
      guard let soft = limit.int("softLimit"), let hard = limit.int("hardLimit"), hard != -1, soft == -1 || soft > hard else {
        continue
      }
      findings.add(
        "the soft limit \(soft == -1 ? "unlimited" : String(soft)) is above the hard limit \(hard)", at: limit["softLimit"],
        fix: "write at most \(hard)")
    }
  }
}
