import JSONDocument
import Resources

/// What has to be looked up for a task definition whose wanted content none of its known revisions has: revisions that were
/// recorded with just this content and may be used again; and of a family that is not recorded, the newest revision.
///
/// The newest of a recorded family is not asked for: that would cost a call for each family whenever a tag moves, and find
/// only what others registered meanwhile with the very same content. What a killed run of ours registered is found by its
/// operation.
struct RevisionLookup {
  /// Older ones than these are not worth a call each.
  private static let candidateLimit = 2

  var family: String
  /// An active revision of it is recorded.
  var isRecorded: Bool
  /// ARNs, newest first.
  var candidates: [String]

  /// Nil when a revision in use or recorded already has the content.
  init?(_ usage: RevisionUsage, contents: RevisionContents, recorded: RecordedState) {
    guard usage.fitting(contents, recorded).isEmpty else { return nil }
    family = usage.resource.identity.name
    let last = usage.recorded.flatMap { contents[$0] }
    isRecorded = last.map { $0.isActive && $0.family == usage.resource.identity.name } ?? false
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

  /// ARNs of what its services run.
  func inUse(_ contents: RevisionContents) -> [String] { running.compactMap { $0.flatMap { contents[$0]?.arn } } }

  /// Of these, what some service has yet to be given: somebody may have deregistered it, and ECS refuses it then.
  func unproven(_ contents: RevisionContents, _ recorded: RecordedState) -> [String] {
    let running = running.map { $0.flatMap { contents[$0]?.arn } }
    return fitting(contents, recorded).map(\.arn).filter { arn in running.isEmpty || running.contains { $0 != arn } }
  }
}
