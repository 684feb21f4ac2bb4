import Platform
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Numbered instants of a run at which a test lets the program be killed: before and after every commit of the state, and
/// before and after every call of the cloud.
///
/// A store without crash points has none of this. The program makes them only when a simulation file asks for them; see
/// `docs/failure-simulation.md`.
package final class CrashPoints: Sendable {
  private let fatal: Int?
  private let trace: String?
  private let kill: @Sendable () -> Void
  private let passed = Mutex(0)

  /// The program is killed at the point with the number `fatal`, counted from one. `trace` names a file that gets a line
  /// for each point that is passed.
  package init(fatal: Int?, trace: String? = nil, kill: @escaping @Sendable () -> Void = CrashPoints.killed) {
    self.fatal = fatal
    self.trace = trace
    self.kill = kill
  }

  /// SIGKILL: nothing of the program has a last word.
  package static let killed: @Sendable () -> Void = {
    _ = CrashPoints.signal(getpid(), SIGKILL)
  }

  private static func signal(_ process: pid_t, _ number: Int32) -> Int32 {
    #if canImport(Glibc)
      Glibc.kill(process, number)
    #elseif canImport(Musl)
      Musl.kill(process, number)
    #elseif canImport(Darwin)
      Darwin.kill(process, number)
    #endif
  }

  /// `name` is for whoever reads the trace: `before commit`, `after UpdateService`.
  package func pass(_ name: String) {
    passed.withLock { passed in
      passed += 1
      if let trace { FileSystem.append("\(passed) \(name)\n", to: trace) }
      if passed == fatal { kill() }
    }
  }
}
