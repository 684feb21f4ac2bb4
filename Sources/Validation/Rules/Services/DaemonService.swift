import Diagnostics
import JSONDocument
import Resources

struct DaemonService: ServiceRule {
  let code = "daemon-service"
  let severity = Diagnostic.Severity.error
  let summary = "a daemon has no count, no placement strategy, and does not run on Fargate"
  let source = "CreateService: \"The daemon scheduling strategy does not support a desired count for services\""

  func check(_ service: ServiceView, _ findings: inout Findings) {
    guard service.isDaemon else { return }
    let attributes = service.attributes
    for member in ["desiredCount", "placementStrategy"] where attributes.has(member) {
      findings.add("a daemon has no \"\(member)\"", at: attributes.mark(of: member), fix: "remove it")
    }
    if service.isFargate {
      findings.add(
        "daemons do not run on Fargate",
        at: attributes.mark(of: attributes["launchType"] != nil ? "launchType" : "capacityProviderStrategy"))
    }
    if service.controller != .ecs {
      findings.add(
        "a daemon is deployed by ECS itself, not by \(service.controller.name)", at: attributes["deploymentController"])
    }
  }
}
