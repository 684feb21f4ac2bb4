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
    guard usage.fitting(contents, recorded).isEmpty else { return nil }
    family = usage.resource.identity.name
    candidates = (recorded.revisions[family] ?? []).filter { $0.fingerprint == usage.wanted }
      .sorted { $0.number > $1.number }
      .prefix(Self.candidateLimit).map(\.arn)
  }
}

extension RevisionUsage {
  /// The revisions in use or recorded that have the wanted content.
  fileprivate func fitting(_ contents: RevisionContents, _ recorded: RecordedState) -> [Revision] {
    let revisions = recorded.revisions[resource.identity.name] ?? []
    let fingerprints = Dictionary(revisions.map { ($0.arn, $0.fingerprint) }, uniquingKeysWith: { first, _ in first })
    return references.compactMap { contents[$0] }.filter { revision in
      revision.isActive && revision.family == resource.identity.name
        && (fingerprints[revision.arn] ?? revision.fingerprint) == wanted
    }
  }

  /// Of these, what some service has yet to be given: somebody may have deregistered it, and ECS refuses it then.
  func unproven(_ contents: RevisionContents, _ recorded: RecordedState) -> [String] {
    let running = running.map { $0.flatMap { contents[$0]?.arn } }
    return fitting(contents, recorded).map(\.arn).filter { arn in running.isEmpty || running.contains { $0 != arn } }
  }
}
