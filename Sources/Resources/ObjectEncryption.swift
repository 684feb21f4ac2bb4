/// How a bucket is told to encrypt an object (Amazon S3 API reference, PutObject, "x-amz-server-side-encryption").
///
/// Buckets whose policy denies a write without the header need it to be said with every one.
package enum ObjectEncryption: Sendable, Equatable {
  /// With keys of S3's own.
  case s3
  /// With a key in KMS: its id, its ARN or an alias.
  case kms(key: String)

  package var kmsKey: String? {
    switch self {
    case .s3: nil
    case .kms(let key): key
    }
  }
}
