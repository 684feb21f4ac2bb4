import Diagnostics
import Resources

extension PlannedNeeds {
  /// Images in registries of ECR that calls of this region do not reach: once for each registry, and never an error.
  var imagesOfOtherRegions: [Diagnostic] {
    let provider = desired.environment.provider
    let elsewhere = images.keys.filter { $0.isInECR && !$0.isInRegion(of: provider) }
    return Dictionary(grouping: elsewhere) { $0.registry ?? "" }.sorted { $0.key < $1.key }.map { registry, images in
      let names = images.map { "\"\(name($0))\"" }.sorted()
      let first = names[0] + (names.count > 1 ? " and \(names.count - 1) more" : "")
      return Diagnostic(
        .warning, "image-unchecked", "nobody looked whether image \(first) was pushed",
        details: ["The registry \(registry) is in another region than \(provider.region), and only this one is asked."]
          + (names.count > 1 ? ["These are: \(names.joined(separator: ", "))."] : []),
        fix: "make sure that it was pushed, or copy it to \(provider.region): ECR replicates repositories to other regions")
    }
  }
}
