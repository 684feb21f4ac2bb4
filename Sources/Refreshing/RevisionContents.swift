import JSONDocument
import Providers
import Resources

/// Revisions whose content is known: written down with a resource, kept in the archive, or read just now.
///
/// A revision never changes but for its tags and its status, so what was read once is not read again. What comes from the
/// records counts as active: a service or a record uses it.
struct RevisionContents {
  private let recorded: [String: RecordedResource]
  private let archive: any RevisionArchive
  private(set) var known: [String: Revision] = [:]
  private(set) var newlyRead: [Revision] = []
  /// How a service named a revision, where that is not the ARN.
  private var aliases: [String: String] = [:]
  private var unread: Set<String> = []
  /// ARNs of what was read just now.
  private var fresh: Set<String> = []

  init(recorded: RecordedState, archive: any RevisionArchive) {
    self.archive = archive
    self.recorded = Dictionary(
      recorded.resources.filter { $0.identity.kind == .taskDefinition }.compactMap { resource in
        resource.arn.map { ($0, resource) }
      }, uniquingKeysWith: { first, _ in first })
  }

  subscript(reference: String) -> Revision? { known[aliases[reference] ?? reference] }

  /// Takes what the records hold; the rest waits for `read`.
  mutating func collect(_ references: [String]) async {
    for reference in references where known[reference] == nil {
      if let revision = await kept(reference) {
        known[reference] = revision
      } else {
        unread.insert(reference)
      }
    }
  }

  private func kept(_ arn: String) async -> Revision? {
    let name = RevisionReference(arn)
    guard name.isARN, let number = name.number else { return nil }
    var content = recorded[arn]?.observed
    if content == nil { content = await archive.content(ofRevision: arn) }
    return content.map { Revision(arn: arn, family: name.family, number: number, isActive: true, content: $0) }
  }

  mutating func read(from reader: any ResourceReader) async throws(ProviderError) {
    guard !unread.isEmpty else { return }
    let found = try await reader.revisions(unread.sorted())
    for (reference, revision) in found where reference != revision.arn { aliases[reference] = revision.arn }
    add(found.values)
    unread = []
  }

  /// Asks whether revisions that are known from the records are still active. One that is gone counts as deregistered.
  mutating func confirm(_ arns: [String], with reader: any ResourceReader) async throws(ProviderError) {
    let unsure = Set(arns).subtracting(fresh)
    guard !unsure.isEmpty else { return }
    let found = try await reader.revisions(unsure.sorted())
    add(found.values)
    for arn in unsure where found[arn] == nil { known[arn]?.isActive = false }
  }

  /// What was read just now knows better whether it is active.
  mutating func add(_ revisions: some Sequence<Revision>) {
    for revision in revisions.sorted(by: { $0.arn < $1.arn }) {
      fresh.insert(revision.arn)
      if known[revision.arn] == nil { newlyRead.append(revision) }
      known[revision.arn] = revision
    }
  }
}
