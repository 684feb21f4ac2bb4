import AWS
import Diagnostics
package import Loading
import Platform
import Providers
package import Recording
package import RemoteState
import Resources

/// The state of an environment, opened where environment.json says that it is kept.
package struct OpenedState: Sendable {
  package let store: any KeptStateStore
  /// The same, when a team shares it in a bucket.
  package let shared: S3StateStore?
  /// The file of this machine: the state itself, or the copy of a shared one. Its backups lie beside it.
  package let path: String
  /// The file in which the state would be if it were not shared.
  package let former: FormerState?
  /// The last good copy of a state file that is not there any more.
  package let lost: StateBackup?
  let callCounts: @Sendable () -> [String: Int]

  package init(_ environment: LoadedEnvironment, stateDirectory: String? = nil) throws(EngineError) {
    let directory = stateDirectory ?? environment.settings.stateDirectory
    let provider = environment.settings.provider
    try StateFolder.check(directory)
    let clients = ClientFactory(
      provider, stateDirectory: directory, simulation: try Simulation.current(for: provider.identity.name))
    try self.init(environment, in: directory, clients: clients)
  }

  init(_ environment: LoadedEnvironment, in directory: String, clients: ClientFactory) throws(EngineError) {
    let simulation = clients.simulation
    let names = StateFileNames(in: directory, environment: environment.desired.environment.name)
    let name = environment.desired.environment.name
    let provider = environment.settings.provider.identity
    let keys = StateKeys(environment.settings.stateEncryption, clients: clients)
    do throws(StateError) {
      guard let settings = environment.settings.sharedState else {
        path = names.state
        store = try SQLiteStateStore(
          path: path, environment: name, provider: provider, keys: keys, crashPoints: simulation?.crashPoints,
          maximumPages: simulation?.statePages)
        shared = nil
        former = nil
        lost = StateBackups.ofMissing(names.state, environment.settings.provider.identity)
        callCounts = { [:] }
        return
      }
      path = names.copyOfShared
      let former = FormerState(path: names.state, environment: name, provider: provider, keys: keys)
      let place = RemotePlace(bucket: settings.bucket, key: settings.key, owner: settings.bucketOwner)
      let client = CountingClient(try Self.client(of: settings, at: place, clients))
      let opened = try S3StateStore(
        client: client, place: place, cachePath: path, environment: name, provider: provider, keys: keys,
        encryption: settings.encryption, former: former,
        timing: LeaseTiming(duration: Self.lease ?? LeaseTiming().duration),
        crashPoints: simulation?.crashPoints, maximumPages: simulation?.statePages)
      self.former = former
      store = opened
      shared = opened
      lost = nil
      callCounts = { client.counts }
    } catch {
      throw .state(error)
    }
  }

  private static func client(
    of settings: SharedStateSettings, at place: RemotePlace, _ clients: ClientFactory
  ) throws(StateError) -> any AWSClient {
    do throws(EngineError) {
      return try clients.store(of: settings)
    } catch {
      if case .provider(let error) = error { throw .remote(place: place.description, .unreachable(error.message)) }
      if case .findings(let findings) = error, let first = findings.first {
        throw .remote(place: place.description, .unreachable(first.message))
      }
      throw .remote(place: place.description, .unreachable("\(error)"))
    }
  }

  /// Nil for the usual one; what makes no sense counts as not said.
  private static var lease: Duration? {
    guard let text = ProcessEnvironment()[.lockLease], let seconds = Int(text), seconds >= 6 else { return nil }
    return .seconds(seconds)
  }

  /// Asks before each change of the cloud whether the lock is still ours.
  func guarding(_ client: any AWSClient) -> any AWSClient {
    guard let shared else { return client }
    return GuardedClient(client) { await shared.reasonNotToChange() }
  }
}

/// Where the files of this machine lie: states, their copies, a simulated cloud.
enum StateFolder {
  /// It may not be there yet, but nothing else may be in its place.
  static func check(_ path: String) throws(EngineError) {
    guard let kind = FileSystem.kind(path), kind != .directory else { return }
    throw .findings([
      Diagnostic(
        .error, "state-folder", "states are kept in a folder, and \"\(path)\" is a file", details: ["Nothing was changed."],
        fix: "name a folder with -state, or with \"state\": {\"directory\": …} in environment.json")
    ])
  }
}
