import Diagnostics
import Resources

struct MisspeltMember: ValidationRule {
  let code = "misspelt-member"
  let severity = Diagnostic.Severity.error
  let summary = "no member is a near miss of a known one, nor a known one in the wrong place"
  let source = "the aws program refuses members that the API does not know (\"Unknown parameter\"); Terraform drops them silently"

  func check(_ context: ValidationContext) -> [Diagnostic] {
    var findings = Findings(self, context)
    for deviation in context.deviations {
      guard case .unknown(let member, let known) = deviation.problem else { continue }
      findings.file = deviation.resource.file
      switch MemberGuess.of(member, among: known, kind: deviation.resource.identity.kind) {
      case .misspelt(let name):
        findings.add("there is no member \"\(member)\" here", at: deviation.mark, fix: "write \"\(name)\"")
      case .elsewhere(let places):
        findings.add(
          "there is no member \"\(member)\" here", at: deviation.mark,
          details: ["It is a member of \(places.joined(separator: " and of "))."], fix: "move it there")
      case .unknown: break
      }
    }
    return findings.diagnostics
  }
}
