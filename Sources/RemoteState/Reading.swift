import AWS
package import JSONDocument
package import Recording
package import Resources

extension S3StateStore {
  package func read() async throws(StateError) -> RecordedState {
    if lock != nil { return try await cache.read() }
    try await look()
    switch view {
    case nil, .nothing: return RecordedState()
    case .cache: return try await cache.read()
    case .memory(let snapshot): return snapshot.state.knowing((try? await cache.read())?.revisions ?? [:])
    }
  }

  package func unfinishedOperations() async throws(StateError) -> [UnfinishedOperation] {
    if lock == nil, view == nil { try await look() }
    guard lock == nil, case .memory(let snapshot) = view else {
      return try await isNothing ? [] : cache.unfinishedOperations()
    }
    return snapshot.open.map(\.operation)
  }

  package func history(limit: Int) async throws(StateError) -> [RunRecord] {
    if lock == nil, view == nil { try await look() }
    guard lock == nil, case .memory(let snapshot) = view else {
      return try await isNothing ? [] : cache.history(limit: limit)
    }
    return Array(snapshot.runs.prefix(limit))
  }

  private var isNothing: Bool {
    if lock == nil, case .nothing = view { true } else { false }
  }

  package func content(ofRevision arn: String) async -> JSON? {
    if lock == nil, case .memory(let snapshot) = view, let content = snapshot.content(ofRevision: arn) { return content }
    return await cache.content(ofRevision: arn)
  }

  /// Kept on this machine; the next writing of the object has it.
  package func remember(_ revisions: [Revision]) async throws(StateError) {
    guard try cache.cacheMark() != nil else { return }
    try await cache.remember(revisions)
  }

  /// Fetches the object unless the file is a copy of it. Nobody waits, and nothing but our copy is written.
  func look() async throws(StateError) {
    let mark = try cache.cacheMark()
    switch try await objects.read(objects.place.key, unless: mark?.session == nil ? mark?.tag : nil) {
    case .unchanged:
      try await unlockCopy()
      view = .cache
    case .absent:
      try await checkAbsence(mark)
      view = .nothing
    case .found(let object):
      let snapshot = try await snapshot(in: object)
      let copy = CacheMark(tag: object.tag, fence: snapshot.fence, session: nil)
      // A place where nothing can be written keeps nobody from reading.
      let isKept = mark?.session == nil && (try? cache.replace(with: snapshot, copy)) == true
      view = isKept ? .cache : .memory(snapshot)
    }
  }

  /// An object that is not there begins a new state, unless there was one: then somebody has lost it.
  func checkAbsence(_ mark: CacheMark?) async throws(StateError) {
    guard !replacesAnything else { return }
    if mark?.tag != nil, let serial = try await cache.read().version?.serial, serial > 0 {
      throw objects.problem(.vanished(serial: serial))
    }
    if let former, mark?.tag == nil {
      let serial = await former.serial()
      if serial > 0 { throw objects.problem(.notMoved(file: former.path, serial: serial)) }
    }
  }

  /// The file is a copy of what is there: whether that may be read, its header says.
  func unlockCopy() async throws(StateError) { try await cache.unlock(try cache.header(), of: objects.place.description) }

  func snapshot(in object: ObjectStore.Object) async throws(StateError) -> StateSnapshot {
    try await cache.unlock(StateSnapshot.header(in: object.text), of: objects.place.description)
    let snapshot: StateSnapshot
    do throws(StateSnapshot.ReadingError) {
      snapshot = try StateSnapshot(text: object.text)
    } catch {
      switch error {
      case .newerFormat(let found):
        throw .newerFormat(path: objects.place.description, found: found, known: StateDocument.format)
      case .damaged(let what): throw objects.problem(.damaged(what))
      case .encryption(let problem): throw .encryption(path: objects.place.description, problem)
      }
    }
    guard snapshot.document.environment == environment else {
      throw objects.problem(.otherEnvironment(snapshot.document.environment))
    }
    guard snapshot.document.provider.isSameCloud(as: provider) else {
      throw .otherProvider(path: objects.place.description, recorded: snapshot.document.provider, asked: provider)
    }
    return snapshot
  }

  /// Nil when there is no state yet. Looks at the object itself, not at the copy.
  package func audit(seenFrom host: String) async throws(StateError) -> StateAudit.Report? {
    let holder = try await currentLock()
    let isGone =
      holder.map { LeaseRules.isGone($0, seenFrom: host, at: clock.now(), tolerance: timing.tolerance.components.seconds) }
      ?? true
    switch try await objects.read(objects.place.key) {
    case .found(let object): return try await snapshot(in: object).audit(heldBy: isGone ? nil : holder)
    case .absent, .unchanged:
      try await checkAbsence(try cache.cacheMark())
      return nil
    }
  }
}

extension RecordedState {
  /// With revisions that this machine has read by itself.
  fileprivate func knowing(_ others: [String: [RecordedRevision]]) -> RecordedState {
    var state = self
    state.revisions.merge(others) { own, other in Set(own + other).sorted { $0.number > $1.number } }
    return state
  }
}
