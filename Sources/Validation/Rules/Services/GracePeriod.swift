import Diagnostics
import JSONDocument

struct GracePeriod: ServiceRule {
  let code = "grace-period"
  let severity = Diagnostic.Severity.warning
  let summary = "a grace period goes with health checks"
  let source = "ECS API reference, CreateService healthCheckGracePeriodSeconds"

  func check(_ service: ServiceView, _ findings: inout Findings) {
    guard let period = service.attributes["healthCheckGracePeriodSeconds"], period.intValue ?? 0 > 0,
      !service.attributes.has("loadBalancers"), !service.attributes.has("vpcLatticeConfigurations"),
      let definition = service.definition,
      !definition.containers.contains(where: { $0.json.has("healthCheck") })
    else { return }
    findings.add(
      "\"healthCheckGracePeriodSeconds\" has no effect: nothing checks the service's health", at: period, fix: "remove it")
  }
}
