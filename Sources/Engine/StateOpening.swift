import AWS
import AWSCommandLine
package import Loading
package import Recording
package import RemoteState
import Resources
import SimulatedAWS

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The state of an environment, opened where environment.json says that it is kept.
package struct OpenedState: Sendable {
  package let store: any KeptStateStore
  /// The same, when a team shares it in a bucket.
  package let shared: S3StateStore?
  /// The file of this machine: the state itself, or the copy of a shared one. Its backups lie beside it.
  package let path: String
  /// The file in which the state would be if it were not shared.
  package let former: FormerState?
  let callCounts: @Sendable () -> [String: Int]

  package init(_ environment: LoadedEnvironment, stateDirectory: String? = nil) throws(EngineError) {
    let isSimulated = environment.settings.provider.identity.name == "simulated-aws"
    try self.init(
      environment, stateDirectory ?? environment.settings.stateDirectory, isSimulated ? try Simulation.current() : nil)
  }

  init(_ environment: LoadedEnvironment, _ directory: String, _ simulation: Simulation?) throws(EngineError) {
    let name = environment.desired.environment.name
    let provider = environment.settings.provider.identity
    do throws(StateError) {
      guard let settings = environment.settings.sharedState else {
        path = "\(directory)/\(name).sqlite"
        store = try SQLiteStateStore(
          path: path, environment: name, provider: provider, crashPoints: simulation?.crashPoints,
          maximumPages: simulation?.statePages)
        shared = nil
        former = nil
        callCounts = { [:] }
        return
      }
      path = "\(directory)/\(name).s3.sqlite"
      let former = FormerState(path: "\(directory)/\(name).sqlite", environment: name, provider: provider)
      let client = CountingClient(try Self.client(settings, environment, directory, simulation))
      let opened = try S3StateStore(
        client: client, place: RemotePlace(bucket: settings.bucket, key: settings.key), cachePath: path, environment: name,
        provider: provider, former: former, timing: LeaseTiming(duration: Self.lease ?? LeaseTiming().duration),
        crashPoints: simulation?.crashPoints, maximumPages: simulation?.statePages)
      self.former = former
      store = opened
      shared = opened
      callCounts = { client.counts }
    } catch {
      throw .state(error)
    }
  }

  /// The simulated cloud has buckets of its own; with an address, a real store is meant.
  private static func client(
    _ settings: SharedStateSettings, _ environment: LoadedEnvironment, _ directory: String, _ simulation: Simulation?
  ) throws(StateError) -> any AWSClient {
    let provider = environment.settings.provider
    let region = settings.region ?? provider.identity.region
    guard provider.identity.name == "simulated-aws", settings.endpoint == nil else {
      return AWSCommandLineClient(
        region: region, profile: settings.profile ?? provider.profile, endpoint: settings.endpoint)
    }
    do {
      let cloud = try SimulatedCloud(
        path: "\(directory)/simulated-aws.sqlite", account: provider.identity.accountId, region: region,
        scenario: simulation?.scenario ?? Scenario())
      return simulation?.client(over: cloud) ?? cloud
    } catch {
      throw .remote(place: "s3://\(settings.bucket)/\(settings.key)", .unreachable("\(error)"))
    }
  }

  /// `RECONCILE_LOCK_LEASE`: seconds that a lock in a bucket outlives its last renewal.
  private static var lease: Duration? {
    guard let text = getenv("RECONCILE_LOCK_LEASE").map({ String(cString: $0) }), let seconds = Int(text), seconds >= 6 else {
      return nil
    }
    return .seconds(seconds)
  }

  /// Asks before each change of the cloud whether the lock is still ours.
  func guarding(_ client: any AWSClient) -> any AWSClient {
    guard let shared else { return client }
    return GuardedClient(client) { await shared.reasonNotToChange() }
  }
}
