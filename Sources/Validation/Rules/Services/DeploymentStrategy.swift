import Diagnostics
import JSONDocument
import Resources

struct DeploymentStrategy: ServiceRule {
  let code = "deployment-strategy"
  let severity = Diagnostic.Severity.error
  let summary = "a deployment strategy has its own settings and what it shifts traffic with"
  let source =
    "ECS API reference, DeploymentConfiguration, AdvancedConfiguration and DeploymentLifecycleHook; developer guide, \"Pause hooks for Amazon ECS service deployments\""

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
      if configuration["strategy"]?.isOpen != true { checkRolling(configuration, &findings) }
    } else if ["BLUE_GREEN", "LINEAR", "CANARY"].contains(strategy) {
      checkShifting(service, configuration, &findings)
    }
    for hook in configuration.objects("lifecycleHooks") { check(hook, &findings) }
  }

  private func checkShifting(_ service: ServiceView, _ configuration: JSON, _ findings: inout Findings) {
    let strategy = service.strategy
    if service.controller != .ecs {
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

  /// A PAUSE holds every strategy; functions are only called where traffic is shifted.
  private func checkRolling(_ configuration: JSON, _ findings: inout Findings) {
    for hook in configuration.objects("lifecycleHooks") where hook.callsFunction {
      findings.add(
        "the strategy ROLLING has no lifecycle hooks that call a function", at: hook,
        fix: "remove it, or write \"targetType\": \"PAUSE\"")
    }
  }

  /// Stages in which traffic moves, where no PAUSE is documented.
  private static let withoutPause: Set<String> = ["TEST_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT"]

  private func check(_ hook: JSON, _ findings: inout Findings) {
    if hook.text("targetType") == "PAUSE" {
      for (stage, json) in hook.texts("lifecycleStages") where Self.withoutPause.contains(stage) {
        findings.add(
          "a PAUSE in \(stage) is not among those that ECS documents", at: json, severity: .warning,
          fix: "write \"POST_\(stage)\"")
      }
    }
    guard hook.callsFunction else { return }
    for member in ["hookTargetArn", "roleArn", "lifecycleStages"] where !hook.has(member) {
      findings.add("a lifecycle hook has no \"\(member)\"", at: hook, fix: "add it")
    }
  }
}

extension JSON {
  /// Whether this hook calls a function of AWS Lambda, as one does that says nothing else.
  fileprivate var callsFunction: Bool {
    self["targetType"]?.isOpen != true && (text("targetType") ?? "AWS_LAMBDA") == "AWS_LAMBDA"
  }
}
