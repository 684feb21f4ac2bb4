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
      guard isGone(held, seenFrom: lock.request.host, at: now, tolerance: tolerance) else { throw .locked(held) }
      if !held.isHolderGone(seenFrom: lock.request.host) { lock.tookOverEnded = held.lease?.expires }
      lock.tookOverFrom = held.request
    }
    lock.process = ProcessMark(pid: lock.request.pid)
    return lock
  }

  static func isGone(_ held: LockInfo, seenFrom host: String, at now: Timestamp, tolerance: Int64) -> Bool {
    if held.isHolderGone(seenFrom: host) { return true }
    guard let ended = held.lease?.expires else { return false }
    return ended.seconds + tolerance < now.seconds
  }
}
