package import Recording

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How long a lock outlives its last renewal, and what follows from that.
package struct LeaseTiming: Sendable, Equatable {
  package var duration: Duration

  /// Three minutes: longer than any call may take, shorter than anybody wants to wait for a machine that died.
  package init(duration: Duration = .seconds(180)) {
    self.duration = duration
  }

  /// Between two renewals.
  var beat: Duration { duration / 6 }
  /// A call is begun only when the lease is valid for so long: a call of the `aws` program ends within two minutes.
  var allowance: Duration { duration * 2 / 3 }
  /// How much the clocks of two machines may differ.
  var tolerance: Duration { duration / 6 }
}

/// The time of a lock's holder; tests have their own.
package struct LeaseClock: Sendable {
  /// The time of day, which other machines know too.
  package var now: @Sendable () -> Timestamp
  /// Time since some instant of this machine, which passes also while the machine or the process sleeps.
  package var uptime: @Sendable () -> Duration
  package var sleep: @Sendable (Duration) async throws -> Void

  package init(
    now: @escaping @Sendable () -> Timestamp, uptime: @escaping @Sendable () -> Duration,
    sleep: @escaping @Sendable (Duration) async throws -> Void
  ) {
    self.now = now
    self.uptime = uptime
    self.sleep = sleep
  }

  package static let system: LeaseClock = {
    let start = ContinuousClock.now
    return LeaseClock(
      now: SystemClock.now, uptime: { ContinuousClock.now - start }, sleep: { try await Task.sleep(for: $0, clock: .continuous) })
  }()
}
