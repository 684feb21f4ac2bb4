package import AWS
import AWSCommandLine
package import Loading
import Providers
import Resources
import SimulatedAWS

extension Reconciler {
  /// Opens the state and the cloud that an environment names.
  ///
  /// With `onlyLooking` no call that changes anything leaves this program, and nothing is written down.
  package static func open(
    _ environment: LoadedEnvironment, stateDirectory: String? = nil, onlyLooking: Bool = false
  ) throws(EngineError) -> Reconciler {
    let directory = stateDirectory ?? environment.settings.stateDirectory
    let identity = environment.settings.provider.identity
    let simulation = identity.name == "simulated-aws" ? try Simulation.current() : nil
    let state = try OpenedState(environment, directory, simulation)
    let client = CountingClient(
      try client(for: environment.settings.provider, stateDirectory: directory, simulation))
    let guarded: any AWSClient = onlyLooking ? looking(through: client) : state.guarding(client)
    let provider = AWSProvider(client: guarded, identity: identity)
    var reconciler = Reconciler(
      environment: environment, store: state.store, provider: provider,
      callCounts: { client.counts.merging(state.callCounts(), uniquingKeysWith: +) }, retries: { provider.retries })
    reconciler.keepsKnowledge = !onlyLooking
    reconciler.now = { await client.clock.now() }
    return reconciler
  }

  /// The client, for who only wants to look: every other call is refused before it is made.
  package static func looking(through client: any AWSClient) -> any AWSClient {
    GuardedClient(client) { "this command only looks: it may not change anything" }
  }

  static func client(
    for settings: ProviderSettings, stateDirectory: String, _ simulation: Simulation? = nil
  ) throws(EngineError) -> any AWSClient {
    switch settings.identity.name {
    case "aws-cli":
      return try CloudSpeed.client(for: settings)
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
