import Providers

/// How long new lines, or new standings, are looked for.
package enum Following: Sendable, Equatable {
  /// What is there is told, and that is all.
  case no
  /// Until the task is cancelled.
  case endless
  /// So much of the cloud's time.
  case lasting(Duration)
}

extension Reconciler {
  /// Tells the lines of the sources from an instant on, and then what is written anew. Returns the log groups that are not
  /// there.
  package func tellLogs(
    of sources: [LogSource], since: Double, following: Following, _ tell: ([LogFeed.Entry]) -> Void
  ) async throws(EngineError) -> Set<String> {
    var feed = LogFeed(sources, since: since, from: provider)
    var isSilent = true
    func look() async throws(EngineError) {
      isSilent = true
      try await mappingProviderErrors { () async throws(ProviderError) in
        try await feed.drain { entries in
          isSilent = false
          tell(entries)
        }
      }
    }
    try await repeatedly(following, pauses: 2...10, pause: { isSilent ? $0 * 1.5 : 0 }, look)
    return feed.missing
  }

  /// Looks, and looks again after a pause that follows from the one before and stays within bounds: seconds of the cloud.
  package func repeatedly(
    _ following: Following, pauses: ClosedRange<Double>, pause next: (Double) -> Double,
    _ look: () async throws(EngineError) -> Void
  ) async throws(EngineError) {
    let begin = await now()
    var pause = pauses.lowerBound
    while true {
      try await look()
      pause = min(max(next(pause), pauses.lowerBound), pauses.upperBound)
      switch following {
      case .no: return
      case .endless:
        await sleep(.seconds(pause))
        // A cloud whose time takes none is not asked without end.
        if !isCloudInOurTime { try? await Task.sleep(for: .seconds(1)) }
      case .lasting(let limit):
        let left = limit.inSeconds - (await now() - begin)
        guard left > 0 else { return }
        await sleep(.seconds(min(pause, left)))
      }
      if Task.isCancelled { return }
    }
  }
}

extension Duration {
  fileprivate var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
