package import JSONDocument
package import Releasing
import Resources

/// What a mirror finds, and what it has done, a line for each key.
///
/// ```
/// Mirror of staging to prod:
///   admin  tracker-admin:sha-77b0e5a  sha256:de9387ae1742…  is there
///   api    tracker-api:sha-8a01c44    sha256:95c2dd348a93…  copied
/// ```
package struct MirrorText {
  private let plan: MirrorPlan
  private let made: [Mirror.Copy]
  private let isDry: Bool
  private let moving: Bool
  private let names: ImageText

  /// `made`: copies that were made and compared. `registry`: the target's own, which is left out.
  package init(_ plan: MirrorPlan, made: [Mirror.Copy], isDry: Bool, moving: Bool, registry: String) {
    (self.plan, self.made, self.isDry, self.moving) = (plan, made, isDry, moving)
    names = ImageText(registry: registry)
  }

  package var text: String {
    let rows = plan.rows.map { (key: $0.key, name: names.name($0.target.description), row: $0) }
    let keys = (rows.map(\.key) + plan.omitted.keys).map(\.count).max() ?? 0
    let widths = rows.map(\.name.count).max() ?? 0
    var lines = ["Mirror of \(plan.source) to \(plan.target):"]
    for (key, name, row) in rows {
      let digest = (row.digest.map(ImageText.shortDigest) ?? "").padded(to: 20)
      lines.append("  \(key.padded(to: keys))  \(name.padded(to: widths))  \(digest)  \(words(row))".withoutTrailingBlanks)
      lines += row.attachments.map { "    \($0.target.tag ?? "")  \(words($0))" }
    }
    for (key, omission) in plan.omitted.sorted(by: { $0.key < $1.key }) {
      lines.append("  \(key.padded(to: keys))  left out: \(omission.rawValue)")
    }
    if rows.isEmpty { lines.append("  nothing to copy") }
    return lines.map(Printable.line).page
  }

  private func words(_ row: MirrorPlan.Row) -> String {
    switch row.verdict {
    case .isThere: "is there"
    case .copy: isMade(row.target) ? "copied" : isDry ? "would be copied" : "not copied"
    case .tagTaken(let there):
      isMade(row.target)
        ? "copied; the tag was on \(ImageText.shortDigest(there))"
        : isDry && moving
          ? "would be copied; the tag is on \(ImageText.shortDigest(there))" : "the tag is on \(ImageText.shortDigest(there))"
    case .notPushed: "not in the registry of \(plan.source)"
    case .noRepository: "\(plan.target) has no such repository"
    }
  }

  private func words(_ attachment: MirrorPlan.Attachment) -> String {
    if attachment.there != nil { return "\(plan.target) has another one, which is left as it is" }
    return isMade(attachment.target) ? "copied" : isDry ? "would be copied" : "not copied"
  }

  private func isMade(_ target: ImageReference) -> Bool { made.contains { $0.target == target } }

  // MARK: JSON

  package var lines: [JSON] {
    plan.rows.map { row in
      MachineFormat.line(
        .mirror,
        [
          ("key", .string(row.key)), ("source", .string(plan.source)), ("target", .string(plan.target)),
          ("source_image", .string(row.source.description)), ("target_image", .string(row.target.description)),
          ("digest", row.digest.json), ("result", .string(result(row))), ("target_digest", Self.there(row).json),
          ("beside", MachineFormat.some(row.attachments.map(line))),
        ])
    }
  }

  private func result(_ row: MirrorPlan.Row) -> String {
    switch row.verdict {
    case .isThere: "is_there"
    case .copy: isMade(row.target) ? "copied" : "not_copied"
    case .tagTaken: isMade(row.target) ? "copied" : "tag_taken"
    case .notPushed: "not_pushed"
    case .noRepository: "no_repository"
    }
  }

  /// What the target had under the tag before.
  private static func there(_ row: MirrorPlan.Row) -> String? {
    switch row.verdict {
    case .isThere: row.digest
    case .tagTaken(let there): there
    case .copy, .notPushed, .noRepository: nil
    }
  }

  private func line(_ attachment: MirrorPlan.Attachment) -> JSON {
    MachineFormat.object([
      ("tag", attachment.target.tag.json), ("digest", .string(attachment.digest)),
      ("result", .string(isMade(attachment.target) ? "copied" : attachment.there == nil ? "not_copied" : "tag_taken")),
    ])
  }
}
