import JSONDocument
import Recording
import Resources
import Synchronization

/// A store that tells a log of what is committed, and that can be told to fail.
final class LoggedStore: StateStore {
  enum Point: Hashable, Sendable {
    case begin(String)
    case complete(String)
    case unfinished
  }

  private let inner: any StateStore
  private let log: EventLog
  private let failing: Set<Point>
  private let addresses = Mutex<[OperationID: Address]>([:])

  init(_ inner: any StateStore, _ log: EventLog, failing: Set<Point> = []) {
    self.inner = inner
    self.log = log
    self.failing = failing
  }

  private func check(_ point: Point) throws(StateError) {
    if failing.contains(point) { throw .diskFull(path: "staging.sqlite") }
  }

  func begin(_ intent: OperationIntent, in run: RunID) async throws(StateError) -> OperationID {
    try check(.begin(intent.address.name))
    let id = try await inner.begin(intent, in: run)
    addresses.withLock { $0[id] = intent.address }
    log.add("intent \(intent.verb.rawValue) \(intent.address.name)")
    return id
  }

  func complete(_ id: OperationID, _ result: OperationResult) async throws(StateError) {
    let name = addresses.withLock { $0[id]?.name } ?? "earlier"
    try check(.complete(name))
    try await inner.complete(id, result)
    switch result {
    case .recorded: log.add("recorded \(name)")
    case .deposed: log.add("deposed \(name)")
    case .removed: log.add("removed \(name)")
    case .failed: log.add("failed \(name)")
    }
  }

  func unfinishedOperations() async throws(StateError) -> [UnfinishedOperation] {
    try check(.unfinished)
    return try await inner.unfinishedOperations()
  }

  func read() async throws(StateError) -> RecordedState { try await inner.read() }
  func remember(_ revisions: [Revision]) async throws(StateError) { try await inner.remember(revisions) }
  func content(ofRevision arn: String) async -> JSON? { await inner.content(ofRevision: arn) }
  func acquireLock(_ request: LockRequest) async throws(StateError) -> LockInfo { try await inner.acquireLock(request) }
  func releaseLock(_ lock: LockInfo) async throws(StateError) { try await inner.releaseLock(lock) }
  func currentLock() async throws(StateError) -> LockInfo? { try await inner.currentLock() }
  func edit(_ edit: StateEdit) async throws(StateError) { try await inner.edit(edit) }
  func backUp() async throws(StateError) -> StateBackup? { try await inner.backUp() }
  func beginRun(_ run: RunDescription) async throws(StateError) -> RunID { try await inner.beginRun(run) }
  func finishRun(_ id: RunID, outcome: RunOutcome) async throws(StateError) { try await inner.finishRun(id, outcome: outcome) }
  func history(limit: Int) async throws(StateError) -> [RunRecord] { try await inner.history(limit: limit) }
}
