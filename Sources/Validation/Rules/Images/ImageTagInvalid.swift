import Diagnostics
import JSONDocument
import Resources

struct ImageTagInvalid: ValidationRule {
  let code = "image-tag-invalid"
  let severity = Diagnostic.Severity.error
  let summary = "every value of the tag map is a tag, a digest or a full image reference"
  let source = "the distribution project's reference grammar: a tag is [A-Za-z0-9_][A-Za-z0-9_.-]{0,127}"

  func check(_ context: ValidationContext) -> [Diagnostic] {
    var findings = Findings(self, context)
    for member in context.tagMap?.objectValue ?? JSONObject() {
      guard let image = context.images[member.key], let tag = image.tag, !Self.isValid(tag) else { continue }
      findings.add(
        "\"\(tag)\" is no image tag", at: member.value, details: [Self.reason(tag)],
        fix: "write a tag such as \"sha-3f9c2d1\", a digest \"sha256:…\", or a full reference")
    }
    return findings.diagnostics
  }

  private static func isValid(_ tag: String) -> Bool {
    if tag.contains("/") { return ImageReference(tag) != nil }
    return ImageReference.isDigest(tag) || ImageReference.isTag(tag)
  }

  private static func reason(_ tag: String) -> String {
    if tag.isEmpty { return "It is empty." }
    if tag.contains("://") { return "A reference has no scheme." }
    if tag.contains("/") { return "It has a \"/\", so it is read as a full reference, and it is none." }
    if tag.hasPrefix("sha256:") { return "A digest is \"sha256:\" and 64 hexadecimal digits; this has \(tag.count - 7)." }
    if tag.utf8.count > 128 { return "It has \(tag.utf8.count) characters; a tag has at most 128." }
    if tag.hasPrefix("-") || tag.hasPrefix(".") { return "A tag begins with a letter, a digit or \"_\"." }
    return "A tag is letters, digits, \"_\", \".\" and \"-\"."
  }
}
