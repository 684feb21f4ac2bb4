import Diagnostics
import Resources

/// Never repeats the text: it may be a secret.
struct WrongText: ValidationRule {
  let code = "wrong-text"
  let severity = Diagnostic.Severity.error
  let summary = "texts have the length and the characters that the API takes"
  let source = "the models of the APIs, \"min\", \"max\" and \"pattern\" of strings"

  func check(_ context: ValidationContext) -> [Diagnostic] {
    var findings = Findings(self, context)
    for deviation in context.deviations {
      guard case .wrongText(let member, let length, let allowed, let pattern) = deviation.problem else { continue }
      findings.file = deviation.resource.file
      let name = member.hasSuffix("[]") ? "an element of \"\(member.dropLast(2))\"" : "\"\(member)\""
      if length > allowed.upperBound {
        findings.add("\(name) has \(length) characters; AWS takes at most \(allowed.upperBound)", at: deviation.mark)
      } else if length < allowed.lowerBound {
        findings.add("\(name) has \(length) characters; AWS takes at least \(allowed.lowerBound)", at: deviation.mark)
      } else {
        findings.add(
          "\(name) has characters that AWS does not take", at: deviation.mark,
          details: pattern.map { ["It has to match \($0)"] } ?? [])
      }
    }
    return findings.diagnostics
  }
}
