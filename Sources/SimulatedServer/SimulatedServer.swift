import AWS
import FlyingFox
import FlyingSocks
import FoundationEssentials
package import SimulatedAWS
import Synchronization

/// The simulated cloud behind a door of HTTP, for the `aws` program, boto3, Terraform and whoever else calls AWS.
///
/// It speaks the wire protocols of AWS and verifies no signatures: whoever reaches the address may do everything. The
/// account and region of a call are those of its credentials; see `CallScope`.
package final class SimulatedServer: Sendable {
  package struct Options: Sendable {
    package var address: ListenAddress
    /// File of the cloud; nil: a cloud that ends with the server.
    package var cloud: String?
    package var scenario = Scenario()
    /// For calls whose credentials name none.
    package var account = "111111111111"
    package var region = "eu-west-1"
    /// Seconds of the cloud's time in a second of ours.
    package var speed = 1.0

    package init(address: ListenAddress) {
      self.address = address
    }
  }

  private let server: HTTPServer
  private let address: ListenAddress
  private let hasListened = Mutex(false)
  private let underWay = CallsUnderWay()
  /// Finishes when the server does, or when it is told to; holds why it could not go on.
  private let (ending, endings) = AsyncStream<any Error>.makeStream()

  package init(_ options: Options) throws(SimulatedServerError) {
    let cloud = try ServedCloud(options)
    address = options.address
    var configuration = try Self.configuration(options.address)
    // A scenario may let calls take their time.
    configuration.timeout = 3600
    configuration.logger = .disabled
    let underWay = underWay
    server = HTTPServer(
      config: configuration,
      handler: ClosureHTTPHandler { request in await underWay.counting { await RequestHandler(cloud: cloud).answer(request) } })
  }

  private static func configuration(_ address: ListenAddress) throws(SimulatedServerError) -> HTTPServer.Configuration {
    do {
      if address.isIPv6 { return HTTPServer.Configuration(address: try .inet6(ip6: address.host, port: address.port)) }
      return HTTPServer.Configuration(address: try .inet(ip4: address.host, port: address.port))
    } catch {
      throw .cannotListen(address, reason: "it is no address of this machine")
    }
  }

  /// Serves until `stop` is called. `onListening` hears the address with the port that was picked.
  package func run(onListening: @escaping @Sendable (ListenAddress) -> Void) async throws(SimulatedServerError) {
    let announcement = Task {
      try await server.waitUntilListening(timeout: 60)
      hasListened.withLock { $0 = true }
      onListening(ListenAddress(host: address.host, port: await server.listeningAddress?.port ?? address.port))
    }
    let serving = Task {
      do { try await server.run() } catch { endings.yield(error) }
      endings.finish()
    }
    defer {
      announcement.cancel()
      serving.cancel()
    }
    for await problem in ending {
      // Stopping closes the socket under those who wait at it.
      guard !hasListened.withLock({ $0 }) else { return }
      guard case SocketError.failed(_, _, let message) = problem else { throw .cannotListen(address, reason: "\(problem)") }
      throw .cannotListen(address, reason: message.lowercased())
    }
  }

  /// Lets calls under way end, but not for long, and closes. Idle connections are not waited for.
  package func stop() async {
    for _ in 0..<200 where underWay.isAny { try? await Task.sleep(for: .milliseconds(10)) }
    endings.finish()
  }
}

private final class CallsUnderWay: Sendable {
  private let count = Mutex(0)

  var isAny: Bool { count.withLock { $0 > 0 } }

  func counting<Answer>(_ work: () async -> Answer) async -> Answer {
    count.withLock { $0 += 1 }
    defer { count.withLock { $0 -= 1 } }
    return await work()
  }
}

/// Why there is no server.
package enum SimulatedServerError: Error, Sendable, Equatable {
  case cannotListen(ListenAddress, reason: String)
  case cloud(SimulatedCloudError)
}

extension Socket.Address {
  fileprivate var port: UInt16 {
    switch self {
    case .ip4(_, let port), .ip6(_, let port): port
    case .unix: 0
    }
  }
}
