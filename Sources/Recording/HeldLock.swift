/// A lock as it is kept, with what is needed to tell whether its holder still lives. The rules of every store.
struct HeldLock: Sendable, Equatable {
  var info: LockInfo
  /// Nil where the system does not tell when a process began.
  var process: ProcessMark?

  /// The lock for `lock`, which must be free, or held by a process of the same host that is gone.
  static func taking(_ lock: LockInfo, from held: HeldLock?) throws(StateError) -> HeldLock {
    var lock = lock
    if let held {
      guard held.info.request.host == lock.request.host,
        ProcessMark.isGone(pid: held.info.request.pid, since: held.process)
      else { throw .locked(held.info) }
      lock.tookOverFrom = held.info.request
    }
    return HeldLock(info: lock, process: ProcessMark(pid: lock.request.pid))
  }

  static func checkHolder(_ lock: LockInfo, _ held: HeldLock?) throws(StateError) {
    guard held?.info.id == lock.id else { throw .notTheHolder(held?.info) }
  }
}
