package import AWS
import JSONDocument
package import Loading
import Providers
import Resources
import SimulatedAWS

extension Reconciler {
  /// Opens the state and the cloud that an environment names.
  ///
  /// With `onlyLooking` no call that changes anything leaves this program, and nothing is written down. Without
  /// `needsCloud` a cloud that cannot be opened is nobody's trouble until it is asked: for who looks at what is recorded.
  package static func open(
    _ environment: LoadedEnvironment, stateDirectory: String? = nil, onlyLooking: Bool = false, needsCloud: Bool = true
  ) throws(EngineError) -> Reconciler {
    let directory = stateDirectory ?? environment.settings.stateDirectory
    let identity = environment.settings.provider.identity
    try StateFolder.check(directory)
    let clients = ClientFactory(
      environment.settings.provider, stateDirectory: directory, simulation: try Simulation.current(for: identity.name))
    let state = try OpenedState(environment, in: directory, clients: clients)
    let cloud: any AWSClient = try needsCloud ? clients.cloud() : (try? clients.cloud()) ?? ClosedClient()
    let client = CountingClient(cloud)
    let guarded: any AWSClient = onlyLooking ? looking(through: client) : state.guarding(client)
    let provider = AWSProvider(client: guarded, identity: identity)
    var reconciler = Reconciler(
      environment: environment, store: state.store, provider: provider,
      callCounts: { client.counts.merging(state.callCounts(), uniquingKeysWith: +) }, retries: { provider.retries })
    reconciler.keepsKnowledge = !onlyLooking
    reconciler.lost = state.lost
    reconciler.isCloudInOurTime = clients.isCloudInOurTime
    reconciler.now = { await client.clock.now() }
    reconciler.sleep = { await client.clock.sleep(for: $0) }
    if let simulated = cloud as? SimulatedCloud {
      reconciler.behaviours = { images in
        let known = (try? await simulated.behaviours(of: images.map(\.description))) ?? [:]
        return Dictionary(
          images.compactMap { image in known[image.description].map { (image, $0) } }, uniquingKeysWith: { first, _ in first })
      }
    }
    return reconciler
  }

  /// The client, for who only wants to look: every other call is refused before it is made.
  package static func looking(through client: any AWSClient) -> any AWSClient {
    GuardedClient(client) { "this command only looks: it may not change anything" }
  }
}

/// The client of a cloud that could not be opened.
private struct ClosedClient: AWSClient {
  let clock: any AWSClock = ClosedClock()

  func call(_ request: AWSRequest) async throws(AWSError) -> JSON {
    throw AWSError(code: "CloudClosed", message: "the cloud could not be opened")
  }
}

/// Time stands still where nothing happens.
private struct ClosedClock: AWSClock {
  func now() async -> Double { 0 }
  func sleep(for duration: Duration) async {}
}
