package import Providers
package import Resources

/// Reads what the provider says now about everything that is desired or recorded. It holds a reader and no more.
///
/// It asks for as little as it can: services in batches, and the content of a revision only when it was never read
/// before. A refresh that finds nothing new costs no call for any task definition that services run, unless it is to find out
/// which of them somebody has deregistered.
package struct Refresher: Sendable {
  private let reader: any ResourceReader

  package init(reader: any ResourceReader) {
    self.reader = reader
  }

  /// `confirmed`: of no more revisions that services run it is asked whether they are still active, a call each; of more, of
  /// none.
  package func refresh(
    desired: DesiredState, recorded: RecordedState, archive: any RevisionArchive, confirming confirmed: Int = 0
  ) async throws(ProviderError) -> ObservedState {
    let requests = ReadRequests.all(desired: desired, recorded: recorded)
    async let pushed = digests(desired.unpinnedImages.union(TaskImages.all(desired)))
    var observed = ObservedState(objects: requests.isEmpty ? [:] : try await reader.read(requests))
    observed.digests = try await pushed.get()
    let desired = desired.pinned(observed.digests, recorded: recorded)

    var contents = RevisionContents(recorded: recorded, archive: archive)
    let usages = RevisionUsage.all(desired: desired, recorded: recorded, objects: observed.objects)
    await contents.collect(usages.flatMap(\.references))
    try await contents.read(from: reader)
    let running = Set(usages.flatMap { $0.inUse(contents) })
    let unproven = usages.flatMap { $0.unproven(contents, recorded) }
    try await contents.confirm(running.count <= confirmed ? unproven + running : unproven, with: reader)

    let lookups = usages.compactMap { RevisionLookup($0, contents: contents, recorded: recorded) }
    let heads = Set(lookups.filter { !$0.isRecorded }.map(\.family))
    let candidates = Set(lookups.flatMap(\.candidates))
    if !heads.isEmpty || !candidates.isEmpty {
      let found = try await reader.revisions(heads.sorted() + candidates.sorted())
      observed.heads = found.filter { heads.contains($0.key) }
      contents.add(found.values)
    }
    observed.revisions = contents.known
    observed.newlyRead = contents.newlyRead
    return observed
  }

  private func digests(_ images: Set<ImageReference>) async -> Result<[ImageReference: String], ProviderError> {
    guard !images.isEmpty else { return .success([:]) }
    do throws(ProviderError) {
      return .success(try await reader.digests(images.sorted { $0.description < $1.description }))
    } catch {
      return .failure(error)
    }
  }
}
