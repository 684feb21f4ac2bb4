package import Recording

/// What the history of an environment says of the tags of its images: since when each is asked for, and which of them were
/// rolled out to the end.
package struct TagLedger: Sendable {
  /// Runs that bring what the tag map says, the newest first.
  package let runs: [RunRecord]
  private let bootstrap: String?

  /// Of these operations the tags that they wrote down are what they brought.
  private static let bringing: Set<String> = ["apply", "rollback", "continue"]

  /// `runs` as the store has them: the newest first. The bootstrap tag was rolled out by nobody.
  package init(_ runs: [RunRecord], bootstrap: String?) {
    self.runs = runs.filter { Self.bringing.contains($0.description.operation) }
    self.bootstrap = bootstrap
  }

  /// The tag without the digest that it stood for.
  package static func plain(_ tag: String) -> String {
    guard let at = tag.lastIndex(of: "@"), at != tag.startIndex else { return tag }
    return String(tag[..<at])
  }

  /// The run that asked for the tag first, of those since which the environment asks for it; nil when the last run asked for
  /// another one, or none did.
  package func since(_ key: String, _ tag: String) -> RunRecord? {
    var found: RunRecord?
    for run in runs where touches(run, key) {
      guard let asked = run.description.imageTags[key], Self.plain(asked) == Self.plain(tag) else { break }
      found = run
    }
    return found
  }

  /// The newest run that rolled the tag out to its end: all services that got it run it.
  package func completion(_ key: String, _ tag: String) -> RunRecord? {
    runs.first { completedTags($0)[key].map(Self.plain) == Self.plain(tag) }
  }

  /// The oldest run that did.
  func firstCompletion(_ key: String, _ tag: String) -> RunRecord? {
    runs.last { completedTags($0)[key].map(Self.plain) == Self.plain(tag) }
  }

  /// Every tag of a key that some run rolled out to its end, the newest first.
  func completedTags(of key: String) -> [String] { runs.compactMap { completedTags($0)[key].map(Self.plain) } }

  /// The tags that a run rolled out to their end, by image key: all of them when it succeeded and looked at everything, else
  /// those of the services whose rollouts are complete.
  package func completedTags(_ run: RunRecord) -> [String: String] {
    guard let outcome = run.outcome else { return [:] }
    var tags: [String: String] = [:]
    if outcome.result == .succeeded, run.description.targets.isEmpty {
      tags = run.description.imageTags
    } else {
      let images = outcome.images ?? []
      let failed = Set(images.filter { outcome.verdicts[$0.service] != "completed" }.compactMap(\.key))
      for image in images {
        guard let key = image.key, !failed.contains(key), let asked = run.description.imageTags[key] else { continue }
        tags[key] = asked
      }
    }
    return tags.filter { $0.value != bootstrap }
  }

  /// A run that looked at some addresses only says nothing of the images of others.
  private func touches(_ run: RunRecord, _ key: String) -> Bool {
    run.description.targets.isEmpty || (run.outcome?.images ?? []).contains { $0.key == key }
  }
}
