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
}

extension Reconciler {
  /// Does the work while this process alone may write, and lets go of the lock however the work ends.
  package func holdingLock<T>(_ attempt: LockAttempt, _ work: (LockInfo) async throws -> T) async throws -> T {
    let lock: LockInfo
    do throws(StateError) {
      lock = try await attempt.wait.acquire(attempt.request, in: store, onEvent: attempt.onEvent)
    } catch {
      throw EngineError.state(error)
    }
    do {
      let result = try await work(lock)
      do throws(StateError) { try await store.releaseLock(lock) } catch { throw EngineError.state(error) }
      return result
    } catch {
      try? await store.releaseLock(lock)
      throw error
    }
  }
}
