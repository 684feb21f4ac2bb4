import Diagnostics
import JSONDocument

struct ImageUnused: ValidationRule {
  let code = "image-unused"
  let severity = Diagnostic.Severity.warning
  let summary = "every declared image is referred to by a spec"
  let source = "environment directories: changing the tag of an image that no spec refers to changes nothing"

  func check(_ context: ValidationContext) -> [Diagnostic] {
    var findings = Findings(self, context)
    for member in context.declaredImages?.objectValue ?? JSONObject() where !member.key.hasPrefix("//") {
      guard context.images[member.key] != nil, !context.usedImages.contains(member.key) else { continue }
      findings.add(
        "no spec refers to the image \"\(member.key)\"", at: member.mark ?? member.value.mark,
        details: ["A new tag for it would change nothing."],
        fix: "write \"${image.\(member.key)}\" where a container runs it, or remove it")
    }
    return findings.diagnostics
  }
}
