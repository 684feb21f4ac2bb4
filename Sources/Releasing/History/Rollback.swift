package import Loading
package import Recording
import Resources

/// Where to go back to.
package enum RollbackAim: Sendable, Equatable {
  /// The last run that completed with other tags than those of the map, before those of the map did: it never goes forward.
  case lastCompleted
  case run(Int)
  /// The last run that had completed so many seconds ago.
  case ago(Int64)
  case tag(String)
}

/// Tags that were rolled out to the end before, and come back.
package struct Rollback: Sendable, Equatable {
  package struct Row: Sendable, Equatable {
    package var key: String
    package var before: String
    package var after: String
  }

  /// The run that rolled them out.
  package var run: RunRecord
  /// Ordered by key.
  package var rows: [Row]

  package var tags: [String: String] { Dictionary(uniqueKeysWithValues: rows.map { ($0.key, $0.after) }) }
}

/// Chooses from the history of an environment what to go back to. Only what completed is chosen: a run that failed, or that
/// ECS rolled back, is nothing to go back to.
package struct RollbackChoice: Sendable {
  private let ledger: TagLedger
  /// Tags of the map, by the keys that may go back.
  private let tags: [String: String]
  private let directory: String

  /// `keys`: only those may go back; nil: all.
  package init(_ ledger: TagLedger, _ environment: LoadedEnvironment, keys: Set<String>? = nil) {
    self.ledger = ledger
    tags = environment.images.compactMapValues(\.tag).filter { keys?.contains($0.key) ?? true }
    directory = environment.desired.environment.directory
  }

  package func rollback(to aim: RollbackAim, now: Timestamp) throws(ReleaseProblem) -> Rollback {
    switch aim {
    case .lastCompleted:
      let first = Dictionary(
        uniqueKeysWithValues: tags.map { ($0.key, ledger.firstCompletion($0.key, $0.value)?.id.number ?? .max) })
      for var found in ledger.runs.lazy.compactMap(rollback) {
        found.rows.removeAll { [run = found.run.id.number] in run >= first[$0.key] ?? .max }
        if !found.rows.isEmpty { return found }
      }
      throw .nothingToGoBackTo(directory: directory, "no run in its history completed with tags from before those of the map")
    case .run(let number): return try rollback(toRun: number)
    case .ago(let seconds):
      let limit = now.seconds - seconds
      let found = ledger.runs.lazy.filter { $0.finishedAt.map { $0.seconds <= limit } ?? false }.compactMap(rollback).first
      guard let found else {
        throw .nothingToGoBackTo(directory: directory, "no run in its history had completed by then")
      }
      return found
    case .tag(let tag): return try rollback(toTag: tag)
    }
  }

  private func rollback(toRun number: Int) throws(ReleaseProblem) -> Rollback {
    guard let run = ledger.runs.first(where: { $0.id.number == number }) else {
      throw .nothingToGoBackTo(directory: directory, "no run #\(number) in its history brought tags")
    }
    guard let found = rollback(run) else {
      throw .nothingToGoBackTo(directory: directory, "run #\(number) completed none of them")
    }
    return found
  }

  /// Of each key that had it.
  private func rollback(toTag tag: String) throws(ReleaseProblem) -> Rollback {
    let found = tags.keys.sorted().compactMap { key in ledger.completion(key, tag).map { (key: key, run: $0) } }
    guard let run = found.map(\.run).max(by: { $0.id.number < $1.id.number }) else {
      throw .nothingToGoBackTo(directory: directory, "no run in its history completed with the tag \"\(tag)\"")
    }
    return Rollback(run: run, rows: rows(Dictionary(uniqueKeysWithValues: found.map { ($0.key, tag) })))
  }

  /// Nil when the run completed nothing of what may go back.
  private func rollback(_ run: RunRecord) -> Rollback? {
    let completed = ledger.completedTags(run).filter { tags[$0.key] != nil }
    return completed.isEmpty ? nil : Rollback(run: run, rows: rows(completed))
  }

  private func rows(_ completed: [String: String]) -> [Rollback.Row] {
    completed.sorted { $0.key < $1.key }.compactMap { key, tag in
      guard let before = tags[key], TagMapValue.withoutDigest(before) != TagMapValue.withoutDigest(tag) else { return nil }
      // Where images are pinned, the run wrote the digest down, which the map does not have.
      return Rollback.Row(key: key, before: before, after: before.contains("@") ? tag : TagMapValue.withoutDigest(tag))
    }
  }
}
