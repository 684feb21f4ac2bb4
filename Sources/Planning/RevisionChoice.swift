import JSONDocument
import Resources

/// Which revision a task definition's file stands for now, and what ran before.
///
/// Revisions are immutable and registering is not idempotent, so the choice goes from what is there to what must be
/// made: the revision in use, the newest of a family that is not recorded, an older active one with the same content, a new
/// one.
struct RevisionChoice {
  enum Target: Equatable {
    /// What runs already has the wanted content.
    case current(Revision)
    /// An active revision has the wanted content but is not in use.
    case reuse(Revision)
    case register
  }

  /// What the file declares, with the values of the revision before in fields that are left to somebody else.
  var wanted: Resource
  var target: Target
  /// The revision in use, or the one recorded last.
  var before: Revision?

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
    wanted declared: Resource, used: [String], recorded: RecordedResource?, known: [RecordedRevision], observed: ObservedState,
    ignoring: Ignoring = Ignoring()
  ) -> RevisionChoice {
    let inUse = used.compactMap { observed.revisions[$0] }
    let last = recorded?.arn.flatMap { observed.revisions[$0] }.flatMap { $0.isActive ? $0 : nil }
    let before = mostCommon(inUse) ?? last
    var wanted = declared
    if let before {
      wanted.attributes = ignoring.substituting(
        from: before.content, into: declared.attributes, at: declared.address, onlyDeclared: false)
    }
    var content = WantedContent(of: wanted, memory: recorded?.declared)

    if let current = ([before].compactMap { $0 } + inUse).first(where: { content.isThat(of: $0) }) {
      return RevisionChoice(wanted: wanted, target: .current(current), before: before)
    }
    let recent = [last, observed.heads[wanted.identity.name]].compactMap { $0 }
    if let revision = recent.first(where: { content.isThat(of: $0) }) ?? content.older(known, observed) {
      return RevisionChoice(wanted: wanted, target: .reuse(revision), before: before)
    }
    return RevisionChoice(wanted: wanted, target: .register, before: before)
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

/// The content that a task definition's file asks for, and which revisions were found to have it or not.
private struct WantedContent {
  private let wanted: Resource
  private let mentions: Mentions
  private let content: JSON
  private var answers: [String: Bool] = [:]

  /// `memory` is what the file said before: a member that nobody knows and that left the file is a change, too.
  init(of wanted: Resource, memory: JSON?) {
    self.wanted = wanted
    mentions = wanted.identity.kind.mentions(in: wanted.attributes, memory == wanted.attributes ? nil : memory)
    content = wanted.identity.kind.content(of: wanted.attributes, mentions: mentions)
  }

  mutating func isThat(of revision: Revision) -> Bool {
    guard revision.isActive, revision.family == wanted.identity.name else { return false }
    if let answer = answers[revision.arn] { return answer }
    let answer = wanted.identity.kind.content(of: revision.content, mentions: mentions) == content
    answers[revision.arn] = answer
    return answer
  }

  /// The newest of the revisions that were written down with just this content.
  mutating func older(_ known: [RecordedRevision], _ observed: ObservedState) -> Revision? {
    guard !known.isEmpty else { return nil }
    let fingerprint = wanted.identity.kind.contentFingerprint(of: wanted.attributes)
    return known.lazy.filter { $0.fingerprint == fingerprint }.compactMap { observed.revisions[$0.arn] }
      .first { self.isThat(of: $0) }
  }
}
