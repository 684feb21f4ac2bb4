package import AWS
import JSONDocument
package import Recording
package import Resources

/// The recorded state of one environment as one object in a bucket, shared by a team.
///
/// The object is the truth. A state file of this machine is its copy: the journal of the run that holds the lock, and what
/// later runs need not fetch again. Whoever holds the lock commits to the file first and then writes the object, under the
/// condition that it is the one that was read; a change is durable when the object has it. Changes that come while the
/// object is being written go together into the next writing.
package actor S3StateStore: KeptStateStore {
  let objects: RemoteObjects
  let cache: SQLiteStateStore
  let environment: String
  let provider: ProviderIdentity
  let timing: LeaseTiming
  let clock: LeaseClock
  let newId: @Sendable () -> String
  /// The state file of before, when the environment had its state on this machine.
  let former: FormerState?

  /// What the file that is worked on stands for.
  struct Work: Sendable {
    /// Marks the file; the id of the lock when there is one.
    var session: String
    /// Tag of the object that was read or written last; nil when there is none.
    var base: String?
    var fence: Int
    /// Changes that are in the file, and how many of them are in the object.
    var changes = 0
    var written = 0
  }

  /// What reading without a lock is answered from.
  enum View {
    case nothing
    case cache
    /// Somebody is working on the file, or it cannot be written.
    case memory(StateSnapshot)
  }

  var lock: RemoteLock?
  var work: Work?
  var writing: Task<StateError?, Never>?
  /// Why nothing can be written any more: the lock is lost.
  var loss: StateError?
  var view: View?
  /// What is there is to be replaced, whatever it is.
  var replacesAnything = false

  /// `cachePath` is a file of its own for this place. `former` is looked at when the bucket holds nothing. `crashPoints` and
  /// `maximumPages` are those of the file.
  package init(
    client: any AWSClient, place: RemotePlace, cachePath: String, environment: String, provider: ProviderIdentity,
    keys: StateKeys = .none, encryption: ObjectEncryption? = nil, former: FormerState? = nil, timing: LeaseTiming = LeaseTiming(),
    clock: LeaseClock = .system,
    crashPoints: CrashPoints? = nil, maximumPages: Int? = nil,
    newId: @escaping @Sendable () -> String = RandomId.make
  ) throws(StateError) {
    objects = RemoteObjects(
      store: ObjectStore(client: client, bucket: place.bucket, encryption: encryption, owner: place.owner), place: place)
    do throws(StateError) {
      cache = try SQLiteStateStore(
        path: cachePath, environment: environment, provider: provider, keys: keys, isCopy: true, crashPoints: crashPoints,
        maximumPages: maximumPages,
        now: clock.now, newId: newId)
    } catch {
      guard case .damaged(let file, let what) = error else { throw error }
      throw .remote(place: place.description, .cacheDamaged(file: file, what: what))
    }
    self.environment = environment
    self.provider = provider
    self.former = former
    self.timing = timing
    self.clock = clock
    self.newId = newId
  }

  // MARK: Runs and operations

  package func beginRun(_ run: RunDescription) async throws(StateError) -> RunID {
    try await change { cache throws(StateError) in try await cache.beginRun(run) }
  }

  package func finishRun(_ id: RunID, outcome: RunOutcome) async throws(StateError) {
    try await change { cache throws(StateError) in try await cache.finishRun(id, outcome: outcome) }
  }

  package func begin(_ intent: OperationIntent, in run: RunID) async throws(StateError) -> OperationID {
    try await change { cache throws(StateError) in try await cache.begin(intent, in: run) }
  }

  package func complete(_ id: OperationID, _ result: OperationResult) async throws(StateError) {
    try await change { cache throws(StateError) in try await cache.complete(id, result) }
  }

  package func edit(_ edit: StateEdit) async throws(StateError) {
    try await change { cache throws(StateError) in try await cache.edit(edit) }
  }

  // MARK: Encryption

  package func unlock(_ header: StateKeyHeader?, of path: String, allowsPlain: Bool) async throws(StateError) {
    try await cache.unlock(header, of: path, allowsPlain: allowsPlain)
  }

  package func expectEncryption() { cache.expectEncryption() }

  package func header() async throws(StateError) -> StateKeyHeader? {
    if work == nil, view == nil { try await look() }
    if case .memory(let snapshot) = view { return snapshot.header }
    return try cache.header()
  }

  package func seal(encrypting: Bool) async throws(StateError) {
    try await change { cache throws(StateError) in try await cache.seal(encrypting: encrypting) }
  }

  package func backUp() async throws(StateError) -> StateBackup? {
    if work == nil { try await look() }
    return try await cache.backUp()
  }
}

/// The state file that an environment had before its state was shared.
package struct FormerState: Sendable {
  package var path: String
  private let store: SQLiteStateStore?

  /// Nil when there is none, or when it cannot be read: then nothing of it can be taken along.
  package init?(path: String, environment: String, provider: ProviderIdentity, keys: StateKeys = .none) {
    guard let store = try? SQLiteStateStore(path: path, environment: environment, provider: provider, keys: keys) else {
      return nil
    }
    // What is taken along from it is encrypted there.
    store.expectEncryption()
    self.path = path
    self.store = store
  }

  func serial() async -> Int {
    (try? await store?.read().version?.serial) ?? 0
  }

  /// All of it; nil when nothing was ever recorded.
  package func snapshot() async throws(StateError) -> StateSnapshot? {
    try await store?.unlockForReading()
    guard let store, let text = try? store.snapshotText(fence: 0, writing: "") else { return nil }
    do { return try StateSnapshot(text: text) } catch { throw .damaged(path: path, what: "\(error)") }
  }
}
