import Loading
import Planning
import Recording
import Resources

/// What a plan takes from the runs before it.
extension Reconciler {
  /// So many runs back it is told whether a tag was there before, and whether a saved plan was performed.
  private static let historyLimit = 500

  /// The newest first.
  func recentRuns() async throws(EngineError) -> [RunRecord] {
    try await mappingStateErrors { () async throws(StateError) in try await store.history(limit: Self.historyLimit) }
  }

  /// Services that an earlier run began to change, when somebody wants to know: their checks may not have run.
  func begunServices() async throws(EngineError) -> Set<Address> {
    guard !environment.desired.checks.isEmpty else { return [] }
    let begun = try await unfinishedOperations().map(\.intent)
    return Set(begun.filter { [.create, .update].contains($0.verb) && $0.identity.kind == .service }.map(\.address))
  }

  /// Tags that images had in earlier runs: where one comes back, a person should know.
  func tagHistory() async throws(EngineError) -> TagHistory {
    var history = TagHistory()
    for run in try await recentRuns() {
      for (key, tag) in run.description.imageTags {
        guard let image = environment.images[key] else { continue }
        history.add(tag, of: "\(image.registry)/\(image.repository)", run: run.id.number)
      }
    }
    return history
  }
}
