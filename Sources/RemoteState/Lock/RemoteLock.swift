import AWS
import JSONDocument
import Recording

/// The lock of a state while we hold it: renewed in time, and asked before anything is changed.
///
/// Whoever takes it over writes the same object under a condition, so our next renewal fails and we know. Until then we
/// trust the lease as far as it reaches by our own clock, counted from before its last renewal was sent.
actor RemoteLock {
  private let objects: RemoteObjects
  private let timing: LeaseTiming
  private let clock: LeaseClock
  private let newId: @Sendable () -> String
  private(set) var info: LockInfo
  private var tag: String
  private var validUntil: Duration
  /// Why it is ours no more.
  private var loss: StateError?
  private var renewal: Task<StateError?, Never>?
  private var heart: Task<Void, Never>?

  private init(
    _ info: LockInfo, tag: String, validUntil: Duration, objects: RemoteObjects, timing: LeaseTiming, clock: LeaseClock,
    newId: @escaping @Sendable () -> String
  ) {
    self.info = info
    self.tag = tag
    self.validUntil = validUntil
    self.objects = objects
    self.timing = timing
    self.clock = clock
    self.newId = newId
  }

  deinit { heart?.cancel() }

  // MARK: Taking

  /// Takes the lock when it is free or its holder is gone. `former` is what was there.
  static func take(
    _ request: LockRequest, _ objects: RemoteObjects, _ timing: LeaseTiming, _ clock: LeaseClock,
    newId: @escaping @Sendable () -> String
  ) async throws(StateError) -> (lock: RemoteLock, former: LockDocument?) {
    for _ in 1...5 {
      let found = try await read(objects)
      if found == nil { try await checkConditions(objects, newId()) }
      var info = try LeaseRules.taking(
        LockInfo(id: newId(), request: request, since: clock.now()), over: found?.document, at: clock.now(),
        tolerance: timing.tolerance.components.seconds)
      let sent = clock.uptime()
      info.lease = Lease(fence: (found?.document.fence ?? 0) + 1, expires: clock.now().after(timing.duration))
      let text = LockDocument(info, writing: newId()).json.text()
      if let tag = try await objects.write(text, to: objects.place.lockKey, found.map { .tagged($0.tag) } ?? .absent) {
        let lock = RemoteLock(
          info, tag: tag, validUntil: sent + timing.duration, objects: objects, timing: timing, clock: clock, newId: newId)
        return (lock, found?.document)
      }
      // Somebody was quicker; who it is, the next turn says.
    }
    throw objects.problem(.unreachable("the lock is written by others all the time"))
  }

  /// Once in the life of a state: a store that takes every write would let two runs hold the lock.
  private static func checkConditions(_ objects: RemoteObjects, _ text: String) async throws(StateError) {
    guard try await objects.keepsConditions(text) else { throw objects.problem(.noConditions) }
  }

  /// The lock object as it is now; nil when there is none.
  static func read(_ objects: RemoteObjects) async throws(StateError) -> (document: LockDocument, tag: String)? {
    guard case .found(let object) = try await objects.read(objects.place.lockKey) else { return nil }
    do throws(LockDocument.ReadingError) {
      return (try LockDocument(text: object.text), object.tag)
    } catch {
      let path = "s3://\(objects.place.bucket)/\(objects.place.lockKey)"
      switch error {
      case .newerFormat(let found): throw .newerFormat(path: path, found: found, known: LockDocument.format)
      case .damaged(let what): throw .remote(place: path, .lockDamaged(what))
      }
    }
  }

  // MARK: Holding

  /// Goes on renewing until it is released or lost.
  func keepAlive() {
    heart = Task { [weak self, clock, timing] in
      while !Task.isCancelled {
        do { try await clock.sleep(timing.beat) } catch { return }
        guard let self, await self.beat() else { return }
      }
    }
  }

  private func beat() async -> Bool {
    do throws(StateError) { try await renew() } catch {}
    return loss == nil
  }

  /// Throws unless the lock is ours for as long as a call may take.
  func check() async throws(StateError) {
    if let loss { throw loss }
    if validUntil - clock.uptime() > timing.allowance { return }
    try await renew()
  }

  /// The number of this holder must be above that of every snapshot.
  func raise(above fence: Int) async throws(StateError) {
    guard let own = info.lease?.fence, own <= fence else { return }
    info.lease?.fence = fence + 1
    try await renew()
  }

  private func renew() async throws(StateError) {
    if let loss { throw loss }
    let task = renewal ?? Task { await self.renewOnce() }
    renewal = task
    let error = await task.value
    if renewal == task { renewal = nil }
    if let error { throw error }
  }

  private func renewOnce() async -> StateError? {
    for _ in 1...3 {
      let sent = clock.uptime()
      var next = info
      next.lease?.expires = clock.now().after(timing.duration)
      do throws(StateError) {
        if let tag = try await write(LockDocument(next, writing: newId())) {
          self.tag = tag
          info = next
          validUntil = sent + timing.duration
          return nil
        }
        if let loss = try await lookWhoseItIs() { return loss }
      } catch {
        return error
      }
    }
    return objects.problem(.unreachable("the lock could not be renewed"))
  }

  /// Few attempts: the next beat comes soon, and who waits for a renewal must hear of it.
  private func write(_ document: LockDocument) async throws(StateError) -> String? {
    try await objects.write(document.json.text(), to: objects.place.lockKey, .tagged(tag), attempts: 3)
  }

  /// The object has another tag than the one we know: somebody else wrote it, or a write of ours whose answer was lost.
  private func lookWhoseItIs() async throws(StateError) -> StateError? {
    let now = try await Self.read(objects)
    guard let now, now.document.holder?.id == info.id else {
      loss = .notTheHolder(now?.document.holder)
      return loss
    }
    tag = now.tag
    return nil
  }

  // MARK: Releasing

  func release() async throws(StateError) {
    heart?.cancel()
    _ = await renewal?.value
    if let loss { throw loss }
    for _ in 1...3 {
      let free = LockDocument(fence: info.lease?.fence ?? 0, holder: nil, writing: newId())
      if try await write(free) != nil { return }
      if let loss = try await lookWhoseItIs() { throw loss }
    }
    throw objects.problem(.unreachable("the lock could not be released"))
  }

  /// Releases a lock of somebody else, when it still has the id.
  static func release(_ id: String, _ objects: RemoteObjects, newId: @Sendable () -> String) async throws(StateError) {
    for _ in 1...3 {
      guard let found = try await read(objects), found.document.holder?.id == id else {
        throw .notTheHolder(try await read(objects)?.document.holder)
      }
      let free = LockDocument(fence: found.document.fence, holder: nil, wasTaken: true, writing: newId())
      if try await objects.write(free.json.text(), to: objects.place.lockKey, .tagged(found.tag)) != nil { return }
    }
    throw objects.problem(.unreachable("the lock is written by others all the time"))
  }
}

extension LockDocument {
  fileprivate init(_ info: LockInfo, writing: String) {
    self.init(fence: info.lease?.fence ?? 0, holder: info, writing: writing)
  }
}

extension Timestamp {
  func after(_ duration: Duration) -> Timestamp { Timestamp(seconds: seconds + duration.components.seconds) }
}
