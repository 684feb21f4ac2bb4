import Diagnostics
import JSONDocument
import Resources

struct ImageReferenceRule: ContainerRule {
  let code = "image-reference"
  let severity = Diagnostic.Severity.error
  let summary = "every container's image is a reference that a registry can be asked for"
  let source = "the distribution project's reference grammar; ECS API reference, ContainerDefinition image (255 characters)"

  func check(_ container: ContainerView, in definition: TaskDefinitionView, _ findings: inout Findings) {
    guard let json = container.json["image"], let text = json.plainText else { return }
    guard container.image == nil || text.utf8.count > 255 else { return }
    let name = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)[0]
    guard container.image == nil || name.utf8.count > 255 else { return }
    let (reason, fix) = Self.reason(text, name)
    // In a file by itself a placeholder may be replaced by whoever uses the file.
    let isAlone = findings.context.provider == nil && text.hasPrefix("<")
    findings.add(
      "the image of \(container.label) is no image reference", at: json, severity: isAlone ? .warning : .error, details: [reason],
      fix: fix)
  }

  private static func reason(_ text: String, _ name: Substring) -> (String, String?) {
    if text.isEmpty { return ("It is empty.", nil) }
    if let scheme = text.split(separator: ":").first, text.hasPrefix("\(scheme)://") {
      return ("A reference has no scheme.", "write it without \"\(scheme)://\"")
    }
    if text.contains(where: \.isWhitespace) { return ("It has a blank in it.", nil) }
    if text.contains(where: { "<>{}$".contains($0) }) {
      return (
        "It has a placeholder in it that nothing replaces.",
        "declare it as \"placeholder\" of an image in environment.json, or write \"${image.KEY}\""
      )
    }
    if name.utf8.count > 255 { return ("It has \(name.utf8.count) characters; ECS takes at most 255.", nil) }
    if let at = text.firstIndex(of: "@"), !ImageReference.isDigest(text[text.index(after: at)...]) {
      return ("What follows \"@\" is no digest: \"sha256:\" and 64 hexadecimal digits.", nil)
    }
    if text.hasSuffix(":") { return ("It ends without a tag.", "write a tag after \":\", or remove it") }
    let path = name.split(separator: "/").last.map(String.init) ?? ""
    if name.contains(where: \.isUppercase), !path.contains(":") || path.split(separator: ":")[0].contains(where: \.isUppercase) {
      return ("Repositories are written in small letters.", "write \"\(text.lowercased())\"")
    }
    return (
      "A reference is registry/repository:tag, the repository in small letters, digits, \".\", \"_\", \"-\" and \"/\".", nil
    )
  }
}
