import Diagnostics
import JSONDocument

struct FireLens: TaskDefinitionRule {
  let code = "firelens"
  let severity = Diagnostic.Severity.error
  let summary = "the driver awsfirelens and a single FireLens container that runs as root go together"
  let source =
    "RegisterTaskDefinition: \"When awsfirelens log driver is specified in log configuration, a firelens configuration object must be configured in one of the containers.\", \"If 'user' field is specified on firelens container, then 'UID' has to be '0'.\""

  func check(_ definition: TaskDefinitionView, _ findings: inout Findings) {
    let routers = definition.containers.filter { $0.json["firelensConfiguration"] != nil }
    let drivers = definition.containers.compactMap { $0.json["logConfiguration"]?["logDriver"] }
    let users = drivers.filter { $0.plainText == "awsfirelens" }
    if let first = users.first, routers.isEmpty {
      findings.add(
        "no container of the task has a \"firelensConfiguration\"", at: first,
        details: ["The driver awsfirelens sends logs to it."],
        fix: "add a container with \"firelensConfiguration\": {\"type\": \"fluentbit\"}")
    }
    if let router = routers.first, users.isEmpty, !drivers.contains(where: \.isOpen) {
      findings.add(
        "no container logs with awsfirelens", at: router.json.mark(of: "firelensConfiguration"),
        details: ["ECS refuses a FireLens container that nobody sends logs to."],
        fix: "add \"logConfiguration\": {\"logDriver\": \"awsfirelens\"} to the containers that log through it")
    }
    for router in routers.dropFirst() {
      findings.add("only one container can have a \"firelensConfiguration\"", at: router.json.mark(of: "firelensConfiguration"))
    }
    for router in routers {
      guard let user = router.json["user"], let text = user.plainText, text != "0", !text.hasPrefix("0:") else { continue }
      findings.add("the FireLens container runs as user 0 only", at: user, fix: "remove \"user\"")
    }
  }
}
