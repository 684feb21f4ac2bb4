import Diagnostics
import JSONDocument

struct FargateUnsupported: TaskDefinitionRule {
  let code = "fargate-unsupported"
  let severity = Diagnostic.Severity.error
  let summary = "tasks for Fargate use only what Fargate has"
  let source =
    "Amazon ECS developer guide, task definition differences for Fargate; RegisterTaskDefinition: \"Fargate requires that the 'privileged' setting be 'false'.\", \"NET_ADMIN is not allowed on Fargate.\""

  private static let linuxParameters = ["devices", "sharedMemorySize", "maxSwap", "swappiness"]

  func check(_ definition: TaskDefinitionView, _ findings: inout Findings) {
    guard definition.isFargate else { return }
    let attributes = definition.attributes
    if attributes.has("placementConstraints") {
      add("placement constraints", attributes.mark(of: "placementConstraints"), definition, &findings)
    }
    if let mode = attributes.text("pidMode"), mode != "task" {
      add("pidMode \(mode)", attributes.mark(of: "pidMode"), definition, &findings)
    }
    if attributes.has("ipcMode") { add("\"ipcMode\"", attributes.mark(of: "ipcMode"), definition, &findings) }
    for container in definition.containers { check(container.json, definition, &findings) }
  }

  private func check(_ container: JSON, _ definition: TaskDefinitionView, _ findings: inout Findings) {
    if container["privileged"]?.boolValue == true {
      add("privileged containers", container.mark(of: "privileged"), definition, &findings)
    }
    if container.has("dockerSecurityOptions") {
      add("\"dockerSecurityOptions\"", container.mark(of: "dockerSecurityOptions"), definition, &findings)
    }
    guard let linux = container["linuxParameters"] else { return }
    for member in Self.linuxParameters where linux.has(member) {
      add("\"\(member)\"", linux.mark(of: member), definition, &findings)
    }
    for (text, json) in linux["capabilities"]?.texts("add") ?? [] where text != "SYS_PTRACE" {
      add("capability \(text)", json.mark, definition, &findings)
    }
  }

  private func add(_ thing: String, _ mark: SourceMark?, _ definition: TaskDefinitionView, _ findings: inout Findings) {
    findings.add("Fargate has no \(thing)", at: mark, details: definition.fargateDetails, fix: "remove it")
  }
}
