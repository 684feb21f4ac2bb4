import Diagnostics
import JSONDocument
import Resources

struct ImageTagPattern: ValidationRule {
  let code = "image-tag-pattern"
  let severity = Diagnostic.Severity.error
  let summary = "every tag matches the environment's pattern, whole"
  let source = "environment directories: \"imageTags\": {\"pattern\": …}"

  func check(_ context: ValidationContext) -> [Diagnostic] {
    guard let setting = context.tagSettings?["pattern"], !setting.isNull else { return [] }
    var findings = Findings(self, context)
    guard let pattern = setting.stringValue, let expression = try? Regex(pattern) else {
      findings.add(
        "the pattern for tags is no regular expression", at: setting, fix: "write one such as \"sha-[0-9a-f]{7,40}\"")
      return findings.diagnostics
    }
    let bootstrap = context.tagSettings?["bootstrap"]?.stringValue
    for member in context.tagMap?.objectValue ?? JSONObject() {
      guard let tag = context.images[member.key]?.tag, ImageReference.isTag(tag), tag != bootstrap else { continue }
      if (try? expression.wholeMatch(in: tag)) == nil {
        findings.add(
          "the tag \"\(tag)\" of \"\(member.key)\" does not match the environment's pattern", at: member.value,
          details: ["environment.json asks for \(pattern)."])
      }
    }
    return findings.diagnostics
  }
}
