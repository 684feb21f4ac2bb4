package import Diagnostics
import Resources

extension Promotion {
  /// What speaks against it, as findings: errors, unless somebody insists.
  package func findings(isForced: Bool) -> [Diagnostic] {
    rows.filter(\.isChange).flatMap { row in
      row.objections.map { objection in
        Self.finding(objection, about: row.key, row.after, (source, target), row.before, isForced ? .warning : .error)
      }
    }
  }

  static func finding(
    _ objection: Objection, about key: String, _ tag: String, _ names: (source: String, target: String), _ before: String?,
    _ severity: Diagnostic.Severity
  ) -> Diagnostic {
    let subject = "the tag \"\(tag)\" of \"\(key)\""
    switch objection {
    case .neverCompleted:
      return Diagnostic(
        severity, "promotion-unproven", "\(subject) never completed in \(names.source)",
        details: ["No run in the history of \(names.source) rolled it out to the end."],
        fix: "roll it out in \(names.source) first")
    case .otherDigest(let here, let there):
      return Diagnostic(
        severity, "promotion-digest", "\(subject) is another image in the registry of \(names.target)",
        details: ["\(names.source) has \(here), \(names.target) has \(there)."],
        fix: "copy the image of \(names.source) to a tag that is free there")
    case .notPushed:
      return Diagnostic(
        severity, "promotion-not-pushed", "\(subject) is not in the registry of \(names.target)",
        fix: "copy the image there first: `reconcile mirror` does")
    case .goesBack:
      return Diagnostic(
        severity, "promotion-backwards",
        "\(subject) is older than \"\(before ?? "")\", which \(names.target) has", details: ["\(names.target) would go back."])
    }
  }
}

extension PromotionJudge {
  /// What speaks against tags that the target's map has already, however they came there: they never completed in the source,
  /// or are other images. `keys`: those whose tags a plan changes.
  package func warnings(about keys: Set<String>) -> [Diagnostic] {
    keys.sorted().flatMap { key -> [Diagnostic] in
      guard let tag = target.images[key]?.tag else { return [] }
      return objections(to: key).map { Promotion.finding($0, about: key, tag, (source.name, target.name), nil, .warning) }
    }
  }
}
