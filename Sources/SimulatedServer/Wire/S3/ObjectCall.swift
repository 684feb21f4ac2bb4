import AWS
import JSONDocument

/// A request of S3's own protocol, which is neither of the two others: the path names bucket and key, the query names
/// sub-resources, headers hold the conditions, and the body is the object (Amazon S3 API reference, "REST API").
///
/// All of it counts: a part of the query or a header of S3's own that is not known here is refused by name, since it could
/// make another operation of the request.
struct ObjectCall {
  var method: String
  /// As they were sent, with their percent signs.
  var path: String
  var query = ""
  /// By names in small letters.
  var headers: [String: String]
  var body: [UInt8]
  /// The bucket that the host's name begins with, as in `states.localhost`; nil: the path names it.
  var hostBucket: String?

  /// The error says what is not served.
  var request: Result<AWSRequest, AWSError> {
    do {
      return .success(try read())
    } catch {
      return .failure(error)
    }
  }

  private func read() throws(AWSError) -> AWSRequest {
    let (bucket, key) = place
    let level: ObjectOperations.Level = bucket == nil ? .service : key == nil ? .bucket : .object
    let query = try queryMembers()
    let subresource = ObjectOperations.subresource(in: query.map(\.name), level)
    guard var operation = ObjectOperations.name(method, level, subresource) else {
      let what = subresource.isEmpty ? "" : " with \"?\(subresource)\""
      throw .notServed("\(method) of \(level == .object ? "objects" : "buckets")\(what)")
    }
    if operation == "PutObject" || operation == "UploadPart", headers["x-amz-copy-source"] != nil {
      operation = operation == "PutObject" ? "CopyObject" : "UploadPartCopy"
    }
    guard let members = Self.parameters[operation] else { throw .notServed(operation) }
    var input: JSON = [:]
    if let bucket { input["Bucket"] = .string(bucket) }
    if let key { input["Key"] = .string(key) }
    for (name, value) in query where name != subresource && name != "x-id" {
      guard let member = members[name] else { throw .notServed("\(operation) with \"?\(name.prefix(60))\"") }
      input[member] = try Self.value(value, of: member)
    }
    try ObjectHeaders(headers: headers, operation: operation).add(to: &input)
    try addBody(of: operation, to: &input)
    return AWSRequest(.s3, operation, input)
  }

  /// What is served, and which members stand in its query.
  private static let parameters: [String: [String: String]] = [
    "ListBuckets": [:], "CreateBucket": [:], "HeadBucket": [:], "DeleteBucket": [:], "GetBucketLocation": [:],
    "GetBucketVersioning": [:], "PutBucketVersioning": [:], "PutObject": [:],
    "GetObject": ["versionId": "VersionId"], "HeadObject": ["versionId": "VersionId"], "DeleteObject": ["versionId": "VersionId"],
    "ListObjects": page.merging(["marker": "Marker"]) { first, _ in first },
    "ListObjectsV2": page.merging(["continuation-token": "ContinuationToken", "start-after": "StartAfter"]) { first, _ in first },
    "ListObjectVersions": page.merging(["key-marker": "KeyMarker", "version-id-marker": "VersionIdMarker"]) { first, _ in first },
  ]

  private static let page = [
    "prefix": "Prefix", "delimiter": "Delimiter", "max-keys": "MaxKeys", "encoding-type": "EncodingType",
  ]

  private static func value(_ text: String, of member: String) throws(AWSError) -> JSON? {
    guard member == "MaxKeys" else { return text.isEmpty ? nil : .string(text) }
    guard let number = Int32(text) else {
      throw AWSError(code: "InvalidArgument", message: "Provided max-keys not an integer or within integer range")
    }
    return .int(Int(number))
  }

  // MARK: Path and query

  private var place: (bucket: String?, key: String?) {
    var rest = path.dropFirst(path.hasPrefix("/") ? 1 : 0)
    var bucket = hostBucket
    if bucket == nil {
      let name = rest.prefix { $0 != "/" }
      guard !name.isEmpty else { return (nil, nil) }
      bucket = Self.decoded(name)
      rest = rest.dropFirst(name.count)
      rest = rest.dropFirst(rest.hasPrefix("/") ? 1 : 0)
    }
    return (bucket, rest.isEmpty ? nil : Self.decoded(rest))
  }

  private func queryMembers() throws(AWSError) -> [(name: String, value: String)] {
    var members: [(name: String, value: String)] = []
    for part in query.split(separator: "&") {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = Self.decoded(pair[0])
      guard !members.contains(where: { $0.name == name }) else {
        throw AWSError(code: "InvalidArgument", message: "\"\(name.prefix(60))\" stands twice in the query")
      }
      members.append((name, pair.count == 2 ? Self.decoded(pair[1]) : ""))
    }
    if let type = members.first(where: { $0.name == "list-type" }), type.value != "2" {
      throw AWSError(code: "InvalidArgument", message: "Invalid list-type")
    }
    return members
  }

  private static func decoded(_ text: some StringProtocol) -> String {
    String(decoding: PercentText.decoded(Array(text.utf8), plusIsSpace: false), as: UTF8.self)
  }

  // MARK: Body

