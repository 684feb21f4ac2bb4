import Diagnostics
import JSONDocument

struct Swappiness: ContainerRule {
  let code = "swappiness"
  let severity = Diagnostic.Severity.warning
  let summary = "swappiness goes with maxSwap"
  let source =
    "ECS API reference, LinuxParameters swappiness: \"If a value isn't specified for maxSwap then this parameter is ignored.\""

  func check(_ container: ContainerView, in definition: TaskDefinitionView, _ findings: inout Findings) {
    guard let linux = container.json["linuxParameters"], linux.has("swappiness"), linux["maxSwap"] == nil else { return }
    findings.add(
      "\"swappiness\" has no effect without \"maxSwap\"", at: linux.mark(of: "swappiness"), fix: "add \"maxSwap\", or remove it")
  }
}
