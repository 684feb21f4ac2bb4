import Diagnostics
import JSONDocument
import Resources

struct ZoneRebalancing: ServiceRule {
  let code = "zone-rebalancing"
  let severity = Diagnostic.Severity.error
  let summary = "zones are rebalanced only where ECS can start a task before it stops one"
  let source = "Amazon ECS developer guide, Availability Zone rebalancing considerations"

  func check(_ service: ServiceView, _ findings: inout Findings) {
    guard let json = service.attributes["availabilityZoneRebalancing"], json.plainText == "ENABLED" else { return }
    let reason: String? =
      if service.isDaemon {
        "the service is a daemon"
      } else if service.controller == .external {
        "the deployment controller is EXTERNAL"
      } else if service.attributes.objects("loadBalancers").contains(where: { $0.has("loadBalancerName") }) {
        "the service has a classic load balancer"
      } else if service.attributes["deploymentConfiguration"]?.int("maximumPercent") ?? 200 <= 100 {
        "\"maximumPercent\" is not above 100"
      } else {
        nil
      }
    guard let reason else { return }
    findings.add("zones cannot be rebalanced: \(reason)", at: json, fix: "write \"DISABLED\"")
  }
}
