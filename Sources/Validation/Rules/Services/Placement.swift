import Diagnostics
import JSONDocument

struct Placement: ServiceRule {
  let code = "placement"
  let severity = Diagnostic.Severity.error
  let summary = "placement is for container instances; each sort of it has the field it needs and no other"
  let source =
    "CreateService: \"random field should not be specified\", \"distinctInstance expression should not be specified\"; ECS API reference, PlacementStrategy and PlacementConstraint"

  func check(_ service: ServiceView, _ findings: inout Findings) {
    for member in ["placementStrategy", "placementConstraints"] where service.isFargate && service.attributes.has(member) {
      findings.add("Fargate has no \"\(member)\"", at: service.attributes.mark(of: member), fix: "remove it")
    }
    for item in service.attributes.objects("placementStrategy") { checkStrategy(item, &findings) }
    for item in service.attributes.objects("placementConstraints") { checkConstraint(item, &findings) }
  }

  private func checkStrategy(_ item: JSON, _ findings: inout Findings) {
    let field = item["field"]
    switch item.text("type")?.lowercased() {
    case "random":
      if let field { findings.add("random has no \"field\"", at: field, fix: "remove it") }
    case "binpack":
      guard field?.isOpen != true, !["cpu", "memory"].contains(field?.stringValue?.lowercased()) else { return }
      findings.add("binpack needs \"field\": \"cpu\" or \"memory\"", at: field ?? item)
    case "spread":
      if field == nil {
        findings.add("spread needs a \"field\"", at: item, fix: "add \"field\": \"attribute:ecs.availability-zone\"")
      }
    default: break
    }
  }

  private func checkConstraint(_ item: JSON, _ findings: inout Findings) {
    switch item.text("type") {
    case "distinctInstance":
      if let expression = item["expression"], expression.stringValue != "" {
        findings.add("distinctInstance has no \"expression\"", at: expression, fix: "remove it")
      }
    case "memberOf":
      if !item.has("expression") || item["expression"]?.stringValue == "" {
        findings.add(
          "memberOf needs an \"expression\"", at: item, fix: "add one such as \"attribute:ecs.instance-type =~ m7g.*\"")
      }
    default: break
    }
  }
}
