package import JSONDocument
import Recording
package import Releasing

/// Two tag maps side by side, a line for each key.
///
/// ```
/// Promotion of staging to prod:
///   admin     sha-77b0e5a                  the same
///   api       sha-3f9c2d1 → sha-8a01c44    sha256:95c2dd348a93…  completed in staging by run #4, 2026-03-01 12:04:05 UTC
/// ```
package struct PromotionText {
  private let promotion: Promotion
  private let style: Style

  package init(_ promotion: Promotion, style: Style = .plain) {
    self.promotion = promotion
    self.style = style
  }

  package var text: String {
    var lines = ["Promotion of \(promotion.source) to \(promotion.target):"]
    let rows = promotion.rows.map { (key: $0.key, move: Self.move($0), rest: rest($0)) }
    let (keys, moves) = (rows.map(\.key.count).max() ?? 0, rows.map(\.move.count).max() ?? 0)
    lines += rows.map { "  \($0.key.padded(to: keys))  \($0.move.padded(to: moves))  \($0.rest)".withoutTrailingBlanks }
    let leftOut = listed(promotion.leftOut, limit: 12)
    if !leftOut.isEmpty { lines.append("  left out, because not both have it: \(leftOut)") }
    return lines.map(Printable.line).page
  }

  private static func move(_ row: Promotion.Row) -> String {
    guard row.isChange else { return ImageText.shortened(row.after) }
    let renamed = row.sourceTag == row.after ? "" : " (\(ImageText.shortened(row.sourceTag)))"
    return "\(row.before.map(ImageText.shortened) ?? "nothing") → \(ImageText.shortened(row.after))\(renamed)"
  }

  private func rest(_ row: Promotion.Row) -> String {
    guard row.isChange else { return "the same" }
    let digest = row.digest.map(ImageText.shortDigest)
    let completed = row.completed.map { "completed in \(promotion.source) by run #\($0.id.number), \(UTC.text($0.startedAt))" }
    let since = row.since.map { "\(promotion.target)'s since \(UTC.text($0.startedAt))" }
    return [digest, completed ?? "never completed in \(promotion.source)", since].compactMap { $0 }.joined(separator: "  ")
  }

  package func lines(isForced: Bool) -> [JSON] {
    promotion.rows.map { row in
      MachineFormat.line(
        .promotion,
        [
          ("key", .string(row.key)), ("source", .string(promotion.source)), ("target", .string(promotion.target)),
          ("source_tag", .string(row.sourceTag)), ("before", row.before.json), ("after", .string(row.after)),
          ("digest", row.digest.json), ("completed_run", row.completed.map { .int($0.id.number) }),
          ("completed_at", row.completed.map { .string(UTC.rfc3339($0.startedAt)) }),
          ("objections", MachineFormat.some(row.objections.map { .string(Self.word($0)) })), ("is_forced", .bool(isForced)),
        ])
    }
  }

  private static func word(_ objection: Promotion.Objection) -> String {
    switch objection {
    case .neverCompleted: "unproven"
    case .otherDigest: "digest"
    case .notPushed: "not_pushed"
    case .goesBack: "backwards"
    }
  }
}