  private func addBody(of operation: String, to input: inout JSON) throws(AWSError) {
    switch operation {
    case "PutObject":
      let bytes = isInPieces ? try AWSChunks.joined(body) : body
      guard let text = String(validating: bytes, as: UTF8.self) else { throw .notServed("objects that are no text") }
      input["Body"] = .string(text)
    case "CreateBucket":
      guard !body.isEmpty else { return }
      let configuration = try document("CreateBucketConfiguration")
      for child in configuration.children where child.name != "LocationConstraint" {
        throw .notServed("\(child.name.prefix(60)) of CreateBucket")
      }
      guard let place = configuration.text(of: "LocationConstraint"), !place.isEmpty else { return }
      input["CreateBucketConfiguration"] = ["LocationConstraint": .string(place)]
    case "PutBucketVersioning":
      let configuration = try document("VersioningConfiguration")
      input["VersioningConfiguration"] = .members(
        ("Status", configuration.text(of: "Status").map { .string($0) }),
        ("MFADelete", configuration.text(of: "MfaDelete").map { .string($0) }))
    default:
      guard body.isEmpty else { throw .notServed("\(operation) with a body") }
    }
  }

  private var isInPieces: Bool {
    headers["content-encoding"]?.contains("aws-chunked") == true
      || headers["x-amz-content-sha256"]?.hasPrefix("STREAMING-") == true
  }

  private func document(_ name: String) throws(AWSError) -> XMLElement {
    guard let root = XMLElement(document: body), root.name == name else {
      throw AWSError(
        code: "MalformedXML",
        message: "The XML you provided was not well-formed or did not validate against our published schema")
    }
    return root
  }
}

/// The headers of a request that say something about it.
struct ObjectHeaders {
  var headers: [String: String]
  var operation: String

  func add(to input: inout JSON) throws(AWSError) {
    var metadata: [(String, String)] = []
    for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
      if let member = Self.members[operation]?[name] ?? Self.membersOfAll[name] {
        if let kept = Self.kept(value, name) { input[member] = .string(kept) }
      } else if operation == "PutObject", name.hasPrefix("x-amz-meta-") {
        metadata.append((String(name.dropFirst("x-amz-meta-".count)), value))
      } else if Self.meansSomething(name), Self.defaults[name]?.contains(value) != true {
        throw .notServed("\(operation) with the header \(name.prefix(60))")
      }
    }
    guard !metadata.isEmpty else { return }
    input["Metadata"] = .object(JSONObject(metadata.map { JSONObject.Member(key: $0.0, value: .string($0.1)) }))
  }

  private static let membersOfAll = ["x-amz-expected-bucket-owner": "ExpectedBucketOwner"]
  private static let conditions = ["if-match": "IfMatch", "if-none-match": "IfNoneMatch"]

  private static let members: [String: [String: String]] = [
    "GetObject": conditions, "HeadObject": conditions, "DeleteObject": ["if-match": "IfMatch"],
    "PutObject": conditions.merging([
      "content-type": "ContentType", "cache-control": "CacheControl", "content-disposition": "ContentDisposition",
      "content-encoding": "ContentEncoding", "content-language": "ContentLanguage", "expires": "Expires",
      "x-amz-server-side-encryption": "ServerSideEncryption", "x-amz-server-side-encryption-aws-kms-key-id": "SSEKMSKeyId",
    ]) { first, _ in first },
  ]

  /// The coding of the transport is no part of the object.
  private static func kept(_ value: String, _ name: String) -> String? {
    guard name == "content-encoding" else { return value }
    let codings = value.split(separator: ",").map { $0.drop { $0 == " " } }.filter { $0 != "aws-chunked" && !$0.isEmpty }
    return codings.isEmpty ? nil : codings.joined(separator: ", ")
  }

  /// Headers of S3's own, and those of HTTP that ask for something else than the whole object.
  private static func meansSomething(_ name: String) -> Bool {
    if ["range", "if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range"].contains(name) {
      return true
    }
    return name.hasPrefix("x-amz-") && !transport.contains(name) && !name.hasPrefix("x-amz-checksum-")
  }

  /// About the request itself. Sums are not compared.
  private static let transport: Set<String> = [
    "x-amz-date", "x-amz-content-sha256", "x-amz-security-token", "x-amz-user-agent", "x-amz-sdk-checksum-algorithm",
    "x-amz-decoded-content-length", "x-amz-trailer", "x-amz-te", "x-amz-api-version", "x-amz-request-payer",
  ]

  /// What is so anyway.
  private static let defaults: [String: Set<String>] = [
    "x-amz-acl": ["private", "bucket-owner-full-control"], "x-amz-storage-class": ["STANDARD"],
    "x-amz-object-ownership": ["BucketOwnerEnforced"],
    "x-amz-bucket-object-lock-enabled": ["false", "False"],
  ]
}

/// Bodies that are sent in pieces with a signature each, and perhaps with sums behind them (Amazon S3 API reference,
/// "Signature calculations: transferring a payload in multiple chunks"): `SIZE;chunk-signature=…`, the piece, …
enum AWSChunks {
  static func joined(_ body: [UInt8]) throws(AWSError) -> [UInt8] {
    var joined: [UInt8] = []
    var rest = body[...]
    while true {
      guard let end = rest.firstIndex(of: UInt8(ascii: "\r")), rest[end...].dropFirst().first == UInt8(ascii: "\n"),
        let size = Int(String(decoding: rest[..<end].prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self), radix: 16), size >= 0
      else { throw incomplete }
      rest = rest[(end + 2)...]
      if size == 0 { return joined }
      guard rest.count >= size + 2 else { throw incomplete }
      joined += rest.prefix(size)
      rest = rest.dropFirst(size)
      guard Array(rest.prefix(2)) == Array("\r\n".utf8) else { throw incomplete }
      rest = rest.dropFirst(2)
    }
  }

  private static let incomplete = AWSError(
    code: "IncompleteBody", message: "The request body terminated unexpectedly")
}

extension AWSError {
  fileprivate static func notServed(_ what: String) -> AWSError {
    AWSError(code: "NotImplemented", message: "The simulated cloud does not serve \(what).")
  }
}
