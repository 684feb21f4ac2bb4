import Synchronization

#if canImport(Glibc)
  package import Glibc
#elseif canImport(Musl)
  package import Musl
#else
  package import Darwin
#endif

/// The programs that this process started and that have not ended.
///
/// Each has a session of its own, so a signal typed at the terminal does not reach it: whoever ends this process at once
/// ends them first. A task that is cancelled ends its program by itself.
package enum StartedPrograms {
  private struct State {
    var sessions: Set<pid_t> = []
    /// This process is about to end: nothing may be started any more.
    var isClosed = false
  }

  private static let state = Mutex(State())

  /// Ends all of them with everything that they started. For a process that ends right after: later calls fail.
  package static func endAll() {
    state.withLock { state in
      state.isClosed = true
      for session in state.sessions { kill(-session, SIGKILL) }
    }
  }

  package static var mayStart: Bool { state.withLock { !$0.isClosed } }

  static func began(_ session: pid_t) {
    state.withLock { state in
      state.sessions.insert(session)
      if state.isClosed { kill(-session, SIGKILL) }
    }
  }

  static func ended(_ session: pid_t) {
    state.withLock { _ = $0.sessions.remove(session) }
  }
}

/// One started program; it is on the list from when it is known until this goes away.
package final class StartedProgram: Sendable {
  private let session = Mutex<pid_t?>(nil)

  package init() {}

  package func began(_ process: pid_t) {
    session.withLock { $0 = process }
    StartedPrograms.began(process)
  }

  deinit {
    if let process = session.withLock({ $0 }) { StartedPrograms.ended(process) }
  }
}
