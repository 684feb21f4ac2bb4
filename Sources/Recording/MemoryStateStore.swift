package import JSONDocument
package import Resources
import Synchronization

/// A state store that lives as long as its process: for tests, and for looking at an environment that keeps no state.
package final class MemoryStateStore: StateStore, Sendable {
  private let now: @Sendable () -> Timestamp
  private let newId: @Sendable () -> String
  private let content = Mutex(Content())

  fileprivate struct Content {
    var version: StateVersion?
    var resources: [Address: RecordedResource] = [:]
    var deposed: [DeposedResource] = []
    var revisions: [String: Revision] = [:]
    /// By family, the newest first.
    var recordedRevisions: [String: [RecordedRevision]] = [:]
    var lock: LockInfo?
    var runs: [RunRecord] = []
    var operations = 0
    var unfinished: [Int: UnfinishedOperation] = [:]
    var runOfOperation: [Int: Int] = [:]
  }

  package init(
    now: @escaping @Sendable () -> Timestamp = SystemClock.now, newId: @escaping @Sendable () -> String = RandomId.make
  ) {
    self.now = now
    self.newId = newId
  }

  // MARK: State

  package func read() async throws(StateError) -> RecordedState {
    content.withLock { content in
      RecordedState(
        version: content.version, resources: Array(content.resources.values),
        revisions: content.recordedRevisions, deposed: content.deposed)
    }
  }

  package func remember(_ revisions: [Revision]) async throws(StateError) {
    content.withLock { content in
      guard content.version != nil else { return }
      content.keep(revisions)
    }
  }

  package func content(ofRevision arn: String) async -> JSON? {
    content.withLock { $0.revisions[arn]?.content }
  }

  // MARK: Lock

  package func acquireLock(_ request: LockRequest) async throws(StateError) -> LockInfo {
    try write { content throws(StateError) in
      let taken = try LockRules.taking(LockInfo(id: newId(), request: request, since: now()), from: content.lock)
      content.lock = taken
      content.lock?.tookOverFrom = nil
      return taken
    }
  }

  package func releaseLock(_ lock: LockInfo) async throws(StateError) {
    try write { content throws(StateError) in
      try LockRules.checkHolder(lock, content.lock)
      content.lock = nil
    }
  }

  package func currentLock() async throws(StateError) -> LockInfo? {
    content.withLock { $0.lock }
  }

  // MARK: By hand

  package func edit(_ edit: StateEdit) async throws(StateError) {
    try write { content throws(StateError) in
      for address in edit.removed {
        if let identity = content.resources[address]?.identity { content.remove(address, identity) }
      }
      for resource in edit.written { content.put(resource) }
      if let deposed = edit.deposed, deposed != content.deposed {
        content.deposed = deposed
        content.version?.serial += 1
      }
      content.keep(edit.revisions)
      if let version = edit.version { content.version = version }
    }
  }

  package func backUp() async throws(StateError) -> StateBackup? { nil }

  // MARK: Runs and operations

  package func beginRun(_ run: RunDescription) async throws(StateError) -> RunID {
    try write { content throws(StateError) in
      let id = RunID(content.runs.count + 1)
      content.runs.append(
        RunRecord(
          id: id, description: run, startedAt: now(), finishedAt: nil, outcome: nil,
          serialBefore: content.version?.serial ?? 0, serialAfter: nil))
      return id
    }
  }

  package func finishRun(_ id: RunID, outcome: RunOutcome) async throws(StateError) {
    try write { content throws(StateError) in
      let index = id.number - 1
      guard content.runs.indices.contains(index), content.runs[index].finishedAt == nil else {
        throw Self.misuse("run \(id.number) is not open")
      }
      content.runs[index].finishedAt = now()
      content.runs[index].outcome = outcome
      content.runs[index].serialAfter = content.version?.serial
    }
  }

  package func begin(_ intent: OperationIntent, in run: RunID) async throws(StateError) -> OperationID {
    try write { content throws(StateError) in
      guard content.runs.indices.contains(run.number - 1) else { throw Self.misuse("there is no run \(run.number)") }
      content.operations += 1
      let id = OperationID(content.operations)
      content.runOfOperation[id.number] = run.number
      content.unfinished[id.number] = UnfinishedOperation(id: id, intent: intent, startedAt: now())
      return id
    }
  }

  package func complete(_ id: OperationID, _ result: OperationResult) async throws(StateError) {
    try write { content throws(StateError) in
      guard content.unfinished.removeValue(forKey: id.number) != nil else {
        throw Self.misuse("operation \(id.number) is not open")
      }
      switch result {
      case .recorded(let resource, let revision):
        if let revision { content.keep([revision]) }
        content.write(resource, replacingIn: content.runOfOperation[id.number])
      case .deposed(let resource, let revision):
        if let revision { content.keep([revision]) }
        guard !content.resources.values.contains(where: { $0.identity == resource.identity }) else { break }
        content.deposed.removeAll { $0.identity == resource.identity }
        content.deposed.append(DeposedResource(resource, replacedIn: content.runOfOperation[id.number]))
        content.version?.serial += 1
      case .removed(let address, let identity): content.remove(address, identity)
      case .failed: break
      }
    }
  }

  package func unfinishedOperations() async throws(StateError) -> [UnfinishedOperation] {
    content.withLock { $0.unfinished.values.sorted { $0.id.number < $1.id.number } }
  }

  package func history(limit: Int) async throws(StateError) -> [RunRecord] {
    content.withLock { Array($0.runs.reversed().prefix(limit)) }
  }

  /// The first write begins the state.
  private func write<T: Sendable>(_ work: (inout Content) throws(StateError) -> T) throws(StateError) -> T {
    try content.withLock { content throws(StateError) in
      if content.version == nil { content.version = StateVersion(lineage: newId(), serial: 0) }
      return try work(&content)
    }
  }

  private static func misuse(_ what: String) -> StateError {
    .unavailable(path: "(memory)", what: what)
  }
}

extension MemoryStateStore.Content {
  fileprivate mutating func keep(_ revisions: [Revision]) {
    for revision in revisions where self.revisions[revision.arn] == nil {
      self.revisions[revision.arn] = revision
      recordedRevisions[revision.family, default: []].append(revision.recorded)
      recordedRevisions[revision.family]?.sort { $0.number > $1.number }
    }
  }

  fileprivate mutating func write(_ resource: RecordedResource, replacingIn run: Int?) {
    if let old = resources[resource.address], old.identity != resource.identity, old.identity.kind.reading != .nothing,
      !resources.values.contains(where: { $0.identity == old.identity && $0.address != old.address })
    {
      deposed.append(DeposedResource(old, replacedIn: run))
    }
    put(resource)
  }

  /// An object that an address stands for is deposed no longer.
  fileprivate mutating func put(_ resource: RecordedResource) {
    deposed.removeAll { $0.identity == resource.identity }
    guard resources.updateValue(resource, forKey: resource.address) != resource else { return }
    version?.serial += 1
  }

  fileprivate mutating func remove(_ address: Address, _ identity: ResourceIdentity) {
    let known = deposed.count
    deposed.removeAll { $0.address == address && $0.identity == identity }
    let isRecorded = resources[address]?.identity == identity
    if isRecorded { resources[address] = nil }
    if isRecorded || deposed.count != known { version?.serial += 1 }
  }
}
