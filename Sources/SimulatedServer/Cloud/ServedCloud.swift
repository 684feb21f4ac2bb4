import AWS
import JSONDocument
import SimulatedAWS
import Synchronization

/// The cloud behind the server: its accounts and regions, its time, and what goes wrong in it.
final class ServedCloud: Sendable {
  private let root: SimulatedCloud
  private let scenario: Scenario
  private let account: String
  private let region: String
  private let pace: Pace
  private let clients = Mutex<[String: any AWSClient]>([:])

  init(_ options: SimulatedServer.Options) throws(SimulatedServerError) {
    account = options.account
    region = options.region
    scenario = options.scenario
    let now = Pace.wallClock()
    do {
      if let path = options.cloud {
        root = try SimulatedCloud(path: path, account: account, region: region, startingAt: now, scenario: scenario)
      } else {
        root = try .inMemory(account: account, region: region, startingAt: now, scenario: scenario)
      }
    } catch {
      throw .cloud(error)
    }
    pace = Pace(speed: options.speed)
  }

  func call(_ request: AWSRequest, _ scope: CallScope) async throws(AWSError) -> JSON {
    try await pace.keep(root)
    return try await client(scope).call(request)
  }

  /// One for each account and region: the counts of a fault plan are each one's own.
  private func client(_ scope: CallScope) throws(AWSError) -> any AWSClient {
    let (account, region) = (scope.account ?? account, scope.region ?? region)
    let key = "\(account)/\(region)"
    if let known = clients.withLock({ $0[key] }) { return known }
    let cloud: SimulatedCloud
    do {
      cloud = try root.neighbour(account: account, region: region)
    } catch {
      throw AWSError(code: "InvalidClientTokenId", message: "\(error)")
    }
    let paced = PacedClient(cloud: cloud, pace: pace)
    return clients.withLock { clients in
      if let known = clients[key] { return known }
      let client = scenario.client(over: paced)
      clients[key] = client
      return client
    }
  }
}

/// A cloud whose time passes by itself.
private struct PacedClient: AWSClient {
  let cloud: SimulatedCloud
  let pace: Pace

  var clock: any AWSClock { pace }

  func call(_ request: AWSRequest) async throws(AWSError) -> JSON { try await cloud.call(request) }
}
