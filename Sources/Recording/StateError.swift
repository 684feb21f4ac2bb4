package import Resources

/// Why the recorded state could not be read or written. Nothing is ever rebuilt silently.
package enum StateError: Error, Sendable, Equatable {
  /// The file was written by a newer program: it has format `found`, this program knows up to `known`.
  case newerFormat(path: String, found: Int, known: Int)
  /// The state belongs to a provider that this program does not know.
  case unknownProvider(path: String, name: String)
  /// The file is not a state file, or it is damaged.
  case damaged(path: String, what: String)
  /// The file is not there, but copies of it are: a new state in its place would know nothing of what was made.
  case vanished(path: String)
  /// The state belongs to another cloud, account or region.
  case otherProvider(path: String, recorded: ProviderIdentity, asked: ProviderIdentity)
  case locked(LockInfo)
  /// The lock that is to be released is not held, or is held by somebody else.
  case notTheHolder(LockInfo?)
  /// Nothing more can be written where the file lies. What was written before is whole.
  case diskFull(path: String)
  /// The file cannot be opened or written, for another reason: permission, a device that fails.
  case unavailable(path: String, what: String)
  /// What a team shares in a bucket; `place` is `s3://BUCKET/KEY`.
  case remote(place: String, RemoteProblem)
  /// It is encrypted, or should be; `path` is the file, or the place in a bucket.
  case encryption(path: String, EncryptionProblem)
}

/// What happened, in words that fit after a colon.
extension StateError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .newerFormat(let path, _, _): "\(path) was written by a newer reconcile"
    case .unknownProvider(let path, let name): "\(path) belongs to the provider \"\(name)\", which is unknown here"
    case .damaged(let path, let what): "\(path) is damaged: \(what)"
    case .vanished(let path): "\(path) is gone, although copies of it are kept"
    case .otherProvider(let path, _, _): "\(path) belongs to another cloud"
    case .locked(let lock): "\(lock.request.who) is running \(lock.request.operation)"
    case .notTheHolder(let holder?):
      "the lock of this run was taken over by \(holder.request.who) (\(holder.request.operation), process \(holder.request.pid) on \(holder.request.host))"
    case .notTheHolder(nil): "the lock of this run was released by somebody else"
    case .diskFull(let path): "there is no space left for \(path)"
    case .unavailable(let path, let what): "\(path): \(what)"
    case .remote(let place, let problem): "\(place): \(problem)"
    case .encryption(let path, let problem): "\(path): \(problem)"
    }
  }
}
