import AWS
import JSONDocument

/// How S3 answers: objects as they are with their facts in headers, all else in XML (Amazon S3 API reference).
struct ObjectWire: Wire {
  /// Of HEAD, whose answers have no body, errors neither.
  var isHead: Bool
  /// The conditions of the request.
  var ifMatch: String?
  var ifNoneMatch: String?

  private static let namespace = "http://s3.amazonaws.com/doc/2006-03-01/"

  func success(_ answer: JSON, of request: AWSRequest, id: String) -> WireAnswer {
    var wire = WireAnswer(
      status: Self.withoutContent.contains(request.operation) ? 204 : 200, contentType: "application/xml", body: "")
    switch request.operation {
    case "GetObject", "HeadObject":
      wire.contentType = answer["ContentType"]?.stringValue ?? "binary/octet-stream"
      wire.body = isHead ? "" : answer["Body"]?.stringValue ?? ""
      if isHead, let length = answer["ContentLength"]?.intValue { wire.headers["Content-Length"] = "\(length)" }
    default:
      if let root = Self.roots[request.operation] { wire.body = Self.document(root, answer) }
    }
    addHeaders(answer, request, to: &wire)
    return wire
  }

  private static let withoutContent: Set<String> = ["DeleteObject", "DeleteBucket"]

  // MARK: Headers

  private static let headers = [
    "ETag": "ETag", "Location": "Location", "VersionId": "x-amz-version-id", "BucketRegion": "x-amz-bucket-region",
    "CacheControl": "Cache-Control", "ContentDisposition": "Content-Disposition", "ContentEncoding": "Content-Encoding",
    "ContentLanguage": "Content-Language", "Expires": "Expires",
    "ServerSideEncryption": "x-amz-server-side-encryption", "SSEKMSKeyId": "x-amz-server-side-encryption-aws-kms-key-id",
  ]

  private func addHeaders(_ answer: JSON, _ request: AWSRequest, to wire: inout WireAnswer) {
    guard Self.roots[request.operation] == nil else { return }
    for (member, header) in Self.headers { wire.headers[header] = answer[member]?.stringValue }
    for member in answer["Metadata"]?.objectValue ?? JSONObject() {
      wire.headers["x-amz-meta-\(member.key)"] = member.value.stringValue
    }
    if answer["DeleteMarker"]?.boolValue == true { wire.headers["x-amz-delete-marker"] = "true" }
    let time = answer["LastModified"]?.numberValue.flatMap { Double($0.text) }
    wire.headers["Last-Modified"] = time.flatMap(HTTPDate.text)
  }

  // MARK: Documents

  /// Of the operations that answer a document.
  private static let roots = [
    "ListBuckets": "ListAllMyBucketsResult", "ListObjects": "ListBucketResult", "ListObjectsV2": "ListBucketResult",
    "ListObjectVersions": "ListVersionsResult", "GetBucketVersioning": "VersioningConfiguration",
    "GetBucketLocation": "LocationConstraint",
  ]

  /// Elements that are not called as the API's members are, and stand in no element of their own when they are a list.
  private static let names = ["Versions": "Version", "DeleteMarkers": "DeleteMarker"]

  private static func document(_ root: String, _ answer: JSON) -> String {
    // The one document that is nothing but a text.
    let content = root == "LocationConstraint" ? XMLText.escaped(answer[root]?.stringValue ?? "") : members(of: answer)
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<\(root) xmlns=\"\(namespace)\">\(content)</\(root)>"
  }

  private static func members(of object: JSON) -> String {
    (object.objectValue.map(Array.init) ?? []).map { member in
      let name = names[member.key] ?? member.key
      guard let items = member.value.arrayValue else { return element(name, member) }
      guard member.key == "Buckets" else { return items.map { "<\(name)>\(members(of: $0))</\(name)>" }.joined() }
      return "<Buckets>" + items.map { "<Bucket>\(members(of: $0))</Bucket>" }.joined() + "</Buckets>"
    }.joined()
  }

  private static func element(_ name: String, _ member: JSONObject.Member) -> String {
    if member.value.objectValue != nil { return "<\(name)>\(members(of: member.value))</\(name)>" }
    let isTime = ["LastModified", "CreationDate"].contains(member.key)
    let time = isTime ? member.value.numberValue.flatMap { Double($0.text) }.flatMap(HTTPDate.timestamp) : nil
    return "<\(name)>\(XMLText.escaped(time ?? member.value.stringValue ?? member.value.text()))</\(name)>"
  }

  // MARK: Errors

  func failure(_ error: AWSError, id: String) -> WireAnswer {
    let status = Self.status(of: error)
    let text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>\(XMLText.escaped(error.wireCode))</Code>"
      + "<Message>\(XMLText.escaped(error.message))</Message>\(failedCondition(status))<RequestId>\(id)</RequestId></Error>"
    var answer = WireAnswer(status: status, contentType: "application/xml", body: isHead || status == 304 ? "" : text)
    // What was not changed is what the request has named.
    if status == 304 { answer.headers["ETag"] = ifNoneMatch }
    return answer
  }

  private func failedCondition(_ status: Int) -> String {
    guard status == 412, ifMatch ?? ifNoneMatch != nil else { return "" }
    return "<Condition>\(ifMatch == nil ? "If-None-Match" : "If-Match")</Condition>"
  }

  private static func status(of error: AWSError) -> Int {
    switch error.code {
    case "NoSuchBucket", "NoSuchKey", "NoSuchVersion": 404
    case "MethodNotAllowed": 405
    case "BucketAlreadyOwnedByYou", "BucketNotEmpty", "ConditionalRequestConflict": 409
    case "PreconditionFailed": 412
    case "NotImplemented": 501
    // What a client makes of an answer without a body.
    case "304", "403", "404", "405", "412": Int(error.code) ?? 400
    default: error.serverStatus ?? QueryWire.status(error.code)
    }
  }
}
