import Diagnostics
import JSONDocument
import Resources

/// Full references to what environment.json does not declare are somebody else's images, with tags of their own.
struct ImageTagPattern: ValidationRule {
  let code = "image-tag-pattern"
  let severity = Diagnostic.Severity.error
  let summary = "every tag matches the environment's pattern, whole"
  let source = "environment directories: \"imageTags\": {\"pattern\": …}"

  func check(_ context: ValidationContext) -> [Diagnostic] {
    guard let setting = context.tagSettings?["pattern"], !setting.isNull else { return [] }
    var findings = Findings(self, context)
    guard let text = setting.stringValue, let pattern = TagPattern(text) else {
      refuse(setting, &findings)
      return findings.diagnostics
    }
    let declared = Set(context.images.values.map(\.name))
    let bootstrap = context.tagSettings?["bootstrap"]?.stringValue
    for member in context.tagMap?.objectValue ?? JSONObject() {
      guard let value = context.images[member.key]?.tag, value != bootstrap,
        let read = TagMapValue(value), read.foreign.map({ declared.contains($0.name) }) ?? true, let tag = read.effectiveTag
      else { continue }
      switch pattern.answer(about: tag) {
      case .matches: break
      case .differs:
        findings.add(
          "the tag \"\(tag)\" of \"\(member.key)\" does not match the environment's pattern", at: member.value,
          details: ["environment.json asks for \(text)."])
      case .tooCostly:
        findings.add(
          "the pattern for tags takes too long to be tried on \"\(tag)\"", at: setting,
          fix: "write one with smaller numbers of repetitions, or fewer inside of each other")
        return findings.diagnostics
      }
    }
    return findings.diagnostics
  }

  private func refuse(_ setting: JSON, _ findings: inout Findings) {
    guard let text = setting.stringValue, (try? Regex(text)) != nil else {
      findings.add(
        "the pattern for tags is no regular expression", at: setting, fix: "write one such as \"sha-[0-9a-f]{7,40}\"")
      return
    }
    findings.add(
      "the pattern for tags has parts that cannot be tried in bounded time", at: setting,
      details: [
        "Characters, classes such as [a-z] and \\d, groups, alternatives, repetitions, anchors, and looking ahead and behind can."
      ], fix: "write one such as \"sha-[0-9a-f]{7,40}\"")
  }
}
