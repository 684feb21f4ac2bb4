package import Recording
package import Resources

/// How long the rollouts of each service usually take, by what the history of its environment says.
package enum UsualDurations {
  /// So many rollouts back are looked at; what was long ago tells nothing of today's images.
  private static let depth = 5

  /// The median of the latest complete rollouts of each service. `history`: newest first.
  package static func usual(in history: [RunRecord]) -> [Address: Duration] {
    var latest: [String: [Int]] = [:]
    for run in history {
      for (address, seconds) in run.outcome?.durations ?? [:] where latest[address, default: []].count < depth {
        latest[address, default: []].append(seconds)
      }
    }
    return latest.reduce(into: [:]) { usual, known in
      guard let address = Address(known.key) else { return }
      usual[address] = .seconds(known.value.sorted()[known.value.count / 2])
    }
  }
}

extension Reconciler {
  /// Nothing where the history cannot be read: it is told beside other things only.
  package func usualDurations() async -> [Address: Duration] {
    UsualDurations.usual(in: (try? await store.history(limit: 50)) ?? [])
  }
}
