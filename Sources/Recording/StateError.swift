package import Resources

/// Why the recorded state could not be read or written. Nothing is ever rebuilt silently.
package enum StateError: Error, Sendable, Equatable {
  /// The file was written by a newer program: it has format `found`, this program knows up to `known`.
  case newerFormat(path: String, found: Int, known: Int)
  /// The file is not a state file, or it is damaged.
  case damaged(path: String, what: String)
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
}
