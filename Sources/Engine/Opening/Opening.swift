package import AWS
package import Loading
import Providers
import Resources

extension Reconciler {
  /// Opens the state and the cloud that an environment names.
  ///
  /// With `onlyLooking` no call that changes anything leaves this program, and nothing is written down.
  package static func open(
    _ environment: LoadedEnvironment, stateDirectory: String? = nil, onlyLooking: Bool = false
  ) throws(EngineError) -> Reconciler {
    let directory = stateDirectory ?? environment.settings.stateDirectory
    let identity = environment.settings.provider.identity
    let clients = ClientFactory(
      environment.settings.provider, stateDirectory: directory, simulation: try Simulation.current(for: identity.name))
    let state = try OpenedState(environment, in: directory, clients: clients)
    let client = CountingClient(try clients.cloud())
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
}
