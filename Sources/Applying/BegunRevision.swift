package import Providers
package import Recording
package import Resources

/// Looks for the revision whose registration was begun and not written down.
package enum BegunRevision {
  /// How many revisions below the newest are looked at; others may have registered some since.
  private static let depth = 10

  /// By the tag with its operation's token, or by its content; nil when there is none.
  package static func find(
    _ intent: OperationIntent, _ reader: any ResourceReader
  ) async throws(ProviderError) -> Revision? {
    let family = intent.identity.name
    guard let newest = try await reader.revisions([family])[family] else { return nil }
    if isOwn(newest, intent) { return newest }
    let older = (max(1, newest.number - depth)..<max(1, newest.number)).reversed().map { "\(family):\($0)" }
    guard !older.isEmpty else { return nil }
    let revisions = try await reader.revisions(older)
    return older.lazy.compactMap { revisions[$0] }.first { isOwn($0, intent) }
  }

  private static func isOwn(_ revision: Revision, _ intent: OperationIntent) -> Bool {
    guard revision.isActive else { return false }
    return TaskDefinitionDocument(revision.content).tags.values.contains(intent.token)
      || revision.fingerprint == ResourceKind.taskDefinition.contentFingerprint(of: intent.declared)
  }
}
