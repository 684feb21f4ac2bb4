import Diagnostics
import Resources

struct BlankElement: ValidationRule {
  let code = "blank-element"
  let severity = Diagnostic.Severity.error
  let summary = "lists hold no null and no empty object"
  let source =
    "the aws program refuses null in lists (\"Invalid type for parameter\"); an empty object lacks its required members"

  func check(_ context: ValidationContext) -> [Diagnostic] {
    var findings = Findings(self, context)
    for deviation in context.deviations {
      guard case .blank(let list) = deviation.problem else { continue }
      findings.file = deviation.resource.file
      findings.add("\"\(list)\" has an element that is empty", at: deviation.mark, fix: "remove it")
    }
    return findings.diagnostics
  }
}
