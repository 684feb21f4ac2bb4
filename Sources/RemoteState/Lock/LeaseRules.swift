import Recording

/// The rules of taking a lock that lies in a bucket.
enum LeaseRules {
  /// The lock for `lock`, which must be free; or held by a process of this machine that is gone; or not renewed in time.
  ///
  /// `tolerance` is how many seconds the clocks of two machines may differ.
  static func taking(
    _ lock: LockInfo, over document: LockDocument?, at now: Timestamp, tolerance: Int64
  ) throws(StateError) -> LockInfo {
    var lock = lock
    if let held = document?.holder {
      if !held.isHolderGone(seenFrom: lock.request.host) {
        guard let ended = held.lease?.expires, ended.seconds + tolerance < now.seconds else { throw .locked(held) }
        lock.tookOverEnded = ended
      }
      lock.tookOverFrom = held.request
    }
    lock.process = ProcessMark(pid: lock.request.pid)
    return lock
  }
}
