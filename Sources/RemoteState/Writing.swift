import AWS
import Recording

extension S3StateStore {
  /// Commits a change to the file and then to the object. Without the lock the condition alone keeps two writers apart.
  func change<Value: Sendable>(
    _ change: @Sendable (SQLiteStateStore) async throws(StateError) -> Value
  ) async throws(StateError) -> Value {
    if let loss { throw loss }
    if lock != nil { return try await commit(change) }
    try await beginWork(newId())
    let value: Value
    do throws(StateError) {
      value = try await change(cache)
    } catch {
      endWork()
      throw error
    }
    work?.changes += 1
    do throws(StateError) {
      try await write(upTo: work?.changes ?? 0)
    } catch {
      work = nil  // the file stays marked: nobody knows what it holds
      throw error
    }
    endWork()
    view = .cache
    return value
  }

  /// Whoever took the lock over on this machine works with the same file.
  private func commit<Value: Sendable>(
    _ change: @Sendable (SQLiteStateStore) async throws(StateError) -> Value
  ) async throws(StateError) -> Value {
    guard try cache.cacheMark()?.session == work?.session else { throw await overtaken() }
    let value = try await change(cache)
    work?.changes += 1
    try await write(upTo: work?.changes ?? 0)
    return value
  }

  /// Returns when the object has so many changes. While it is being written others gather, and go into the next writing.
  func write(upTo wanted: Int) async throws(StateError) {
    while let work, work.written < wanted {
      if let loss { throw loss }
      let task = writing ?? Task { await self.writeObject() }
      writing = task
      let error = await task.value
      if writing == task { writing = nil }
      if let error { throw error }
    }
  }

  private func writeObject() async -> StateError? {
    guard var work else { return nil }
    do throws(StateError) {
      let text = try cache.snapshotText(fence: work.fence, writing: newId())
      let changes = work.changes
      let condition = work.base.map(ObjectStore.Condition.tagged) ?? .absent
      guard let tag = try await objects.write(text, to: objects.place.key, condition) else { return await overtaken() }
      let before = CacheMark(tag: work.base, fence: work.fence, session: work.session)
      let after = CacheMark(tag: tag, fence: work.fence, session: work.session)
      work.base = tag
      work.written = changes
      work.changes = self.work?.changes ?? changes
      self.work = work
      _ = try cache.mark(after, expecting: before)
      return nil
    } catch {
      return error
    }
  }

  /// The object is not the one that we read: the lock was taken over, or somebody writes without it.
  private func overtaken() async -> StateError {
    guard let lock else { return objects.problem(.overwritten) }
    do throws(StateError) {
      let holder = try await RemoteLock.read(objects)?.document.holder
      let own = await lock.info.id
      let problem: StateError = holder?.id == own ? objects.problem(.overwritten) : .notTheHolder(holder)
      loss = problem
      return problem
    } catch {
      return error
    }
  }

  // MARK: The file

  /// Makes the file a copy of the object, and marks it as being worked on.
  func beginWork(_ session: String) async throws(StateError) {
    for _ in 1...5 {
      let mark = try cache.cacheMark()
      switch try await objects.read(objects.place.key, unless: mark?.session == nil ? mark?.tag : nil) {
      case .unchanged:
        guard let mark else { continue }
        try await unlockCopy()
        guard try cache.mark(CacheMark(tag: mark.tag, fence: mark.fence, session: session), expecting: mark) else { continue }
        work = Work(session: session, base: mark.tag, fence: mark.fence)
      case .absent:
        try await checkAbsence(mark)
        try await cache.prepare()
        try cache.beginAnew(CacheMark(tag: nil, fence: 0, session: session))
        work = Work(session: session, base: nil, fence: 0)
      case .found(let object):
        try await take(object, session)
      }
      return
    }
    throw objects.problem(.unreachable("its copy on this machine is written by others all the time"))
  }

  private func take(_ object: ObjectStore.Object, _ session: String) async throws(StateError) {
    let snapshot: StateSnapshot
    do throws(StateError) {
      snapshot = try await self.snapshot(in: object)
    } catch {
      guard replacesAnything else { throw error }
      try await cache.prepare()
      try cache.beginAnew(CacheMark(tag: object.tag, fence: 0, session: session))
      work = Work(session: session, base: object.tag, fence: 0)
      return
    }
    _ = try cache.replace(with: snapshot, CacheMark(tag: object.tag, fence: snapshot.fence, session: session))
    work = Work(session: session, base: object.tag, fence: snapshot.fence)
  }

  /// The file is a copy again; unless something of it never reached the object.
  func endWork() {
    if let work, work.changes == work.written, loss == nil {
      let now = CacheMark(tag: work.base, fence: work.fence, session: work.session)
      _ = try? cache.mark(CacheMark(tag: work.base, fence: work.fence, session: nil), expecting: now)
    }
    work = nil
  }
}
