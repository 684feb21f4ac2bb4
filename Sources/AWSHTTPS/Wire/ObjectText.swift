import AWS
import JSONDocument
import Providers

/// Calls of S3 about one object: its name is the path, its facts are headers (Amazon S3 API reference).
struct ObjectText {
  let request: AWSRequest
  let place: Place

  private static let methods = ["GetObject": "GET", "HeadObject": "HEAD", "PutObject": "PUT", "DeleteObject": "DELETE"]

  /// Members of inputs that are headers.
  private static let headers = [
    ("IfMatch", "If-Match"), ("IfNoneMatch", "If-None-Match"), ("ContentType", "Content-Type"),
    ("ExpectedBucketOwner", "x-amz-expected-bucket-owner"), ("ServerSideEncryption", "x-amz-server-side-encryption"),
    ("SSEKMSKeyId", "x-amz-server-side-encryption-aws-kms-key-id"),
  ]

  /// Whether there is a way to write it; other calls of S3 are made by no room.
  static func knows(_ operation: String) -> Bool { methods[operation] != nil }

  var http: HTTPRequest {
    let bucket = request.input["Bucket"]?.stringValue ?? ""
    let key = "/" + URLText.encoded(request.input["Key"]?.stringValue ?? "", keeping: "/")
    let isInHost = !place.isNamed && Self.isHostLabel(bucket)
    var http = HTTPRequest(
      method: Self.methods[request.operation] ?? "GET", scheme: place.scheme,
      host: isInHost ? "\(bucket).\(place.host)" : place.host,
      path: place.basePath + (isInHost ? "" : "/" + URLText.encoded(bucket)) + key,
      body: Array((request.input["Body"]?.stringValue ?? "").utf8))
    for (member, header) in Self.headers { http.set(header, request.input[member]?.stringValue) }
    if http.method == "PUT", request.input["ContentType"] == nil { http.set("Content-Type", "binary/octet-stream") }
    return http
  }

  /// A bucket whose name is part of the host: one with dots in it fits no certificate.
  private static func isHostLabel(_ bucket: String) -> Bool {
    (3...63).contains(bucket.utf8.count) && !bucket.hasPrefix("-") && !bucket.hasSuffix("-")
      && bucket.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D }
  }

  /// What an answer says of the object.
  static func answer(_ http: HTTPAnswer, of operation: String) throws(AWSError) -> JSON {
    var answer: JSON = [:]
    answer["ETag"] = http.headers["etag"].map { .string($0) }
    answer["VersionId"] = http.headers["x-amz-version-id"].map { .string($0) }
    if operation == "GetObject" {
      guard let text = String(validating: http.body, as: UTF8.self) else {
        throw AWSError(code: LocalErrorCode.badAnswer, message: "the object is not a text in UTF-8")
      }
      answer["Body"] = .string(text)
    }
    return answer
  }
}
