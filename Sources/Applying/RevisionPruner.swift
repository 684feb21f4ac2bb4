package import Providers
package import Resources

/// Deregisters revisions that nobody needs, one after another.
///
/// It needs no journal: a revision that is deregistered already is no error, so whoever was stopped begins again.
package struct RevisionPruner: Sendable {
  private let writer: any ResourceWriter

  package init(_ writer: any ResourceWriter) { self.writer = writer }

  /// What was done until something went wrong, or until the surrounding task was cancelled.
  package struct Report: Sendable {
    package var done: [RecordedRevision] = []
    package var problem: ProviderError?

    package init() {}
  }

  package func deregister(_ revisions: [RecordedRevision]) async -> Report {
    var report = Report()
    for revision in revisions {
      guard !Task.isCancelled else { break }
      let identity = ResourceIdentity(.taskDefinition, name: revision.family)
      do throws(ProviderError) {
        try await writer.delete(
          ResourceDeletion(identity: identity, revisions: [revision.arn]), token: OperationToken("prune", isNew: true))
        report.done.append(revision)
      } catch {
        report.problem = error
        break
      }
    }
    return report
  }
}
