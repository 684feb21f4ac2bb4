import AWS
import Recording

/// The objects of one state, with errors in the words of states.
///
/// Nothing here hears cancellation: who is told to stop still has to write down what was done, and to release the lock.
struct RemoteObjects: Sendable {
  let store: ObjectStore
  let place: RemotePlace

  func read(_ key: String, unless tag: String? = nil) async throws(StateError) -> ObjectStore.Reading {
    try await done { () async throws(ObjectError) in try await store.read(key, unless: tag) }
  }

  /// The new tag; nil when the object is not what the condition says.
  func write(
    _ text: String, to key: String, _ condition: ObjectStore.Condition, attempts: Int = .max
  ) async throws(StateError) -> String? {
    try await done { () async throws(ObjectError) in
      do throws(ObjectError) {
        return try await store.write(text, to: key, condition, attempts: attempts)
      } catch {
        guard error.kind == .preconditionFailed else { throw error }
        return nil
      }
    }
  }

  func keepsConditions(_ text: String) async throws(StateError) -> Bool {
    try await done { () async throws(ObjectError) in try await store.keepsConditions(probing: place.probeKey, text) }
  }

  func problem(_ problem: RemoteProblem) -> StateError { .remote(place: place.description, problem) }

  private func done<Value: Sendable>(
    _ work: @escaping @Sendable () async throws(ObjectError) -> Value
  ) async throws(StateError) -> Value {
    let task = Task { () async -> Result<Value, ObjectError> in
      do throws(ObjectError) { return .success(try await work()) } catch { return .failure(error) }
    }
    switch await task.value {
    case .success(let value): return value
    case .failure(let error): throw problem(RemoteProblem(error, bucket: place.bucket))
    }
  }
}

extension RemoteProblem {
  fileprivate init(_ error: ObjectError, bucket: String) {
    switch error.kind {
    case .bucketMissing: self = .bucketMissing(bucket)
    case .forbidden: self = .forbidden(operation: error.operation, message: error.message)
    case .credentials: self = .credentials(error.message, code: error.code)
    case .unreachable, .cancelled: self = .unreachable(error.message)
    case .noConditions: self = .noConditions
    case .programTooOld: self = .programTooOld(error.message)
    case .preconditionFailed, .refused: self = .refused(operation: error.operation, message: error.message)
    }
  }
}
