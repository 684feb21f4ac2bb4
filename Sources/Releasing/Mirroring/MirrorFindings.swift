package import Diagnostics
import Resources

extension MirrorPlan {
  /// What keeps it from being performed, in plain words. `moving`: tags that are on other images may move.
  package func findings(moving: Bool) -> [Diagnostic] { objections(moving: moving).compactMap(finding) }

  private func finding(_ row: Row) -> Diagnostic? {
    let subject = "the tag \"\(row.target.version ?? "latest")\" of \"\(row.key)\""
    switch row.verdict {
    case .copy, .isThere: return nil
    case .tagTaken(let there):
      return Diagnostic(
        .error, "mirror-tag-taken", "\(subject) is on another image in the registry of \(target)",
        details: [
          "\(target) has \(there); \(source) has \(row.digest ?? "none").",
          "What runs under this tag in \(target) would be something else from then on. An immutable repository refuses that.",
        ],
        fix: "build \(source)'s image under a tag that is free in both; or, where tags are meant to move, add -move")
    case .notPushed:
      return Diagnostic(
        .error, "mirror-not-pushed",
        "the tag \"\(row.source.version ?? "latest")\" of \"\(row.key)\" is not in the registry of \(source)",
        fix: "push it there first, or leave it out: name the others with -image")
    case .noRepository:
      return Diagnostic(
        .error, "mirror-no-repository", "\(target) has no repository \"\(row.target.repository)\" for \"\(row.key)\"",
        fix: "make the repository first; where \(target) has a file for it, `reconcile apply` does")
    }
  }
}
