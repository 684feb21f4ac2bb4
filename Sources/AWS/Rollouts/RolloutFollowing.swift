import JSONDocument
package import Providers
import Synchronization

extension AWSProvider {
  package func follow(
    _ rollout: Rollout, timeout: Duration, progress: @escaping @Sendable (RolloutProgress) -> Void
  ) async -> RolloutVerdict {
    let deadline = await calls.clock.now() + timeout.seconds
    let watch = Mutex(RolloutWatch(rollout, deadline: deadline))
    let verdict = await poller.answer(about: rollout.service, deadline: deadline) { snapshot in
      watch.withLock { $0.verdict(on: snapshot, progress) }
    }
    return verdict ?? RolloutVerdict(.interrupted)
  }
}

/// One wait for a rollout: what was said of it, and what to say when nothing more can be found out.
private struct RolloutWatch {
  private let deadline: Double
  private var judgement: RolloutJudgement
  private var reported: RolloutProgress?
  private var trouble: ProviderError?

  init(_ rollout: Rollout, deadline: Double) {
    self.deadline = deadline
    judgement = RolloutJudgement(rollout)
  }

  mutating func verdict(
    on snapshot: ServicePoller.Snapshot, _ progress: (RolloutProgress) -> Void
  ) -> RolloutVerdict? {
    switch snapshot.state {
    case .missing:
      return RolloutVerdict(.failed, reason: "the service is gone")
    case .present(let service):
      trouble = nil
      let verdict = judgement.verdict(on: service)
      if let now = judgement.progress, now != reported {
        reported = now
        progress(now)
      }
      if let verdict { return verdict }
    case .trouble(let error):
      trouble = error
      guard error.kind.mayPass else { return RolloutVerdict(.interrupted, reason: Self.words(error)) }
    }
    guard snapshot.time >= deadline else { return nil }
    return RolloutVerdict(.timedOut, reason: trouble.map(Self.words) ?? judgement.lastEvent)
  }

  private static func words(_ error: ProviderError) -> String { "\(error.operation): \(error.message)" }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
