import Diagnostics
import JSONDocument

struct ServiceRole: ServiceRule {
  let code = "service-role"
  let severity = Diagnostic.Severity.error
  let summary = "a role of a service goes with one load balancer outside of network mode awsvpc"
  let source =
    "CreateService: \"IAM roles are only valid for services configured to use load balancers.\", \"You cannot specify an IAM role for services that require a service linked role.\""

  func check(_ service: ServiceView, _ findings: inout Findings) {
    guard service.attributes.has("role") else { return }
    let balancers = service.attributes.objects("loadBalancers").count
    let reason: String? =
      if balancers == 0 {
        "it has no load balancer"
      } else if service.definition?.mode == "awsvpc" || service.isFargate {
        "its tasks run in network mode awsvpc, so ECS uses its service-linked role"
      } else if balancers > 1 {
        "it has several load balancers, so ECS uses its service-linked role"
      } else {
        nil
      }
    guard let reason else { return }
    findings.add("the service takes no \"role\": \(reason)", at: service.attributes.mark(of: "role"), fix: "remove it")
  }
}
