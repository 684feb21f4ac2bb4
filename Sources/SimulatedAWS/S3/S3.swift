import AWS
import JSONDocument

/// Amazon S3, as far as objects of text, conditional writes and versions go.
enum S3 {
  private static let bucket = "Bucket*:string, ExpectedBucketOwner:string"
  private static let object = "\(bucket), Key*:string, VersionId:string, IfMatch:string, IfNoneMatch:string"
  private static let page = "\(bucket), Prefix:string, Delimiter:string, MaxKeys:integer, EncodingType:string"

  static let operations: [String: Operation] = buckets.merging(objects) { first, _ in first }

  private static let buckets: [String: Operation] = [
    "CreateBucket": .writes("Bucket*:string, CreateBucketConfiguration:{LocationConstraint:string}") {
      call, input throws(AWSError) in try Buckets(call).create(input)
    },
    "ListBuckets": .reads("") { call, _ throws(AWSError) in try Buckets(call).list() },
    "HeadBucket": .reads(bucket) { call, input throws(AWSError) in try Buckets(call).head(input) },
    "DeleteBucket": .writes(bucket) { call, input throws(AWSError) in try Buckets(call).delete(input) },
    "GetBucketLocation": .reads(bucket) { call, input throws(AWSError) in try Buckets(call).location(input) },
    "GetBucketVersioning": .reads(bucket) { call, input throws(AWSError) in try Buckets(call).versioning(input) },
    "PutBucketVersioning": .writes("\(bucket), VersioningConfiguration*:{Status:string, MFADelete:string}") {
      call, input throws(AWSError) in try Buckets(call).putVersioning(input)
    },
  ]

  private static let objects: [String: Operation] = [
    "PutObject": .writes(
      "\(bucket), Key*:string, Body:string, ContentType:string, CacheControl:string, ContentDisposition:string, "
        + "ContentEncoding:string, ContentLanguage:string, Expires:string, Metadata:map, "
        + "IfMatch:string, IfNoneMatch:string, ServerSideEncryption:string, SSEKMSKeyId:string, BucketKeyEnabled:boolean"
    ) { call, input throws(AWSError) in try Objects(call, input).put() },
    "GetObject": .reads(object) { call, input throws(AWSError) in try Objects(call, input).get() },
    "HeadObject": .reads(object) { call, input throws(AWSError) in try Objects(call, input).head() },
    "DeleteObject": .writes("\(bucket), Key*:string, VersionId:string, IfMatch:string") { call, input throws(AWSError) in
      try Objects(call, input).delete()
    },
    "ListObjects": .reads("\(page), Marker:string") { call, input throws(AWSError) in
      try ObjectListing(call, input).answer(marker: "Marker")
    },
    "ListObjectsV2": .reads("\(page), ContinuationToken:string, StartAfter:string") { call, input throws(AWSError) in
      try ObjectListing(call, input).answer()
    },
    "ListObjectVersions": .reads("\(page), KeyMarker:string, VersionIdMarker:string") { call, input throws(AWSError) in
      try VersionListing(call, input).answer()
    },
  ]
}

extension AWSError {
  /// What S3 has and this one has not.
  static func notSimulated(_ what: String) -> AWSError {
    AWSError(code: "NotImplemented", message: "The simulated cloud does not know \(what).")
  }
}
