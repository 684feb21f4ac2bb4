import Diagnostics
import JSONDocument

struct DeploymentPercents: ServiceRule {
  let code = "deployment-percents"
  let severity = Diagnostic.Severity.error
  let summary = "minimum and maximum of a deployment leave room to replace tasks"
  let source =
    "CreateService: \"Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.\"; ECS API reference, DeploymentConfiguration"

  func check(_ service: ServiceView, _ findings: inout Findings) {
    guard let configuration = service.attributes["deploymentConfiguration"], configuration.objectValue != nil else { return }
    let maximum = configuration.int("maximumPercent")
    let minimum = configuration.int("minimumHealthyPercent")
    if service.isDaemon {
      checkDaemon(configuration, maximum, minimum, &findings)
      return
    }
    if let maximum, !(100...10_000).contains(maximum) {
      findings.add("\"maximumPercent\" is \(maximum); it must be at least 100", at: configuration["maximumPercent"])
      return
    }
    if let minimum, !(0...100).contains(minimum) {
      findings.add("\"minimumHealthyPercent\" is \(minimum); ECS takes 0 to 100", at: configuration["minimumHealthyPercent"])
      return
    }
    checkRoom(service, configuration, maximum ?? 200, minimum ?? 100, &findings)
  }

  private func checkDaemon(_ configuration: JSON, _ maximum: Int?, _ minimum: Int?, _ findings: inout Findings) {
    if let maximum, maximum != 100 {
      findings.add("\"maximumPercent\" of a daemon is 100", at: configuration["maximumPercent"], fix: "remove it")
    }
    if let minimum, !(0...99).contains(minimum) {
      findings.add(
        "\"minimumHealthyPercent\" is \(minimum); for a daemon ECS takes 0 to 99", at: configuration["minimumHealthyPercent"])
    }
  }

  private func checkRoom(
    _ service: ServiceView, _ configuration: JSON, _ maximum: Int, _ minimum: Int, _ findings: inout Findings
  ) {
    if maximum == 100, minimum == 100 {
      findings.add(
        "100 as minimum and as maximum leaves no room for a deployment",
        at: configuration["minimumHealthyPercent"] ?? configuration["maximumPercent"],
        fix: "raise \"maximumPercent\" or lower \"minimumHealthyPercent\"")
      return
    }
    guard service.strategy == "ROLLING", let count = service.attributes.int("desiredCount"), (1...100_000).contains(count) else {
      return
    }
    let (maximum, minimum) = (min(max(maximum, 0), 1000), min(max(minimum, 0), 1000))
    let most = count * maximum / 100
    let fewest = (count * minimum + 99) / 100
    guard most <= count, fewest >= count else { return }
    findings.add(
      "with \(count) \(count == 1 ? "task" : "tasks") these percentages leave no room for a deployment",
      at: configuration["maximumPercent"] ?? configuration, severity: .warning,
      details: ["At most \(most) may run and at least \(fewest) must."], fix: "raise \"maximumPercent\"")
  }
}
