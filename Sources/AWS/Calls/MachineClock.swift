#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The time of this machine, which is the time of the real cloud closely enough.
///
/// A simulated cloud on this machine may run faster: then so many of its seconds pass in one of ours.
package struct MachineClock: AWSClock {
  private let speed: Double
  private let start: Double

  package init(speed: Double = 1) {
    self.speed = speed
    start = Self.machineTime()
  }

  package func now() async -> Double { start + (Self.machineTime() - start) * speed }

  package func sleep(for duration: Duration) async {
    try? await Task.sleep(for: duration / speed)
  }

  private static func machineTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
