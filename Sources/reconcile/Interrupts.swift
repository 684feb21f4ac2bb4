import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Hears SIGINT, SIGTERM and SIGHUP while work is under way: the first asks it to stop, the second ends the program.
struct Interrupts {
  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  private let sources: [any DispatchSourceSignal]

  /// `atOnce` has the last word before the program ends with status 14.
  init(stop: @escaping @Sendable () -> Void, atOnce: @escaping @Sendable () -> Void) {
    let queue = DispatchQueue(label: "interrupts")
    let heard = Count()
    sources = Self.signals.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        if heard.next() == 1 {
          stop()
        } else {
          atOnce()
          _exit(ExitStatus.interrupted.code)
        }
      }
      source.activate()
      return source
    }
  }

  /// Back to the system's own ways.
  func end() {
    for source in sources { source.cancel() }
    for number in Self.signals { signal(number, SIG_DFL) }
  }

  private final class Count: Sendable {
    private let value = Mutex(0)

    func next() -> Int {
      value.withLock { value in
        value += 1
        return value
      }
    }
  }
}
