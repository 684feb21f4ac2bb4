import Diagnostics
import JSONDocument

struct HealthCheckCommand: ContainerRule {
  let code = "health-check-command"
  let severity = Diagnostic.Severity.error
  let summary = "a health check's command begins with CMD or CMD-SHELL and has something to run"
  let source = "ECS API reference, HealthCheck command"

  func check(_ container: ContainerView, in definition: TaskDefinitionView, _ findings: inout Findings) {
    guard let command = container.json["healthCheck"]?["command"], let words = command.arrayValue else { return }
    guard let first = words.first else {
      findings.add("the health check's command is empty", at: command, fix: "write [\"CMD-SHELL\", \"…\"]")
      return
    }
    switch first.plainText {
    case nil, "NONE": break
    case "CMD" where words.count < 2, "CMD-SHELL" where words.count < 2:
      findings.add("the health check has nothing to run", at: command, fix: "add the command")
    case "CMD": break
    case "CMD-SHELL":
      if words.count > 2 {
        findings.add(
          "CMD-SHELL takes one text; this has \(words.count - 1)", at: command, severity: .warning,
          details: ["The shell takes the others as its own arguments, not as the command's."],
          fix: "join them into one text, or begin with \"CMD\"")
      }
    default:
      findings.add(
        "a health check's command begins with CMD or CMD-SHELL", at: first, severity: .warning,
        fix: words.count == 1 ? "write [\"CMD-SHELL\", …]" : "write [\"CMD\", …]")
    }
  }
}
