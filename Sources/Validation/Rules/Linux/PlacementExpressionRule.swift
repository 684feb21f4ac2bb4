import Diagnostics
import JSONDocument

struct PlacementExpressionRule: TaskDefinitionRule {
  let code = "placement-expression"
  let severity = Diagnostic.Severity.error
  let summary = "placement constraints of task definitions have an expression"
  let source = "ECS API reference, TaskDefinitionPlacementConstraint"

  func check(_ definition: TaskDefinitionView, _ findings: inout Findings) {
    for constraint in definition.attributes.objects("placementConstraints") where constraint["type"]?.plainText == "memberOf" {
      guard let expression = constraint["expression"] else {
        findings.add(
          "memberOf needs an \"expression\"", at: constraint, fix: "add one such as \"attribute:ecs.instance-type =~ m7g.*\"")
        continue
      }
      guard let text = expression.plainText, !(1...2000).contains(text.utf8.count) else { continue }
      findings.add("\"expression\" has \(text.utf8.count) characters; ECS takes 1 to 2000", at: expression)
    }
  }
}
