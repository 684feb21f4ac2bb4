package import JSONDocument
package import Providers
import Synchronization

/// Counts the calls that go through it, by operation. What is tried again counts again.
package final class CountingClient: AWSClient {
  private let client: any AWSClient
  private let calls = Mutex<[String: Int]>([:])

  package init(_ client: any AWSClient) {
    self.client = client
  }

  package var clock: any AWSClock { client.clock }

  package func unknownToProgram(in requests: [AWSRequest]) async -> [[UnknownToProgram]] {
    await client.unknownToProgram(in: requests)
  }

  /// Number of calls of each operation, named `ecs DescribeServices`.
  package var counts: [String: Int] { calls.withLock { $0 } }

  package func call(_ request: AWSRequest) async throws(AWSError) -> JSON {
    calls.withLock { $0["\(request.service.rawValue) \(request.operation)", default: 0] += 1 }
    return try await client.call(request)
  }
}
