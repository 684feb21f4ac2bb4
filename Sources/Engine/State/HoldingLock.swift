package import Recording

/// How the lock is asked for, and who hears what happens meanwhile.
package struct LockAttempt: Sendable {
  package var request: LockRequest
  package var wait: LockWait
  package var onEvent: @Sendable (LockWait.Event) -> Void

  package init(
    _ request: LockRequest, wait: LockWait = LockWait(), onEvent: @escaping @Sendable (LockWait.Event) -> Void = { _ in }
  ) {
    self.request = request
    self.wait = wait
    self.onEvent = onEvent
  }

  /// What becomes of the lock when the work has gone well.
  enum Ending {
    case released
    /// The work has put another file in the place of the one that holds the lock.
    case replaced
  }

  /// Does the work while this process alone may write, and lets go of the lock however the work ends. The only way to hold one.
  func holdingLock<T>(
    of store: any StateStore, ending: Ending = .released, _ work: (LockInfo) async throws -> T
  ) async throws -> T {
    let lock = try await mappingStateErrors { () async throws(StateError) in
      try await wait.acquire(request, in: store, onEvent: onEvent)
    }
    do {
      let result = try await work(lock)
      if ending == .released { try await mappingStateErrors { () async throws(StateError) in try await store.releaseLock(lock) } }
      return result
    } catch {
      try? await store.releaseLock(lock)
      throw error
    }
  }
}

extension Reconciler {
  /// Does the work while this process alone may write, and lets go of the lock however the work ends.
  package func holdingLock<T>(_ attempt: LockAttempt, _ work: (LockInfo) async throws -> T) async throws -> T {
    try await attempt.holdingLock(of: store, work)
  }
}
