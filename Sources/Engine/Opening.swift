import AWS
import AWSCommandLine
package import Loading
import Providers
import Resources
import SimulatedAWS

extension Reconciler {
  /// Opens the state and the cloud that an environment names.
  package static func open(
    _ environment: LoadedEnvironment, stateDirectory: String? = nil
  ) throws(EngineError) -> Reconciler {
    let directory = stateDirectory ?? environment.settings.stateDirectory
    let identity = environment.settings.provider.identity
    let simulation = identity.name == "simulated-aws" ? try Simulation.current() : nil
    let state = try OpenedState(environment, directory, simulation)
    let client = CountingClient(
      try client(for: environment.settings.provider, stateDirectory: directory, simulation))
    let provider = AWSProvider(client: state.guarding(client), identity: identity)
    return Reconciler(
      environment: environment, store: state.store, provider: provider,
      callCounts: { client.counts.merging(state.callCounts(), uniquingKeysWith: +) }, retries: { provider.retries })
  }

  static func client(
    for settings: ProviderSettings, stateDirectory: String, _ simulation: Simulation? = nil
  ) throws(EngineError) -> any AWSClient {
    switch settings.identity.name {
    case "aws-cli":
      return AWSCommandLineClient(region: settings.identity.region, profile: settings.profile, endpoint: settings.endpoint)
    default:
      do {
        let cloud = try SimulatedCloud(
          path: "\(stateDirectory)/simulated-aws.sqlite", account: settings.identity.accountId,
          region: settings.identity.region, pace: simulation?.pace ?? .virtual, scenario: simulation?.scenario ?? Scenario())
        return simulation?.client(over: cloud) ?? cloud
      } catch {
        throw .provider(
          ProviderError(.unreachable, operation: "open", message: "the simulated cloud cannot be opened: \(error)"))
      }
    }
  }
}
