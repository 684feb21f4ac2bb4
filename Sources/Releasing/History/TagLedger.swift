package import Recording
import Resources

/// What the history of an environment says of the tags of its images: since when each is asked for, and which of them were
/// rolled out to the end.
package struct TagLedger: Sendable {
  /// Runs that bring what the tag map says, the newest first.
  package let runs: [RunRecord]
  /// The tags that each of them rolled out to their end, by the number of the run and by image key.
  private let completed: [Int: [String: String]]

  /// Of these operations the tags that they wrote down are what they brought.
  private static let bringing: Set<String> = ["apply", "rollback", "continue"]

  /// `runs` as the store has them: the newest first. The bootstrap tag was rolled out by nobody.
  package init(_ runs: [RunRecord], bootstrap: String?) {
    let bringing = runs.filter { Self.bringing.contains($0.description.operation) }
    self.runs = bringing
    completed = Dictionary(
      bringing.map { ($0.id.number, Self.completed($0).filter { $0.value != bootstrap }) }, uniquingKeysWith: { $1 })
  }

  /// The run that asked for the tag first, of those since which the environment asks for it; nil when the last run asked for
  /// another one, or none did.
  package func since(_ key: String, _ tag: String) -> RunRecord? {
    var found: RunRecord?
    for run in runs where touches(run, key) {
      guard let asked = run.description.imageTags[key], TagMapValue.withoutDigest(asked) == TagMapValue.withoutDigest(tag)
      else { break }
      found = run
    }
    return found
  }

  /// The newest run that rolled the tag out to its end: all services that got it run it.
  package func completion(_ key: String, _ tag: String) -> RunRecord? {
    let tag = TagMapValue.withoutDigest(tag)
    return runs.first { completedTag(key, $0) == tag }
  }

  /// The oldest run that did.
  func firstCompletion(_ key: String, _ tag: String) -> RunRecord? {
    let tag = TagMapValue.withoutDigest(tag)
    return runs.last { completedTag(key, $0) == tag }
  }

  /// Every tag of a key that some run rolled out to its end, the newest first, without digests.
  func completedTags(of key: String) -> [String] { runs.compactMap { completedTag(key, $0) } }

  private func completedTag(_ key: String, _ run: RunRecord) -> String? {
    completedTags(run)[key].map(TagMapValue.withoutDigest)
  }

  /// The tags that a run rolled out to their end, by image key, as it wrote them down.
  func completedTags(_ run: RunRecord) -> [String: String] { completed[run.id.number] ?? [:] }

  /// All of them when it succeeded and looked at everything, else those of the services whose rollouts are complete.
  private static func completed(_ run: RunRecord) -> [String: String] {
    guard let outcome = run.outcome else { return [:] }
    if outcome.result == .succeeded, run.description.targets.isEmpty { return run.description.imageTags }
    let images = outcome.images ?? []
    let failed = Set(images.filter { outcome.verdicts[$0.service] != "completed" }.compactMap(\.key))
    let keys = Set(images.compactMap(\.key)).subtracting(failed)
    return run.description.imageTags.filter { keys.contains($0.key) }
  }

  /// A run that looked at some addresses only says nothing of the images of others.
  private func touches(_ run: RunRecord, _ key: String) -> Bool {
    run.description.targets.isEmpty || (run.outcome?.images ?? []).contains { $0.key == key }
  }
}
