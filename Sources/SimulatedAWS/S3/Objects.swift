import AWS
import JSONDocument
import Resources

/// One object of a bucket, and the conditions of a call (S3 user guide, "Conditional requests").
struct Objects {
  let call: Call
  private let input: JSON
  private let versioning: String?
  private let versions: ObjectVersions

  init(_ call: Call, _ input: JSON) throws(AWSError) {
    self.call = call
    self.input = input
    versioning = try Buckets(call).existing(input).string("Versioning")
    let key = input.string("Key") ?? ""
    guard (1...1024).contains(key.utf8.count) else {
      throw AWSError(code: "KeyTooLongError", message: "Your key is too long")
    }
    guard key.unicodeScalars.allSatisfy({ $0.value >= 0x20 }) else { throw .notSimulated("keys with control characters") }
    versions = ObjectVersions(call: call, bucket: input.string("Bucket") ?? "", key: key)
  }

  /// Nil also when the newest version says that the object was deleted.
  private func current() throws(AWSError) -> JSON? {
    try versions.newest().flatMap { ObjectVersions.isMarker($0) ? nil : $0 }
  }

  // MARK: Writing

  private static let keptMembers = [
    "ContentType", "CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "Expires", "Metadata",
    "SSEKMSKeyId", "BucketKeyEnabled",
  ]

  func put() throws(AWSError) -> JSON {
    let now = try current()
    if let wanted = input.string("IfNoneMatch") {
      guard wanted == "*" else {
        throw AWSError(
          code: "NotImplemented", message: "A header you provided implies functionality that is not implemented")
      }
      if now != nil { throw Self.preconditionFailed }
    }
    if let wanted = input.string("IfMatch") {
      guard let now else { throw Self.noSuchKey }
      if !Self.isTag(wanted, of: now) { throw Self.preconditionFailed }
    }
    let body = input.string("Body") ?? ""
    // As S3's own: it follows from the content alone.
    let tag = "\"\(ContentDigest(of: body).hex.prefix(32))\""
    var object: JSON = .members(
      ("Body", .string(body)), ("ETag", .string(tag)), ("ContentLength", .int(body.utf8.count)),
      ("LastModified", .time(call.now)))
    for member in Self.keptMembers { object[member] = input[member] ?? Optional.none }
    object.fill("ContentType", "binary/octet-stream")
    object["ServerSideEncryption"] = .string(try encryption())
    let version = try versions.add(object, versioning: versioning)
    return .members(
      ("ETag", .string(tag)), ("VersionId", version["VersionId"]), ("ServerSideEncryption", object["ServerSideEncryption"]),
      ("SSEKMSKeyId", object["SSEKMSKeyId"]))
  }

  /// Every object is encrypted; where nothing is said, with keys of S3's own (S3 user guide, "Setting default encryption").
  private func encryption() throws(AWSError) -> String {
    let asked = input.string("ServerSideEncryption") ?? "AES256"
    guard ["AES256", "aws:kms", "aws:kms:dsse"].contains(asked) else {
      throw AWSError(code: "InvalidArgument", message: "The encryption method specified is not supported")
    }
    guard input.string("SSEKMSKeyId") == nil || asked != "AES256" else {
      throw AWSError(
        code: "InvalidArgument",
        message: "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms")
    }
    return asked
  }

  /// An object that is not there is as good as deleted. In a bucket with versions a marker says so, and nothing is lost.
  func delete() throws(AWSError) -> JSON {
    if let wanted = input.string("IfMatch") {
      guard let now = try current() else { throw Self.noSuchKey }
      if wanted != "*", !Self.isTag(wanted, of: now) { throw Self.preconditionFailed }
    }
    if let id = input.string("VersionId") {
      let removed = try versions.remove(id)
      let isMarker: JSON? = removed.map(ObjectVersions.isMarker) == true ? true : nil
      return .members(("DeleteMarker", isMarker), ("VersionId", .string(id)))
    }
    guard let versioning else {
      try versions.removeAll()
      return [:]
    }
    let marker: JSON = .members(("DeleteMarker", true), ("LastModified", .time(call.now)))
    return .members(
      ("DeleteMarker", true), ("VersionId", try versions.add(marker, versioning: versioning)["VersionId"]))
  }

  // MARK: Reading

  func get() throws(AWSError) -> JSON {
    let now = try wanted()
    if let wanted = input.string("IfMatch"), !Self.isTag(wanted, of: now) { throw Self.preconditionFailed }
    if let wanted = input.string("IfNoneMatch"), Self.isTag(wanted, of: now) { throw Self.notModified }
    return now
  }

  /// An answer to HEAD has no body, so clients make its code from the status.
  func head() throws(AWSError) -> JSON {
    let now: JSON
    do {
      now = try wanted()
    } catch {
      throw AWSError(code: error.code == "MethodNotAllowed" ? "405" : "404", message: "Not Found")
    }
    if let wanted = input.string("IfMatch"), !Self.isTag(wanted, of: now) {
      throw AWSError(code: "412", message: "Precondition Failed")
    }
    if let wanted = input.string("IfNoneMatch"), Self.isTag(wanted, of: now) { throw Self.notModified }
    return now.without(["Body"])
  }

  private func wanted() throws(AWSError) -> JSON {
    guard let id = input.string("VersionId") else {
      guard let now = try current() else { throw Self.noSuchKey }
      return now
    }
    guard let version = try versions.version(id) else {
      throw AWSError(code: "NoSuchVersion", message: "The specified version does not exist.")
    }
    guard !ObjectVersions.isMarker(version) else {
      throw AWSError(
        code: "MethodNotAllowed", message: "The specified method is not allowed against this resource.")
    }
    return version
  }

  /// With or without quotation marks (moto's tests that were run against AWS: test_put_object_if_match).
  private static func isTag(_ text: String, of object: JSON) -> Bool {
    object.string("ETag").map { $0.filter { $0 != "\"" } } == text.filter { $0 != "\"" }
  }

  private static let noSuchKey = AWSError(code: "NoSuchKey", message: "The specified key does not exist.")
  /// The code that the aws program gives an answer without a body.
  private static let notModified = AWSError(code: "304", message: "Not Modified")
  private static let preconditionFailed = AWSError(
    code: "PreconditionFailed", message: "At least one of the pre-conditions you specified did not hold")
}
