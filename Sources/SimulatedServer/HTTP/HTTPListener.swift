import FlyingSocks

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A socket that listens, and the connections that come to it.
struct HTTPListener: Sendable {
  let address: ListenAddress
  private let socket: AsyncSocket
  private let pool: any AsyncSocketPool
  private let deadlines = ConnectionDeadlines()

  /// Listens; port 0 becomes the one that was picked.
  init(_ wanted: ListenAddress) async throws(SimulatedServerError) {
    let pool = Self.makePool()
    do {
      try await pool.prepare()
      let socket = try Self.bound(to: wanted)
      self.socket = try AsyncSocket(socket: socket, pool: pool)
      address = ListenAddress(host: wanted.host, port: try socket.sockname().port)
    } catch {
      guard case SocketError.failed(_, _, let message) = error else { throw .cannotListen(wanted, reason: "\(error)") }
      throw .cannotListen(wanted, reason: message.lowercased())
    }
    self.pool = pool
  }

  private static func makePool() -> some AsyncSocketPool { SocketPool.make() }

  private static func bound(to address: ListenAddress) throws -> Socket {
    let socket = try Socket(domain: Int32(address.isIPv6 ? AF_INET6 : AF_INET))
    do {
      try socket.setValue(true, for: .localAddressReuse)
      #if canImport(Darwin)
        try socket.setValue(true, for: .noSIGPIPE)
      #endif
      if address.isIPv6 {
        try socket.bind(to: .inet6(ip6: address.host, port: address.port))
      } else {
        try socket.bind(to: .inet(ip4: address.host, port: address.port))
      }
    } catch {
      try? socket.close()
      throw error
    }
    try socket.listen()
    return socket
  }

  /// Serves until the task is cancelled.
  func serve(_ handler: RequestHandler) async {
    await withDiscardingTaskGroup { group in
      group.addTask { try? await pool.run() }
      group.addTask {
        while (try? await Task.sleep(for: .seconds(1))) != nil { deadlines.endOverdue() }
      }
      while !Task.isCancelled {
        do {
          let client = try await socket.accept()
          group.addTask { await serve(client, handler) }
        } catch is CancellationError {
          break
        } catch {
          // No descriptors are left, or the client has gone already.
          try? await Task.sleep(for: .milliseconds(50))
        }
      }
      group.cancelAll()
    }
    try? socket.close()
  }

  private func serve(_ client: AsyncSocket, _ handler: RequestHandler) async {
    guard let id = deadlines.open(client.socket) else {
      try? client.close()
      return
    }
    var connection = HTTPConnection(client, id, deadlines: deadlines, handler: handler)
    await connection.serve()
    deadlines.close(id)
  }
}

extension Socket.Address {
  fileprivate var port: UInt16 {
    switch self {
    case .ip4(_, let port), .ip6(_, let port): port
    case .unix: 0
    }
  }
}
