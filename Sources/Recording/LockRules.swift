/// The rules of taking and releasing the lock, the same for every store.
enum LockRules {
  /// The lock for `lock`, which must be free, or held by a process of the same host that is gone.
  static func taking(_ lock: LockInfo, from held: LockInfo?) throws(StateError) -> LockInfo {
    var lock = lock
    if let held {
      guard held.isHolderGone(seenFrom: lock.request.host) else { throw .locked(held) }
      lock.tookOverFrom = held.request
    }
    lock.process = ProcessMark(pid: lock.request.pid)
    return lock
  }

  static func checkHolder(_ lock: LockInfo, _ held: LockInfo?) throws(StateError) {
    guard held?.id == lock.id else { throw .notTheHolder(held) }
  }
}
