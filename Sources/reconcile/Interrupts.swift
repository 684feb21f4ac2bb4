import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Hears SIGINT, SIGTERM and SIGHUP while work is under way: the first asks it to stop, the second ends the program.
///
/// Work inside of other work has listeners of its own, which alone hear. When it has ended, the outer work is as good as
/// done: it hears nothing more.
struct Interrupts {
  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  private static let ears = Mutex(Ears())

  private struct Ears {
    var listeners: [Listener] = []
    var sources: [any DispatchSourceSignal] = []
    var wasToldToStop = false
  }

  private struct Listener {
    var stop: @Sendable () -> Void
    var atOnce: @Sendable () -> Void
    var heard = 0
    var isSpent = false
  }

  /// `atOnce` has the last word before the program ends with status 14.
  init(stop: @escaping @Sendable () -> Void, atOnce: @escaping @Sendable () -> Void) {
    Self.ears.withLock { ears in
      ears.listeners.append(Listener(stop: stop, atOnce: atOnce))
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
      source.setEventHandler { hear() }
      source.activate()
      return source
    }
  }

  private static func hear() {
    let listener = ears.withLock { ears -> Listener? in
      guard var listener = ears.listeners.popLast() else { return nil }
      listener.heard += 1
      ears.wasToldToStop = true
      ears.listeners.append(listener)
      return listener.isSpent ? nil : listener
    }
    guard let listener else { return }
    guard listener.heard > 1 else { return listener.stop() }
    listener.atOnce()
    _exit(ExitStatus.interrupted.code)
  }
}
