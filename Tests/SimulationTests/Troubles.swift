import AWS
import JSONDocument
import Recording
import Resources
import SimulatedAWS
import Synchronization

/// What goes wrong in one run: decided for each event by what it is about, and by how often that happened before.
final class Troubles: Sendable {
  let trouble: Move.Trouble
  private let counts = Mutex<[String: Int]>([:])
  private let once = Mutex(false)
  private let dead = Mutex(false)

  init(_ trouble: Move.Trouble) {
    self.trouble = trouble
  }

  /// For a run in which all goes well.
  static var none: Troubles { Troubles(Move.Trouble(kind: .none, seed: 1, parallelism: 4)) }

  /// The run has crashed: nothing that it does has any effect.
  var isDead: Bool { dead.withLock { $0 } }

  func die() { dead.withLock { $0 = true } }

  /// Whether the trouble strikes at this event: one in `rarity`.
  func strikes(_ event: String, rarity: UInt64) -> Bool {
    let count = counts.withLock { counts in
      counts[event, default: 0] += 1
      return counts[event] ?? 1
    }
    return Chance.number("\(trouble.seed) \(event) \(count)") % rarity == 0
  }

  /// True for the first event that strikes, and then no more.
  func strikesOnce(_ event: String, rarity: UInt64) -> Bool {
    guard strikes(event, rarity: rarity) else { return false }
    return once.withLock { happened in
      defer { happened = true }
      return !happened
    }
  }
}

/// The way to the cloud, with the troubles of one run.
struct TroubledClient: AWSClient {
  let cloud: any AWSClient
  let troubles: Troubles
  var flaw: Flaw?
  /// What somebody else does in the middle, once.
  let meanwhile: @Sendable () async -> Void

  var clock: any AWSClock { cloud.clock }

  func call(_ request: AWSRequest) async throws(AWSError) -> JSON {
    if troubles.isDead { throw Self.dead }
    if flaw == .saysWithoutDoing, request.operation == "PutRetentionPolicy" { return [:] }
    let event = Self.event(request)
    switch troubles.trouble.kind {
    case .none: break
    case .throttle where troubles.strikes(event, rarity: 3):
      throw AWSError(code: "ThrottlingException", message: "Rate exceeded")
    case .refuse where troubles.strikesOnce(event, rarity: 5):
      throw AWSError(code: "AccessDeniedException", message: "not today")
    case .loseRequest where troubles.strikes(event, rarity: 5): throw Self.lost
    case .loseAnswer where troubles.strikes(event, rarity: 4):
      _ = try? await cloud.call(request)
      throw Self.lost
    case .delay where troubles.strikes(event, rarity: 4): await clock.sleep(for: .seconds(45))
    case .crash where troubles.strikes("before \(event)", rarity: 10):
      troubles.die()
      throw Self.dead
    case .crash where troubles.strikes("after \(event)", rarity: 10):
      _ = try? await cloud.call(request)
      troubles.die()
      throw Self.dead
    case .rival where troubles.strikesOnce(event, rarity: 6), .outsider where troubles.strikesOnce(event, rarity: 6),
      .interrupt where troubles.strikesOnce(event, rarity: 6):
      await meanwhile()
    case .throttle, .refuse, .loseRequest, .loseAnswer, .delay, .crash, .rival, .outsider, .interrupt: break
    }
    return try await cloud.call(request)
  }

  private static let lost = AWSError(code: "Unreachable", message: "no answer", isCertain: false)
  /// Nobody tries again.
  private static let dead = AWSError(code: "NoCredentials", message: "the run has crashed", isCertain: false)

  private static func event(_ request: AWSRequest) -> String {
    let names = ["serviceName", "service", "family", "taskDefinition", "logGroupName", "repositoryName", "clusterName"]
    let name = names.lazy.compactMap { request.input[$0]?.stringValue }.first ?? ""
    return "\(request.operation) \(name.split(separator: "/").last ?? "")"
  }
}

/// The state of one run, which may crash at a commit, before it or after it.
struct TroubledStore: StateStore {
  let store: MemoryStateStore
  let troubles: Troubles
  var flaw: Flaw?

  private func commit<T>(_ event: String, _ work: () async throws(StateError) -> T) async throws(StateError) -> T {
    let crashes = troubles.trouble.kind == .crash
    if crashes, troubles.strikes("before \(event)", rarity: 14) { troubles.die() }
    try check()
    let result = try await work()
    if crashes, troubles.strikes("after \(event)", rarity: 14) { troubles.die() }
    try check()
    return result
  }

  private func check() throws(StateError) {
    if troubles.isDead { throw .unavailable(path: "memory", what: "the run has crashed") }
  }

  func read() async throws(StateError) -> RecordedState { try await store.read() }
  func content(ofRevision arn: String) async -> JSON? { await store.content(ofRevision: arn) }
  func currentLock() async throws(StateError) -> LockInfo? { try await store.currentLock() }
  func unfinishedOperations() async throws(StateError) -> [UnfinishedOperation] {
    flaw == .forgetsIntents ? [] : try await store.unfinishedOperations()
  }

  func history(limit: Int) async throws(StateError) -> [RunRecord] { try await store.history(limit: limit) }

  func remember(_ revisions: [Revision]) async throws(StateError) {
    try await commit("remember") { () async throws(StateError) in try await store.remember(revisions) }
  }

  func acquireLock(_ request: LockRequest) async throws(StateError) -> LockInfo {
    try await commit("lock") { () async throws(StateError) in try await store.acquireLock(request) }
  }

  func releaseLock(_ lock: LockInfo) async throws(StateError) {
    if flaw == .keepsItsLock { return }
    try await commit("unlock") { () async throws(StateError) in try await store.releaseLock(lock) }
  }

  func edit(_ edit: StateEdit) async throws(StateError) {
    try await commit("edit") { () async throws(StateError) in try await store.edit(edit) }
  }

  func backUp() async throws(StateError) -> StateBackup? {
    try await commit("back up") { () async throws(StateError) in try await store.backUp() }
  }

  func beginRun(_ run: RunDescription) async throws(StateError) -> RunID {
    try await commit("run") { () async throws(StateError) in try await store.beginRun(run) }
  }

  func finishRun(_ id: RunID, outcome: RunOutcome) async throws(StateError) {
    try await commit("end of run") { () async throws(StateError) in try await store.finishRun(id, outcome: outcome) }
  }

  func begin(_ intent: OperationIntent, in run: RunID) async throws(StateError) -> OperationID {
    try await commit("begin \(intent.verb) \(intent.address)") { () async throws(StateError) in
      try await store.begin(intent, in: run)
    }
  }

  func complete(_ id: OperationID, _ result: OperationResult) async throws(StateError) {
    let written = flaw == .losesRecords ? OperationResult.failed(message: "lost") : result
    try await commit("complete \(id.number)") { () async throws(StateError) in try await store.complete(id, written) }
  }
}
