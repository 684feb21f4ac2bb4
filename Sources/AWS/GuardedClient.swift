package import JSONDocument
package import Providers

/// Asks before each call that changes something whether it may still be made.
///
/// This is where a run finds out that its lock was taken over: as late as possible, after every wait for a turn or for
/// another attempt.
package struct GuardedClient: AWSClient {
  private let client: any AWSClient
  private let permits: @Sendable () async -> String?

  /// `permits` answers nil, or why the call must not be made.
  package init(_ client: any AWSClient, permits: @escaping @Sendable () async -> String?) {
    self.client = client
    self.permits = permits
  }

  package var clock: any AWSClock { client.clock }

  package func unknownToProgram(in requests: [AWSRequest]) async -> [[UnknownToProgram]] {
    await client.unknownToProgram(in: requests)
  }

  package func call(_ request: AWSRequest) async throws(AWSError) -> JSON {
    if request.changesSomething, let reason = await permits() { throw AWSError(code: LocalErrorCode.lockLost, message: reason) }
    return try await client.call(request)
  }
}
