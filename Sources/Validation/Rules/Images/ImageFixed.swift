import Diagnostics
import JSONDocument
import Resources

struct ImageFixed: ValidationRule {
  let code = "image-fixed"
  let severity = Diagnostic.Severity.warning
  let summary = "containers take the images that environment.json declares from the tag map"
  let source = "environment directories: only ${image.KEY}, ${tag.KEY} and placeholders follow the tag map"

  func check(_ context: ValidationContext) -> [Diagnostic] {
    guard !context.images.isEmpty else { return [] }
    let byRepository = Dictionary(
      context.images.values.sorted { $0.key < $1.key }.map { ("\($0.registry)/\($0.repository)", $0) },
      uniquingKeysWith: { first, _ in first })
    var findings = Findings(self, context)
    for definition in context.taskDefinitions {
      findings.file = definition.resource.file
      for container in definition.containers {
        guard let json = container.json["image"], let text = json.plainText, let reference = container.image,
          let image = byRepository[reference.name], !isFromTagMap(text, image)
        else { continue }
        findings.add(
          "\(container.label) names a fixed tag of \"\(image.repository)\"", at: json,
          details: ["environment.json declares this image as \"\(image.key)\"; its tag in the tag map has no effect here."],
          fix: "write \"${image.\(image.key)}\"")
      }
    }
    return findings.diagnostics
  }

  /// A text that holds the tag may have been made from it: `…:${tag.api}-arm64`.
  private func isFromTagMap(_ text: String, _ image: EnvironmentImage) -> Bool {
    text == image.reference?.description || image.tag.map { text.contains($0) } ?? false
  }
}
