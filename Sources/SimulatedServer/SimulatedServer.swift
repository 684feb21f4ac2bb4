import AWS
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

  private let cloud: ServedCloud
  private let address: ListenAddress
  private let underWay = CallsUnderWay()
  /// Finishes when the server is told to end.
  private let (ending, endings) = AsyncStream<Never>.makeStream()

  package init(_ options: Options) throws(SimulatedServerError) {
    cloud = try ServedCloud(options)
    address = options.address
  }

  /// Serves until `stop` is called. `onListening` hears the address with the port that was picked.
  package func run(onListening: @escaping @Sendable (ListenAddress) -> Void) async throws(SimulatedServerError) {
    let listener = try await HTTPListener(address)
    onListening(listener.address)
    let handler = RequestHandler(cloud: cloud, hosts: HostRule(address), underWay: underWay)
    let serving = Task { await listener.serve(handler) }
    for await _ in ending {}
    serving.cancel()
    await serving.value
  }

  /// Lets calls under way end, but not for long, and closes. Idle connections are not waited for.
  package func stop() async {
    for _ in 0..<200 where underWay.isAny { try? await Task.sleep(for: .milliseconds(10)) }
    endings.finish()
  }
}

final class CallsUnderWay: Sendable {
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
