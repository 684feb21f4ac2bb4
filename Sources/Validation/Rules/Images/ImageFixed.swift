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
    let byRepository = Dictionary(grouping: context.images.values.sorted { $0.key < $1.key }, by: \.name)
    var findings = Findings(self, context)
    for definition in context.taskDefinitions {
      findings.file = definition.resource.file
      for container in definition.containers {
        guard let json = container.json["image"], !followsTagMap(json, context), let reference = container.image,
          let images = byRepository[reference.name]
        else { continue }
        findings.add(
          "\(container.label) names a fixed tag of \"\(reference.repository)\"", at: json, details: [detail(images)],
          fix: fix(images))
      }
    }
    return findings.diagnostics
  }

  private func followsTagMap(_ json: JSON, _ context: ValidationContext) -> Bool {
    json.mark.map(context.mappedTexts.contains) ?? false
  }

  private func detail(_ images: [EnvironmentImage]) -> String {
    if images.count == 1 {
      return "environment.json declares this image as \"\(images[0].key)\"; its tag in the tag map has no effect here."
    }
    let keys = images.map { "\"\($0.key)\"" }.joined(separator: ", ")
    return "environment.json declares images of this repository as \(keys); their tags in the tag map have no effect here."
  }

  /// Of several images of one repository nobody can tell which is meant.
  private func fix(_ images: [EnvironmentImage]) -> String {
    images.count == 1
      ? "write \"${image.\(images[0].key)}\"" : "write \"${image.KEY}\" with the key of the image that is meant"
  }
}
