import Diagnostics
import JSONDocument
import Resources

struct ImageTagInvalid: ValidationRule {
  let code = "image-tag-invalid"
  let severity = Diagnostic.Severity.error
  let summary = "every value of the tag map is a tag, a digest, both, or a full image reference"
  let source =
    "the distribution project's reference grammar: a tag is [A-Za-z0-9_][A-Za-z0-9_.-]{0,127}; a registry has a \".\" or a \":\""

  func check(_ context: ValidationContext) -> [Diagnostic] {
    var findings = Findings(self, context)
    for member in context.tagMap?.objectValue ?? JSONObject() {
      guard let image = context.images[member.key], let text = image.tag, TagMapValue(text) == nil else { continue }
      findings.add(
        "\"\(text)\" is no image tag", at: member.value, details: [Self.reason(text, image)],
        fix: TagSuggestion(context).fix(for: text, of: image))
    }
    return findings.diagnostics
  }

  private static func reason(_ text: String, _ image: EnvironmentImage) -> String {
    if text.isEmpty { return "It is empty." }
    if text.contains("://") { return "A reference has no scheme." }
    if TagMapValue.referenceWithoutRegistry(text) != nil {
      return "It names a repository and no registry; the repository of \"\(image.key)\" is \"\(image.repository)\" already."
    }
    if let slash = text.firstIndex(of: "/") {
      let first = text[..<slash]
      return ImageReference.isRegistry(first)
        ? "It has a \"/\", so it is read as a full reference, and it is none."
        : "It has a \"/\", and \"\(first)\" is no registry: those have a \".\" or a \":\", or are \"localhost\"."
    }
    let digest = text.split(separator: "@", maxSplits: 1).last ?? ""
    if digest.hasPrefix("sha256:") {
      return "A digest is \"sha256:\" and 64 hexadecimal digits; this has \(digest.count - 7)."
    }
    if text.utf8.count > 128 { return "It has \(text.utf8.count) characters; a tag has at most 128." }
    if text.hasPrefix("-") || text.hasPrefix(".") { return "A tag begins with a letter, a digit or \"_\"." }
    return "A tag is letters, digits, \"_\", \".\" and \"-\"."
  }
}
