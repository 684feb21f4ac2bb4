/// Where a state lies in a bucket, with the objects beside it.
package struct RemotePlace: Sendable, Equatable, CustomStringConvertible {
  package var bucket: String
  package var key: String

  package init(bucket: String, key: String) {
    self.bucket = bucket
    self.key = key
  }

  package var lockKey: String { key + ".lock" }
  /// Is there for a moment only, when the first lock of a state is taken.
  package var probeKey: String { key + ".probe" }

  package var description: String { "s3://\(bucket)/\(key)" }
}
