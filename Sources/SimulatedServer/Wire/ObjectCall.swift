import AWS
import JSONDocument

/// A request of S3's own protocol, which is neither of the two others: the path names bucket and key, headers hold the
/// conditions, and the body is the object (Amazon S3 API reference, "REST API"). Buckets stand in the path, as clients put
/// them there for an address of numbers.
struct ObjectCall {
  var method: String
  /// As it was sent, with its percent signs.
  var path: String
  /// By names in small letters.
  var headers: [String: String]
  var body: [UInt8]

  /// The error says what is not served.
  var request: Result<AWSRequest, AWSError> {
    let parts = path.drop { $0 == "/" }.split(separator: "/", maxSplits: 1)
      .map { String(decoding: PercentText.decoded($0.utf8, plusIsSpace: false), as: UTF8.self) }
    guard let bucket = parts.first else { return .failure(.notServed("lists of buckets")) }
    var input: JSON = ["Bucket": .string(bucket)]
    guard parts.count == 2 else {
      return method == "PUT" ? .success(AWSRequest(.s3, "CreateBucket", input)) : .failure(.notServed("\(method) of buckets"))
    }
    input["Key"] = .string(parts[1])
    for (member, header) in [("IfMatch", "if-match"), ("IfNoneMatch", "if-none-match")] {
      if let condition = headers[header] { input[member] = .string(condition) }
    }
    switch method {
    case "GET": return .success(AWSRequest(.s3, "GetObject", input))
    case "HEAD": return .success(AWSRequest(.s3, "HeadObject", input))
    case "DELETE": return .success(AWSRequest(.s3, "DeleteObject", input))
    case "PUT": return put(input)
    default: return .failure(.notServed("\(method) of objects"))
    }
  }

  private func put(_ place: JSON) -> Result<AWSRequest, AWSError> {
    guard headers["x-amz-copy-source"] == nil else { return .failure(.notServed("copies of objects")) }
    if headers["content-encoding"]?.contains("aws-chunked") == true {
      return .failure(.notServed("bodies in signed pieces"))
    }
    guard let text = String(validating: body, as: UTF8.self) else { return .failure(.notServed("objects that are no text")) }
    var input = place
    input["Body"] = .string(text)
    if let type = headers["content-type"] { input["ContentType"] = .string(type) }
    return .success(AWSRequest(.s3, "PutObject", input))
  }
}

extension AWSError {
  fileprivate static func notServed(_ what: String) -> AWSError {
    AWSError(code: "NotImplemented", message: "The simulated cloud does not serve \(what).")
  }
}
