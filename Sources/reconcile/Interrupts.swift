import Dispatch
import Engine
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Hears SIGINT, SIGTERM and SIGHUP while work is under way: the first asks it to stop, the second ends the program.
///
/// Calls of the cloud's API run in programs of their own, which a signal does not reach: they are ended before we are.
///
/// Work inside of other work has listeners of its own, which alone hear. When it has ended, the outer work is as good as
/// done: it hears nothing more.
struct Interrupts {
  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  private static let ears = Mutex(InterruptState())

  private struct InterruptState {
    var listeners: [Listener] = []
    var sources: [any DispatchSourceSignal] = []
    var wasToldToStop = false
  }

  private struct Listener {
    var stop: @Sendable (_ signal: Int32) -> Void
    var atOnce: @Sendable () -> Void
    var heard = 0
    var isSpent = false
  }

  /// `atOnce` has the last word before the program ends with status 14.
  init(stop: @escaping @Sendable () -> Void, atOnce: @escaping @Sendable () -> Void) {
    self.init(Listener(stop: { _ in stop() }, atOnce: atOnce))
  }

  /// For work that may end anywhere: the first signal ends the program as if nobody had heard it, so that shells know.
  static func ending() -> Interrupts {
    Interrupts(
      Listener(
        stop: { number in
          Reconciler.endCalls()
          die(of: number)
        }, atOnce: {}))
  }

  private init(_ listener: Listener) {
    Self.ears.withLock { ears in
      ears.listeners.append(listener)
      if ears.sources.isEmpty { ears.sources = Self.makeSources() }
    }
  }

  /// Back to the system's own ways, when nobody listens any more. Who was told to stop is about to end by itself, with
  /// the right words and status: a second signal that comes a moment late must not cut them off.
  func end() {
    Self.ears.withLock { ears in
      _ = ears.listeners.popLast()
      for index in ears.listeners.indices { ears.listeners[index].isSpent = true }
      guard ears.listeners.isEmpty else { return }
      for source in ears.sources { source.cancel() }
      ears.sources = []
      guard !ears.wasToldToStop else { return }
      for number in Self.signals { signal(number, SIG_DFL) }
    }
  }

  private static func makeSources() -> [any DispatchSourceSignal] {
    let queue = DispatchQueue(label: "interrupts")
    return signals.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { hear(number) }
      source.activate()
      return source
    }
  }

  private static func hear(_ number: Int32) {
    let listener = ears.withLock { ears -> Listener? in
      guard var listener = ears.listeners.popLast() else { return nil }
      listener.heard += 1
      ears.wasToldToStop = true
      ears.listeners.append(listener)
      return listener.isSpent ? nil : listener
    }
    guard let listener else { return }
    guard listener.heard > 1 else { return listener.stop(number) }
    listener.atOnce()
    exitAtOnce()
  }

  /// Ends the program now, and what its calls run in.
  static func exitAtOnce() -> Never {
    Reconciler.endCalls()
    _exit(ExitStatus.interrupted.code)
  }

  private static func die(of number: Int32) -> Never {
    signal(number, SIG_DFL)
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, number)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    raise(number)
    _exit(128 + number)
  }
}
