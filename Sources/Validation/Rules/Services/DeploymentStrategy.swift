import Diagnostics
import JSONDocument

struct DeploymentStrategy: ServiceRule {
  let code = "deployment-strategy"
  let severity = Diagnostic.Severity.error
  let summary = "a deployment strategy has its own settings and what it shifts traffic with"
  let source = "ECS API reference, DeploymentConfiguration, AdvancedConfiguration and DeploymentLifecycleHook"

  func check(_ service: ServiceView, _ findings: inout Findings) {
    guard let configuration = service.attributes["deploymentConfiguration"], configuration.objectValue != nil else { return }
    let strategy = service.strategy
    for (member, owner) in [("linearConfiguration", "LINEAR"), ("canaryConfiguration", "CANARY")] {
      if configuration.has(member), strategy != owner, configuration["strategy"]?.isOpen != true {
        findings.add(
          "\"\(member)\" is for the strategy \(owner); this is \(strategy)", at: configuration.mark(of: member), fix: "remove it")
      }
    }
    if strategy == "ROLLING" {
      if configuration.has("lifecycleHooks"), configuration["strategy"]?.isOpen != true {
        findings.add(
          "the strategy ROLLING has no lifecycle hooks", at: configuration.mark(of: "lifecycleHooks"), fix: "remove it")
      }
    } else if ["BLUE_GREEN", "LINEAR", "CANARY"].contains(strategy) {
      checkShifting(service, configuration, &findings)
    }
    for hook in configuration.objects("lifecycleHooks") { check(hook, &findings) }
  }

  private func checkShifting(_ service: ServiceView, _ configuration: JSON, _ findings: inout Findings) {
    let strategy = service.strategy
    if service.controller != "ECS" {
      findings.add("the strategy \(strategy) needs the deployment controller ECS", at: configuration["strategy"])
    }
    let balancers = service.attributes.objects("loadBalancers")
    let connects = service.attributes["serviceConnectConfiguration"]?["enabled"]?.boolValue == true
    if strategy != "BLUE_GREEN", balancers.isEmpty, !connects {
      findings.add(
        "the strategy \(strategy) needs a load balancer or Service Connect", at: configuration["strategy"],
        details: ["It shifts traffic from the old tasks to the new."])
    }
    for balancer in balancers { check(balancer, strategy, &findings) }
  }

  private func check(_ balancer: JSON, _ strategy: String, _ findings: inout Findings) {
    let advanced = balancer["advancedConfiguration"]
    let missing = ["alternateTargetGroupArn", "productionListenerRule", "roleArn"].filter { advanced?[$0] == nil }
    if advanced?.isOpen != true, !missing.isEmpty {
      findings.add(
        "the strategy \(strategy) needs \(missing.quoted) in \"advancedConfiguration\"", at: advanced ?? balancer, fix: "add them"
      )
    }
    if let other = advanced?["alternateTargetGroupArn"], let text = other.plainText, text == balancer.text("targetGroupArn") {
      findings.add("both target groups are the same", at: other, fix: "name a second one")
    }
  }

  private func check(_ hook: JSON, _ findings: inout Findings) {
    guard hook.text("targetType") ?? "AWS_LAMBDA" == "AWS_LAMBDA", hook["targetType"]?.isOpen != true else { return }
    for member in ["hookTargetArn", "roleArn", "lifecycleStages"] where !hook.has(member) {
      findings.add("a lifecycle hook has no \"\(member)\"", at: hook, fix: "add it")
    }
  }
}
