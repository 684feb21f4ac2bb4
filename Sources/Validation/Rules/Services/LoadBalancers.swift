import Diagnostics
import JSONDocument
import Resources

struct LoadBalancers: ServiceRule {
  let code = "load-balancer"
  let severity = Diagnostic.Severity.error
  let summary = "load balancers name one target group or one classic balancer, in a network mode that has it"
  let source = "CreateService: \"loadBalancerName and targetGroupArn cannot both be specified.\"; ECS API reference, LoadBalancer"

  func check(_ service: ServiceView, _ findings: inout Findings) {
    for item in service.attributes.objects("loadBalancers") {
      let isClassic = item.has("loadBalancerName")
      if isClassic, item.has("targetGroupArn") {
        findings.add(
          "\"loadBalancerName\" and \"targetGroupArn\" exclude each other", at: item.mark(of: "loadBalancerName"),
          fix: "remove one of them")
      } else if !isClassic, !item.has("targetGroupArn") {
        findings.add("a load balancer has no \"targetGroupArn\"", at: item, fix: "add it")
      }
      if isClassic, service.isFargate || service.definition?.mode == "awsvpc" {
        findings.add(
          "classic load balancers cannot reach tasks in network mode awsvpc", at: item.mark(of: "loadBalancerName"),
          fix: "use a target group of type ip")
      }
      checkGroup(item["targetGroupArn"], &findings)
      checkPort(item, service, &findings)
    }
  }

  private func checkGroup(_ json: JSON?, _ findings: inout Findings) {
    guard let json, let text = json.plainText else { return }
    if let arn = ARN(text), arn.service == "elasticloadbalancing", arn.resource.hasPrefix("targetgroup/") { return }
    findings.add(
      "\"targetGroupArn\" is no ARN of a target group", at: json,
      fix: "write \"arn:aws:elasticloadbalancing:…:targetgroup/NAME/ID\"")
  }

  private func checkPort(_ item: JSON, _ service: ServiceView, _ findings: inout Findings) {
    guard let name = item.text("containerName"), let port = item.int("containerPort"),
      let container = service.definition?.byName[name], container.ports.filter({ $0.int("containerPort") == port }).count > 1
    else { return }
    findings.add(
      "\(container.label) maps port \(port) more than once, so it is not clear which is meant", at: item["containerPort"],
      severity: .warning, fix: "keep one mapping of it")
  }
}
