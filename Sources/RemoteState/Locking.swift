package import Recording

extension S3StateStore {
  package func acquireLock(_ request: LockRequest) async throws(StateError) -> LockInfo {
    if let lock { throw .locked(await lock.info) }
    let (taken, former) = try await RemoteLock.take(request, objects, timing, clock, newId: newId)
    do throws(StateError) {
      try await begin(under: taken, former)
    } catch {
      lock = nil
      endWork()
      do throws(StateError) { try await taken.release() } catch {}
      throw error
    }
    await taken.keepAlive()
    return await taken.info
  }

  private func begin(under taken: RemoteLock, _ former: LockDocument?) async throws(StateError) {
    loss = nil
    try await beginWork(await taken.info.id)
    try await taken.raise(above: work?.fence ?? 0)
    work?.fence = await taken.info.lease?.fence ?? 0
    lock = taken
    // A holder that did not let go itself may still be about to write the object: from here on its condition fails.
    let mayBeContested = former.map { $0.holder != nil || $0.wasTaken } ?? true
    guard mayBeContested || work?.base == nil else { return }
    work?.changes += 1
    try await write(upTo: work?.changes ?? 0)
  }

  package func releaseLock(_ lock: LockInfo) async throws(StateError) {
    guard let own = self.lock, await own.info.id == lock.id else {
      return try await RemoteLock.release(lock.id, objects, newId: newId)
    }
    self.lock = nil
    endWork()
    view = nil
    loss = nil
    try await own.release()
  }

  package func currentLock() async throws(StateError) -> LockInfo? {
    try await RemoteLock.read(objects)?.document.holder
  }

  /// Nil when something may be changed now; otherwise why not: the lock is lost, or may be.
  package func reasonNotToChange() async -> String? {
    guard let lock else { return nil }
    if let loss { return "\(loss)" }
    do throws(StateError) {
      try await lock.check()
      return nil
    } catch {
      if case .notTheHolder = error { loss = error }
      return "\(error)"
    }
  }
}
