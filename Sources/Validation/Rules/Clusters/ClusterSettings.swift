import Diagnostics
import JSONDocument
import Resources

struct ClusterSettings: ResourceRule {
  let code = "cluster-settings"
  let severity = Diagnostic.Severity.error
  let summary = "Container Insights and ECS Exec have settings that ECS takes"
  let source = "ECS API reference, ClusterSetting and ExecuteCommandConfiguration"
  let kind: ResourceKind? = .cluster

  func check(_ resource: Resource, _ findings: inout Findings) {
    for setting in resource.attributes.objects("settings") {
      guard setting.text("name") == "containerInsights", let json = setting["value"], let value = json.plainText,
        !["enabled", "enhanced", "disabled"].contains(value)
      else { continue }
      findings.add("containerInsights cannot be \"\(value)\"", at: json, details: ["Known values: enabled, enhanced, disabled."])
    }
    guard let execute = resource.attributes["configuration"]?["executeCommandConfiguration"], execute["logging"]?.isOpen != true
    else { return }
    let isOverride = execute.text("logging") == "OVERRIDE"
    if isOverride, !execute.has("logConfiguration") {
      findings.add("OVERRIDE needs a \"logConfiguration\"", at: execute["logging"], fix: "add it")
    } else if !isOverride, execute.has("logConfiguration") {
      findings.add(
        "\"logConfiguration\" goes with \"logging\": \"OVERRIDE\" only", at: execute.mark(of: "logConfiguration"),
        fix: "write \"logging\": \"OVERRIDE\"")
    }
  }
}
