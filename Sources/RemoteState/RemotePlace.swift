/// Where a state lies in a bucket, with the objects beside it.
package struct RemotePlace: Sendable, Equatable, CustomStringConvertible {
  package var bucket: String
  package var key: String
  /// The account that the bucket must be of; nil: any.
  package var owner: String?

  package init(bucket: String, key: String, owner: String? = nil) {
    self.bucket = bucket
    self.key = key
    self.owner = owner
  }

  package var lockKey: String { key + ".lock" }
  /// Is there for a moment only, when the first lock of a state is taken.
  package var probeKey: String { key + ".probe" }

  package var description: String { "s3://\(bucket)/\(key)" }
}
