import AWS
import JSONDocument
import ProviderConformance
import Providers
import Resources
import Synchronization
import TestSupport
import Testing

@testable import AWSCommandLine

extension MotoTests {
  /// The cases that every provider must pass, on an imitation of AWS that others wrote.
  @Suite("The provider's promises")
  struct Conformance {
    /// Rollouts are what `Tests/Tools/Moto/rollouts.py` makes of moto's deployments.
    private static let cases = ConformanceCase.all

    @Test("Kept over the aws program, and over HTTPS", arguments: cases, [ProviderName.awsCommandLine, .aws])
    func promise(promise: ConformanceCase, name: ProviderName) async throws {
      let identity = ProviderIdentity(name: name, region: "eu-west-1", accountId: MotoServer.accountId)
      let server = try #require(MotoServer.current)
      let client: any AWSClient = name == .aws ? server.httpsClient : server.client(isWarm: true)
      let provider = AWSProvider(
        client: HurriedClient(client: client), identity: identity, random: SeededGenerator(seed: 1))
      let number = Self.cases.firstIndex { $0.name == promise.name } ?? 0
      let setting = ConformanceSetting(
        provider: identity, prefix: "moto-\(name == .aws ? "https-" : "")\(number)", subnets: [server.subnet],
        securityGroups: [server.securityGroup],
        failingImage: "example.com/failing:1")
      if let difference = MotoDifferences.all[promise.name] {
        // Only what was answered may differ; a call that is refused is our mistake.
        try await withKnownIssue("\(difference)") {
          try await promise.verify(provider, in: setting)
        } matching: { issue in
          issue.error == nil
        }
      } else {
        try await promise.verify(provider, in: setting)
      }
    }
  }
}

/// Makes the calls of another client, and lets no time pass while somebody waits for the cloud.
struct HurriedClient: AWSClient {
  let client: any AWSClient
  private let hurriedClock = HurriedClock()

  init(client: any AWSClient) {
    self.client = client
  }

  var clock: any AWSClock { hurriedClock }

  func call(_ request: AWSRequest) async throws(AWSError) -> JSON { try await client.call(request) }
}

final class HurriedClock: AWSClock {
  private let system = MachineClock()
  private let skipped = Mutex<Double>(0)

  func now() async -> Double { await system.now() + skipped.withLock { $0 } }

  func sleep(for duration: Duration) async {
    let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    skipped.withLock { $0 += seconds }
    await Task.yield()
  }
}
