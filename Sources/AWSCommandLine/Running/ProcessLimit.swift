import Synchronization

/// Lets a bounded number of tasks through at a time, in the order in which they came.
final class ProcessLimit: Sendable {
  private struct Waiter {
    var id: UInt64
    var continuation: CheckedContinuation<Bool, Never>
  }

  private struct State {
    var free: Int
    var nextId: UInt64 = 0
    var waiters: [Waiter] = []
  }

  private let state: Mutex<State>

  init(_ limit: Int) {
    state = Mutex(State(free: max(1, limit)))
  }

  /// Does the work when it is its turn; nil when the task was cancelled before that.
  func pass<Value>(_ work: () async -> Value) async -> Value? {
    guard await enter() else { return nil }
    defer { leave() }
    return await work()
  }

  private func enter() async -> Bool {
    let id = state.withLock { state in
      state.nextId += 1
      return state.nextId
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let answer: Bool? = state.withLock { state in
          // Cancellation that came before this is seen here; one that comes later finds the waiter.
          if Task.isCancelled { return false }
          if state.free > 0 {
            state.free -= 1
            return true
          }
          state.waiters.append(Waiter(id: id, continuation: continuation))
          return nil
        }
        if let answer { continuation.resume(returning: answer) }
      }
    } onCancel: {
      let waiter = state.withLock { state in
        state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0) }
      }
      waiter?.continuation.resume(returning: false)
    }
  }

  private func leave() {
    let next: Waiter? = state.withLock { state in
      guard !state.waiters.isEmpty else {
        state.free += 1
        return nil
      }
      return state.waiters.removeFirst()
    }
    next?.continuation.resume(returning: true)
  }
}
