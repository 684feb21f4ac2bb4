import JSONDocument
import Resources

/// What has to be looked up for a task definition whose wanted content none of its known revisions has: the newest revision
/// of the family, and older ones that were recorded with just this content and may be used again.
struct RevisionLookup {
  /// Older ones than these are not worth a call each.
  private static let candidateLimit = 2

  var family: String
  /// ARNs, newest first.
  var candidates: [String]

  /// Nil when a revision in use or recorded already has the content.
  init?(_ usage: RevisionUsage, contents: RevisionContents, recorded: RecordedState) {
    family = usage.resource.identity.name
    let revisions = recorded.revisions[family] ?? []
    let fingerprints = Dictionary(revisions.map { ($0.arn, $0.fingerprint) }, uniquingKeysWith: { first, _ in first })
    let wanted = ResourceKind.taskDefinition.contentFingerprint(of: usage.resource.attributes)
    let known = usage.references.compactMap { contents[$0] }
    let isThere = known.contains { revision in
      revision.isActive && revision.family == usage.resource.identity.name
        && (fingerprints[revision.arn] ?? revision.fingerprint) == wanted
    }
    guard !isThere else { return nil }
    candidates = revisions.filter { $0.fingerprint == wanted }
      .sorted { $0.number > $1.number }
      .prefix(Self.candidateLimit).map(\.arn)
  }
}
