import AWS
import SimulatedAWS
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Lets the time of a served cloud pass with the time of this machine, or faster.
///
/// The simulated clock moves only when somebody sleeps on it; callers from outside sleep by themselves. So the time is
/// brought up to date before each call. A cloud that is ahead already goes on from there.
final class Pace: AWSClock {
  private let speed: Double
  private let start = ContinuousClock.now
  /// The cloud's time at our start, and when it was moved last.
  private let state = Mutex<(origin: Double?, moved: Double)>((nil, 0))

  init(speed: Double) {
    self.speed = speed
  }

  static func wallClock() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// A step smaller than this is not worth a transaction.
  private static let step = 0.05

  func keep(_ cloud: SimulatedCloud) async throws(AWSError) {
    if state.withLock({ $0.origin }) == nil {
      let origin = max(await cloud.clock.now(), Self.wallClock())
      state.withLock { $0.origin = $0.origin ?? origin }
    }
    let now = await now()
    let isDue = state.withLock { state in
      guard now - state.moved >= Self.step else { return false }
      state.moved = now
      return true
    }
    if isDue { try await cloud.pass(until: now) }
  }

  func now() async -> Double {
    let elapsed = start.duration(to: .now)
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    return (state.withLock(\.origin) ?? Self.wallClock()) + seconds * speed
  }

  func sleep(for duration: Duration) async {
    try? await Task.sleep(for: duration / speed)
  }
}
