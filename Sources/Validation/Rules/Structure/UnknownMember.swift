import Diagnostics
import Resources

struct UnknownMember: ValidationRule {
  let code = "unknown-member"
  let severity = Diagnostic.Severity.warning
  let summary = "members are known; others are kept, sent and compared all the same"
  let source = "the ECS API gains members every month; the aws program refuses what its own model does not know"

  func check(_ context: ValidationContext) -> [Diagnostic] {
    var findings = Findings(self, context)
    for deviation in context.deviations {
      guard case .unknown(let member, let known) = deviation.problem else { continue }
      guard case .unknown = MemberGuess.of(member, among: known, kind: deviation.resource.identity.kind) else {
        continue
      }
      findings.file = deviation.resource.file
      if member.hasPrefix("//") || member.hasPrefix("$") {
        findings.add(
          "\"\(member)\" is sent to AWS, which refuses it", at: deviation.mark, severity: .error,
          details: ["Only at the top of a file are \"//\" and \"$schema\" left out."],
          fix: "remove it, or move it to the top of the file")
      } else {
        findings.add(
          "reconcile does not know the member \"\(member)\"", at: deviation.mark,
          details: ["It is kept, sent and compared as it is; AWS refuses it if it does not know it either."],
          fix: MemberGuess.longer(than: member, among: known).map { "did you mean \"\($0)\"?" })
      }
    }
    return findings.diagnostics
  }
}
