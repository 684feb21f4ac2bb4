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
    if Self.isPlaceholder(text) {
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
    if let small = Self.inSmallLetters(text) {
      return ("Repositories are written in small letters.", "write \"\(small)\"")
    }
    return (
      "A reference is registry/repository:tag, the repository in small letters, digits, \".\", \"_\", \"-\" and \"/\".", nil
    )
  }

  /// Something that a pipeline was to fill in: `<IMAGE1_NAME>`, `${IMAGE}`, `%IMAGE%`, `@@IMAGE@@`, `__IMAGE__`.
  private static func isPlaceholder(_ text: String) -> Bool {
    if text.contains(where: { "<>{}$%".contains($0) }) || text.contains("@@") { return true }
    let pieces = text.split(separator: "/").flatMap { $0.split(separator: ":") }
    return pieces.contains { piece in
      guard let opening = piece.firstRange(of: "__") else { return false }
      let rest = piece[opening.upperBound...]
      guard let closing = rest.firstRange(of: "__") else { return false }
      let name = rest[..<closing.lowerBound]
      return name.contains(where: \.isUppercase) && !name.contains(where: \.isLowercase)
    }
  }

  /// The same image with its repository in small letters, and its tag as it is. Nil where that is no reference either, or
  /// nothing changes.
  private static func inSmallLetters(_ text: String) -> String? {
    let whole = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let afterSlash = whole[0].lastIndex(of: "/") ?? whole[0].startIndex
    let end = whole[0][afterSlash...].lastIndex(of: ":") ?? whole[0].endIndex
    let small = whole[0][..<end].lowercased() + text[end...]
    return small != text && ImageReference(small) != nil ? small : nil
  }
}
