/// How long, how often and in what steps a call is tried again, by the class of its failure.
///
/// Waits are random, up to a bound that doubles, and never quite nothing.
struct RetryBudget {
  private struct Rule {
    var attempts: Int
    /// Seconds since the first failure of the class.
    var patience: Double
    var bounds: ClosedRange<Double>
  }

  private struct Usage {
    var count = 0
    var since: Double
  }

  private var used: [FailureClass: Usage] = [:]

  /// Seconds to wait before the next attempt; nil when it is time to give up.
  mutating func wait(after failure: FailureClass, now: Double, jitter: Jitter) -> Double? {
    guard let rule = Self.rule(failure) else { return nil }
    var usage = used[failure] ?? Usage(since: now)
    usage.count += 1
    used[failure] = usage
    guard usage.count < rule.attempts, now - usage.since < rule.patience else { return nil }
    let bound = min(rule.bounds.upperBound, rule.bounds.lowerBound * Double(1 << min(usage.count - 1, 20)))
    return jitter.seconds(in: bound / 4...bound)
  }

  private static func rule(_ failure: FailureClass) -> Rule? {
    switch failure {
    case .throttled: Rule(attempts: 60, patience: 600, bounds: 1...30)
    case .transient: Rule(attempts: 6, patience: 120, bounds: 0.5...10)
    case .settling: Rule(attempts: 60, patience: 180, bounds: 2...15)
    case .busy: Rule(attempts: 200, patience: 600, bounds: 4...20)
    case .blocked, .absent, .gone, .exists, .refused, .quota, .forbidden, .credentials, .unavailable, .cancelled, .unknown: nil
    }
  }
}
