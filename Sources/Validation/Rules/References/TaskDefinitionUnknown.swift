import Diagnostics
import JSONDocument
import Resources

/// A family that no file here describes may be somebody else's; only what looks like a slip is reported.
struct TaskDefinitionUnknown: ServiceRule {
  let code = "task-definition-unknown"
  let severity = Diagnostic.Severity.error
  let summary = "a service's task definition can be found, and is the one that is meant"
  let source = "CreateService: taskDefinition is required unless the deployment controller is EXTERNAL"

  func check(_ service: ServiceView, _ findings: inout Findings) {
    guard service.definition == nil, service.controller != .external, findings.context.provider != nil else { return }
    guard let json = service.attributes["taskDefinition"] else {
      findings.add(
        "the service names no task definition", at: service.attributes,
        details: ["No file task-definitions/\(service.resource.address.name).json lies beside it either."],
        fix: "add \"taskDefinition\": \"FAMILY\", or that file")
      return
    }
    guard let wanted = json.plainText else { return }
    let definitions = findings.context.taskDefinitions
    let reference = RevisionReference(wanted)
    let family = reference.family
    if reference.isExact, let managed = definitions.first(where: { $0.resource.identity.name == family }) {
      findings.add(
        "the service stays on a fixed revision of \"\(family)\"", at: json, severity: .warning,
        details: ["\(managed.resource.file) describes this family; its changes would never reach the service."],
        fix: "write \"\(family)\"")
    } else if !wanted.contains(":") {
      let names = definitions.flatMap { [$0.resource.identity.name, $0.resource.address.name] }
      guard let nearest = Nearest.name(to: wanted, among: names) else { return }
      findings.add(
        "no file here describes the task definition \"\(wanted)\"", at: json, severity: .warning,
        details: ["The service would take the newest revision of that family in the account."],
        fix: "did you mean \"\(nearest)\"?")
    }
  }
}
