import Diagnostics
import JSONDocument

struct FargateNetworkMode: TaskDefinitionRule {
  let code = "fargate-network-mode"
  let severity = Diagnostic.Severity.error
  let summary = "a task for Fargate says network mode awsvpc"
  let source = "RegisterTaskDefinition: \"Fargate only supports network mode 'awsvpc'.\""

  func check(_ definition: TaskDefinitionView, _ findings: inout Findings) {
    guard definition.isFargate, let mode = definition.mode, mode != "awsvpc" else { return }
    let json = definition.attributes["networkMode"]
    findings.add(
      json == nil
        ? "a task for Fargate needs \"networkMode\": \"awsvpc\"" : "Fargate knows network mode awsvpc only; this is \"\(mode)\"",
      at: json ?? definition.attributes, details: definition.fargateDetails,
      fix: json == nil ? "add it; without it ECS takes \"bridge\"" : "write \"awsvpc\"")
  }
}
