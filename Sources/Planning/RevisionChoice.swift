import JSONDocument
import Resources

/// Which revision a task definition's file stands for now, and what ran before.
///
/// Revisions are immutable and registering is not idempotent, so the choice goes from what is there to what must be
/// made: the revision in use, the family's newest, an older active one with the same content, a new one.
struct RevisionChoice {
  enum Target: Equatable {
    /// What runs already has the wanted content.
    case current(Revision)
    /// An active revision has the wanted content but is not in use.
    case reuse(Revision)
    case register
  }

  var target: Target
  /// The revision in use, or the one recorded last.
  var before: Revision?
  /// Revisions that services of this environment run and that are not the target.
  var otherRevisionsInUse: Bool

  var arn: String? {
    switch target {
    case .current(let revision), .reuse(let revision): revision.arn
    case .register: nil
    }
  }

  var shortName: String? {
    switch target {
    case .current(let revision), .reuse(let revision): revision.shortName
    case .register: nil
    }
  }

  /// - `used`: ARNs that the linked services run; `recorded`: the ARN we wrote down last.
  static func choose(
    wanted: Resource, used: [String], recorded: RecordedResource?, known: [RecordedRevision], observed: ObservedState
  ) -> RevisionChoice {
    let fingerprint = wanted.identity.kind.contentFingerprint(of: wanted.attributes)
    let inUse = used.compactMap { observed.revisions[$0] }
    let last = recorded?.arn.flatMap { observed.revisions[$0] }.flatMap { $0.isActive ? $0 : nil }
    let before = mostCommon(inUse) ?? last
    func matches(_ revision: Revision) -> Bool {
      revision.isActive && revision.family == wanted.identity.name && revision.fingerprint == fingerprint
    }

    if let current = ([before] + inUse.map(Optional.some)).compactMap({ $0 }).first(where: matches) {
      return RevisionChoice(
        target: .current(current), before: before, otherRevisionsInUse: used.contains { $0 != current.arn })
    }
    let older = known.filter { $0.fingerprint == fingerprint }.compactMap { observed.revisions[$0.arn] }
    let candidates = [last, observed.heads[wanted.identity.name]].compactMap { $0 } + older
    if let revision = candidates.first(where: matches) {
      return RevisionChoice(target: .reuse(revision), before: before, otherRevisionsInUse: !used.isEmpty)
    }
    return RevisionChoice(target: .register, before: before, otherRevisionsInUse: !used.isEmpty)
  }

  /// The revision that most services run; the newest of equals.
  private static func mostCommon(_ revisions: [Revision]) -> Revision? {
    var counts: [String: Int] = [:]
    for revision in revisions { counts[revision.arn, default: 0] += 1 }
    return revisions.max { left, right in
      (counts[left.arn] ?? 0, left.number) < (counts[right.arn] ?? 0, right.number)
    }
  }
}
