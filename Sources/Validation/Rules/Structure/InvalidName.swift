import Diagnostics
import JSONDocument
import Resources

struct InvalidName: ValidationRule {
  let code = "invalid-name"
  let severity = Diagnostic.Severity.error
  let summary = "names have the characters and the length that AWS takes"
  let source = "ECS, ECR and CloudWatch Logs API references, patterns of name members (\"Family contains invalid characters.\")"

  func check(_ context: ValidationContext) -> [Diagnostic] {
    var findings = Findings(self, context)
    for resource in context.resources {
      findings.file = resource.file
      for names in resource.identity.kind.limits.names {
        names.field.forEach(in: resource.attributes) { json in check(json, names, &findings) }
      }
    }
    return findings.diagnostics
  }

  private func check(_ json: JSON, _ names: KindLimits.Name, _ findings: inout Findings) {
    guard let text = json.plainText, !names.grammar.allows(text) else { return }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let isRevision = names.field.member == "family" && parts.count == 2 && Int(parts[1]) != nil
    findings.add(
      "\"\(names.field.member)\" cannot be \"\(text)\"", at: json, details: [names.grammar.sentence],
      fix: isRevision ? "write \"\(parts[0])\"; revisions are numbered by ECS" : nil)
  }
}
