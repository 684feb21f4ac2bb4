import AWS

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The time of this machine, which is the time of the real cloud closely enough.
struct SystemClock: AWSClock {
  func now() async -> Double {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  func sleep(for duration: Duration) async {
    try? await Task.sleep(for: duration)
  }
}
