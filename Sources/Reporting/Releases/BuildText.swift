package import JSONDocument
package import Releasing
import Resources

/// What was built, a line for each image.
///
/// ```
/// api  111111111111.dkr.ecr.eu-west-1.amazonaws.com/tracker-api:sha-8a01c44  sha256:95c2dd348a93…
/// ```
package struct BuildText {
  private let plan: BuildPlan
  private let digests: [String: String]

  /// `digests`: by image key, of what was pushed and compared with its registry.
  package init(_ plan: BuildPlan, digests: [String: String]) {
    (self.plan, self.digests) = (plan, digests)
  }

  package var text: String {
    let width = plan.rows.map(\.key.count).max() ?? 0
    let images = plan.rows.map(\.image.description.count).max() ?? 0
    return plan.rows.map { row in
      let digest = digests[row.key].map(ImageText.shortDigest) ?? "not pushed"
      return Printable.line("\(row.key.padded(to: width))  \(row.image.description.padded(to: images))  \(digest)")
    }.page
  }

  package var lines: [JSON] {
    plan.rows.map { row in
      MachineFormat.line(
        .build,
        [
          ("key", .string(row.key)), ("target", .string(row.target)), ("reference", .string(row.image.description)),
          ("digest", digests[row.key].json), ("is_pushed", .bool(digests[row.key] != nil)),
        ])
    }
  }
}
