import Diagnostics
import JSONDocument
import Resources

struct ImageTagMissing: ValidationRule {
  let code = "image-tag-missing"
  let severity = Diagnostic.Severity.error
  let summary = "every image that a spec refers to has a tag in the tag map"
  let source = "environment directories: ${image.KEY} is the image with its tag from the tag map"

  func check(_ context: ValidationContext) -> [Diagnostic] {
    let missing = context.usedImages.filter { context.images[$0]?.tag == nil }
    // No map at all is a finding of its own.
    guard !missing.isEmpty, !(context.tagMap?.objectValue?.isEmpty ?? true) else { return [] }
    var findings = Findings(self, context)
    for key in missing.sorted() {
      let uses = ImageUses.find("\(key)}", in: context)
      findings.file = uses.first?.resource.file
      findings.add(
        "no image tag for \"\(key)\"", at: uses.first?.json, details: details(key, uses, context), fix: fix(key, context))
    }
    return findings.diagnostics
  }

  private func details(_ key: String, _ uses: [ImageUses.Use], _ context: ValidationContext) -> [String] {
    let map = context.tagMap?.objectValue ?? JSONObject()
    let names = map.filter { !$0.value.isNull }.map(\.key)
    var sentence = "\(file(context)) maps \(names.count) \(names.count == 1 ? "image" : "images")"
    if map[key]?.isNull == true {
      sentence += "; \"\(key)\" is null there."
    } else if let nearest = Nearest.name(to: key, among: names) {
      sentence += "; the nearest name is \"\(nearest)\"."
    } else {
      sentence += "."
    }
    return [sentence] + (uses.count > 1 ? ["\(uses.count) places refer to it; this is the first."] : [])
  }

  private func fix(_ key: String, _ context: ValidationContext) -> String {
    "map \"\(key)\" to its tag in \(file(context))"
  }

  private func file(_ context: ValidationContext) -> String {
    context.tagMap?.mark.flatMap { context.sources.text($0.source)?.path } ?? "the tag map"
  }
}
