import JSONDocument
package import Providers

extension AWSProvider {
  package func follow(
    _ rollout: Rollout, timeout: Duration, progress: @escaping @Sendable (RolloutProgress) -> Void
  ) async -> RolloutVerdict {
    let deadline = await calls.clock.now() + timeout.seconds
    var judgement = RolloutJudgement(rollout)
    var reported: RolloutProgress?
    var trouble: ProviderError?

    for await snapshot in await poller.snapshots(of: rollout.service, deadline: deadline) {
      switch snapshot.state {
      case .missing:
        return RolloutVerdict(.failed, reason: "service \"\(rollout.service)\" is gone")
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
        guard error.kind.mayPass else {
          return RolloutVerdict(.interrupted, reason: "\(error.operation): \(error.message)")
        }
      }
      if snapshot.time >= deadline {
        return RolloutVerdict(.timedOut, reason: trouble.map { "\($0.operation): \($0.message)" } ?? judgement.lastEvent)
      }
    }
    return RolloutVerdict(.interrupted)
  }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
