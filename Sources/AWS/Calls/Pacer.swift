/// Keeps our calls below the rates of AWS: one token bucket per API group, on the cloud's clock.
///
/// It starts with half of a bucket and four fifths of its rate, because others draw from the same one. A throttle halves
/// the rate of that group; each success gives a little back.
///
/// The clock is asked only when a bucket runs dry, so a short run costs nothing.
actor Pacer {
  private struct Bucket {
    let burst: Double
    let fullRate: Double
    var rate: Double
    var tokens: Double
    /// When tokens were counted last; nil while the first ones last.
    var counted: Double?

    init(_ group: APIGroup) {
      burst = group.limits.burst * 0.5
      fullRate = group.limits.rate * 0.8
      rate = fullRate
      tokens = burst
    }

    mutating func refill(at now: Double) {
      if let counted, now > counted { tokens = min(burst, tokens + (now - counted) * rate) }
      counted = now
    }
  }

  private let clock: any AWSClock
  private var buckets: [APIGroup: Bucket] = [:]

  init(clock: any AWSClock) {
    self.clock = clock
  }

  /// Waits for this group's next token.
  func turn(in group: APIGroup) async {
    var bucket = buckets[group] ?? Bucket(group)
    if bucket.tokens >= 1 {
      bucket.tokens -= 1
      buckets[group] = bucket
      return
    }
    let now = await clock.now()
    // Others may have come by while we asked for the time.
    bucket = buckets[group] ?? bucket
    bucket.refill(at: now)
    bucket.tokens -= 1
    buckets[group] = bucket
    if bucket.tokens < 0 { await clock.sleep(for: .seconds(-bucket.tokens / bucket.rate)) }
  }

  func wasThrottled(_ group: APIGroup) {
    var bucket = buckets[group] ?? Bucket(group)
    bucket.rate = max(bucket.fullRate / 16, bucket.rate / 2)
    bucket.tokens = min(bucket.tokens, 0)
    buckets[group] = bucket
  }

  func succeeded(_ group: APIGroup) {
    guard let rate = buckets[group]?.rate, let full = buckets[group]?.fullRate, rate < full else { return }
    buckets[group]?.rate = min(full, rate + full / 50)
  }
}
