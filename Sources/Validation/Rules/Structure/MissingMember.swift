import Diagnostics
import Resources

struct MissingMember: ValidationRule {
  let code = "missing-member"
  let severity = Diagnostic.Severity.error
  let summary = "members that AWS requires are there"
  let source = "ECS API reference, \"Required: Yes\"; for name and image of containers the messages of RegisterTaskDefinition"

  func check(_ context: ValidationContext) -> [Diagnostic] {
    var findings = Findings(self, context)
    for deviation in context.deviations {
      guard case .missing(let member, let owner) = deviation.problem else { continue }
      findings.file = deviation.resource.file
      findings.add("\(owner) has no \"\(member)\"", at: deviation.mark, fix: "add \"\(member)\"")
    }
    return findings.diagnostics
  }
}
