import Diagnostics
import JSONDocument

/// A warning where nothing is near: Terraform may read the same map for images of its own. A key that resembles a declared
/// one is an error, since its tag would go nowhere and the run would end as if it had been released.
struct ImageTagUndeclared: ValidationRule {
  let code = "image-tag-undeclared"
  let severity = Diagnostic.Severity.warning
  let summary = "every key of the tag map is an image that environment.json declares"
  let source = "environment directories: the tag map is joined with \"images\" by key, never guessed"

  func check(_ context: ValidationContext) -> [Diagnostic] {
    guard let tags = context.tagMap?.objectValue else { return [] }
    var findings = Findings(self, context)
    let declared = (context.declaredImages?.objectValue?.keys ?? []).filter { !$0.hasPrefix("//") }
    let known = Set(declared)
    let waiting = declared.filter { tags[$0] == nil }
    for member in tags where !known.contains(member.key) && member.key != "//" {
      let mark = member.mark ?? member.value.mark
      if let nearest = Nearest.name(to: member.key, among: waiting) {
        findings.add(
          "no image \"\(member.key)\" is declared", at: mark, severity: .error,
          details: ["The image \"\(nearest)\" is declared and has no tag."], fix: "write \"\(nearest)\" here")
      } else if let nearest = Nearest.name(to: member.key, among: declared) {
        findings.add(
          "no image \"\(member.key)\" is declared", at: mark, severity: .error,
          details: ["It resembles \"\(nearest)\", which has a tag of its own here; the tag of \"\(member.key)\" has no effect."],
          fix: "write the tag of \"\(nearest)\" and remove this one, or declare it under \"images\" in environment.json")
      } else {
        findings.add(
          "no image \"\(member.key)\" is declared; its tag has no effect", at: mark,
          fix: "declare it under \"images\" in environment.json, or remove it here")
      }
    }
    return findings.diagnostics
  }
}
