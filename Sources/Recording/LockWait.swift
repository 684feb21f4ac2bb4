/// Takes the lock of an environment, and waits for it where somebody else holds it.
package struct LockWait: Sendable {
  /// What a person wants to know while it is taken.
  package enum Event: Sendable, Equatable {
    /// Said once for each holder.
    case waiting(LockInfo)
    case tookOver(LockRequest)
    /// Nobody renewed the lock since then.
    case tookOverEnded(LockRequest, since: Timestamp)
  }

  /// How long to wait; zero: not at all.
  private let limit: Duration
  private let sleep: @Sendable (Duration) async throws -> Void

  package init(
    limit: Duration = .zero,
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.limit = limit
    self.sleep = sleep
  }

  /// Ends with `StateError.locked` when the time is over, or when the task is cancelled meanwhile.
  package func acquire(
    _ request: LockRequest, in store: any StateStore, onEvent: @Sendable (Event) -> Void
  ) async throws(StateError) -> LockInfo {
    var waited = Duration.zero
    var pause = Duration.milliseconds(250)
    var named: String?
    while true {
      do throws(StateError) {
        let lock = try await store.acquireLock(request)
        if let gone = lock.tookOverFrom {
          onEvent(lock.tookOverEnded.map { .tookOverEnded(gone, since: $0) } ?? .tookOver(gone))
        }
        return lock
      } catch {
        guard case .locked(let holder) = error, waited < limit else { throw error }
        if holder.id != named { onEvent(.waiting(holder)) }
        named = holder.id
        let turn = min(pause, limit - waited)
        do { try await sleep(turn) } catch { throw .locked(holder) }
        waited += turn
        pause = min(pause * 2, .seconds(4))
      }
    }
  }
}
