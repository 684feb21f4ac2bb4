/// Why the state that a team shares in a bucket could not be read or written.
package enum RemoteProblem: Sendable, Equatable {
  case bucketMissing(String)
  /// The identity used may not make this call.
  case forbidden(operation: String, message: String)
  /// `code` is the API's, or a client's own.
  case credentials(String, code: String?)
  case unreachable(String)
  case refused(operation: String, message: String)
  /// The store takes writes whatever their conditions say, or refuses all that have one.
  case noConditions
  /// The `aws` program is older than conditional writes.
  case programTooOld(String)
  case damaged(String)
  /// The lock's object, beside that of the state.
  case lockDamaged(String)
  /// The object holds the state of another environment.
  case otherEnvironment(String)
  /// It was written by something else while we held its lock.
  case overwritten
  /// It was there, as this machine remembers, and is gone.
  case vanished(serial: Int)
  /// The bucket holds nothing yet, and a file of this machine holds the state from before.
  case notMoved(file: String, serial: Int)
  /// The bucket holds a state already, which a state that is moved there would replace.
  case occupied(serial: Int)
  /// The file of this machine that copies the state cannot be used.
  case cacheDamaged(file: String, what: String)
}

extension RemoteProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .bucketMissing(let name): "there is no bucket \"\(name)\""
    case .forbidden(let operation, let message): "\(operation) is forbidden for the identity used: \(message)"
    case .credentials(let message, _): "there are no valid credentials: \(message)"
    case .unreachable(let message): "the store did not answer: \(message)"
    case .refused(let operation, let message): "\(operation) was refused: \(message)"
    case .noConditions: "the store does not keep to the conditions of conditional writes"
    case .programTooOld(let message): message
    case .lockDamaged(let what): "the lock cannot be used: \(what)"
    case .damaged(let what): "it is no state, or it is damaged: \(what)"
    case .otherEnvironment(let name): "it holds the state of the environment \"\(name)\""
    case .overwritten: "it was written by something else, although this run holds its lock"
    case .vanished(let serial): "it is gone; this machine has seen it at serial \(serial)"
    case .notMoved(let file, let serial): "it does not exist yet, and \(file) holds a state of serial \(serial)"
    case .occupied(let serial): "it holds a state of serial \(serial) already"
    case .cacheDamaged(let file, let what): "its copy on this machine, \(file), is damaged: \(what)"
    }
  }
}
