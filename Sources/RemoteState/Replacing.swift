import AWS
package import Recording
package import Resources

extension S3StateStore {
  /// From now on the lock can be taken also where the object is damaged or gone: it is about to be replaced.
  package func expectReplacement() {
    replacesAnything = true
  }

  /// Puts a whole state in the place of what is there, with a run in the history. The caller holds the lock.
  ///
  /// It goes on with a higher serial, so that plans made before are refused.
  package func replace(
    with snapshot: StateSnapshot, _ run: RunDescription, summary: String
  ) async throws(StateError) -> StateVersion {
    guard let work, lock != nil else { throw objects.problem(.overwritten) }
    guard snapshot.document.provider.isSameCloud(as: provider) else {
      throw .otherProvider(path: objects.place.description, recorded: snapshot.document.provider, asked: provider)
    }
    var snapshot = snapshot
    let current = try await cache.read().version?.serial ?? 0
    snapshot.document.version.serial = max(snapshot.document.version.serial, current) + 1
    let version = snapshot.document.version
    // Sealed as the state here is, or as one that begins here.
    snapshot.header = try cache.header()
    if snapshot.header == nil { try await cache.prepare() }
    _ = try cache.replace(with: snapshot, CacheMark(tag: work.base, fence: work.fence, session: work.session))
    let id = try await beginRun(run)
    try await finishRun(id, outcome: RunOutcome(result: .succeeded, summary: summary))
    replacesAnything = false
    return version
  }

  /// A problem of this place, for who finds it elsewhere.
  package func problem(_ problem: RemoteProblem) -> StateError { objects.problem(problem) }

  /// Whether the bucket holds a state in which something was recorded; throws what is wrong with it.
  package func recordedSerial() async throws(StateError) -> Int? {
    guard case .found(let object) = try await objects.read(objects.place.key) else { return nil }
    return try await snapshot(in: object).document.version.serial
  }
}
