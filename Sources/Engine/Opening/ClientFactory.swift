import AWS
import AWSCommandLine
import AWSHTTPS
import Diagnostics
import Loading
import Platform
import Providers
import Recording
import Resources
import SimulatedAWS

/// Makes the clients that the calls of an environment go through: the one place that knows how those of each provider travel.
struct ClientFactory {
  private let provider: ProviderSettings
  /// Where a simulated cloud has its file.
  private let stateDirectory: String
  /// What goes wrong in a simulated cloud; nil with any other provider.
  let simulation: Simulation?
  private let variables: ProcessEnvironment

  init(
    _ provider: ProviderSettings, stateDirectory: String, simulation: Simulation? = nil,
    variables: ProcessEnvironment = ProcessEnvironment()
  ) {
    self.provider = provider
    self.stateDirectory = stateDirectory
    self.simulation = simulation
    self.variables = variables
  }

  /// A simulated cloud has a time of its own, inside of this program and where it is served with another speed.
  var isCloudInOurTime: Bool { provider.identity.name != .simulatedAWS && variables[.cloudSpeed] == nil }

  /// For the calls of the cloud itself.
  func cloud() throws(EngineError) -> any AWSClient {
    let target = Target(region: provider.identity.region, profile: provider.profile, endpoint: provider.endpoint, isCloud: true)
    return try client(of: provider.identity.name, for: target)
  }

  /// For the calls of the bucket that a state is shared in. The simulated cloud has buckets of its own; with an address, a
  /// real store is meant.
  func store(of state: SharedStateSettings) throws(EngineError) -> any AWSClient {
    let target = Target(
      region: state.region ?? provider.identity.region, profile: state.profile ?? provider.profile, endpoint: state.endpoint,
      isCloud: false)
    let isElsewhere = provider.identity.name == .simulatedAWS && state.endpoint != nil
    return try client(of: isElsewhere ? .awsCommandLine : provider.identity.name, for: target)
  }

  /// For the keys of an encrypted state, which are of the cloud's account.
  func keys() throws(EngineError) -> any AWSClient { try cloud() }

  /// What the calls of one client have in common.
  private struct Target {
    var region: String
    var profile: String?
    var endpoint: String?
    /// Waits for what happens in the cloud; a store has nothing to wait for.
    var isCloud: Bool
  }

  private func client(of name: ProviderName, for target: Target) throws(EngineError) -> any AWSClient {
    let client: any AWSClient =
      switch name {
      case .simulatedAWS: try simulatedCloud(target)
      case .aws: try https(target)
      case .awsCommandLine: try program(target)
      }
    return simulation?.client(over: client) ?? client
  }

  // MARK: One for each transport

  private func simulatedCloud(_ target: Target) throws(EngineError) -> any AWSClient {
    do {
      return try SimulatedCloud(
        path: StateFileNames.simulatedCloud(in: stateDirectory), account: provider.identity.accountId, region: target.region,
        pace: target.isCloud ? simulation?.pace ?? .virtual : .virtual, scenario: simulation?.scenario ?? Scenario())
    } catch {
      throw .findings([
        Diagnostic(
          .error, "simulated-cloud-unusable", "\(error)",
          details: [
            "It is the file \(StateFileNames.simulatedCloud(in: stateDirectory)); what is recorded of the environment lies in another one."
          ],
          fix: Self.fix(error))
      ])
    }
  }

  private static func fix(_ error: SimulatedCloudError) -> String {
    switch error {
    case .unwritable: "make space, or raise the limit of files (`ulimit -f`), then repeat the command"
    case .unusable, .foreign, .newerFormat, .badAccount, .badRegion:
      "put back a copy of that file; or move it away, and the next apply makes everything anew in an empty cloud"
    }
  }

  private func https(_ target: Target) throws(EngineError) -> any AWSClient {
    try remote(target) { speed in
      HTTPSClient(
        region: target.region, profile: target.profile, endpoint: target.endpoint, variables: variables, speed: speed)
    }
  }

  private func program(_ target: Target) throws(EngineError) -> any AWSClient {
    try remote(target) { speed in
      AWSCommandLineClient(region: target.region, profile: target.profile, endpoint: target.endpoint, speed: speed)
    }
  }

  private func remote(_ target: Target, making client: (_ speed: Double) -> any RemoteClient) throws(EngineError) -> any AWSClient
  {
    try target.isCloud ? CloudSpeed.client(variables, making: client) : client(1)
  }
}
