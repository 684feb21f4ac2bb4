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
    guard !known.contains(where: { $0.isActive && (fingerprints[$0.arn] ?? $0.fingerprint) == wanted }) else { return nil }
    candidates = revisions.filter { $0.fingerprint == wanted }
      .sorted { $0.number > $1.number }
      .prefix(Self.candidateLimit).map(\.arn)
  }
}
