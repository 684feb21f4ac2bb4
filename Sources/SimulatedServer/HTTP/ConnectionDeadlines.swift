import FlyingSocks
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The open connections, and until when each of them must get on. One that does not is shut down, which ends its reading.
final class ConnectionDeadlines: Sendable {
  private struct Connection {
    var socket: Socket
    var deadline: ContinuousClock.Instant?
  }

  private let connections = Mutex<(last: UInt64, open: [UInt64: Connection])>((0, [:]))

  /// Nil when there are too many already.
  func open(_ socket: Socket) -> UInt64? {
    connections.withLock { connections in
      guard connections.open.count < HTTPLimits.connections else { return nil }
      connections.last += 1
      connections.open[connections.last] = Connection(socket: socket, deadline: nil)
      return connections.last
    }
  }

  /// Nil: it may take any time, because it is we who work.
  func set(_ id: UInt64, _ time: Duration?) {
    let deadline = time.map { ContinuousClock.now + $0 }
    connections.withLock { $0.open[id]?.deadline = deadline }
  }

  /// Closes the socket, too: a descriptor that is closed elsewhere could be another connection's already.
  func close(_ id: UInt64) {
    connections.withLock { connections in
      guard let connection = connections.open.removeValue(forKey: id) else { return }
      try? connection.socket.close()
    }
  }

  func endOverdue(at now: ContinuousClock.Instant = .now) {
    connections.withLock { connections in
      for connection in connections.open.values {
        guard let deadline = connection.deadline, deadline <= now else { continue }
        shutdown(connection.socket.file.rawValue, Int32(SHUT_RDWR))
      }
    }
  }
}
