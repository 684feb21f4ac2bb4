import AWS
import JSONDocument
import Resources

/// One object of a bucket, and the conditions of a call (S3 user guide, "Conditional requests").
struct Objects {
  let call: Call
  private let input: JSON
  private let bucket: String
  private let key: String

  init(_ call: Call, _ input: JSON) throws(AWSError) {
    self.call = call
    self.input = input
    bucket = input.string("Bucket") ?? ""
    key = input.string("Key") ?? ""
    guard try call.documents.contains(.buckets, bucket) else {
      throw AWSError(code: "NoSuchBucket", message: "The specified bucket does not exist")
    }
    guard (1...1024).contains(key.utf8.count) else {
      throw AWSError(code: "KeyTooLongError", message: "Your key is too long")
    }
  }

  private var document: String { "\(bucket)/\(key)" }

  private func current() throws(AWSError) -> JSON? { try call.documents.document(.objects, document) }

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
      if now.string("ETag") != wanted { throw Self.preconditionFailed }
    }
    let body = input.string("Body") ?? ""
    // As S3's own: it follows from the content alone.
    let tag = "\"\(ContentDigest(of: body).hex.prefix(32))\""
    try call.documents.put(
      .objects, document,
      .members(
        ("Body", .string(body)), ("ETag", .string(tag)), ("ContentLength", .int(body.utf8.count)),
        ("ContentType", input["ContentType"] ?? "binary/octet-stream"), ("LastModified", .time(call.now))))
    return ["ETag": .string(tag)]
  }

  func get() throws(AWSError) -> JSON {
    guard let now = try current() else { throw Self.noSuchKey }
    if let wanted = input.string("IfMatch"), now.string("ETag") != wanted { throw Self.preconditionFailed }
    if let wanted = input.string("IfNoneMatch"), now.string("ETag") == wanted {
      // The code that the aws program gives an answer without a body.
      throw AWSError(code: "304", message: "Not Modified")
    }
    return now
  }

  func head() throws(AWSError) -> JSON {
    guard let now = try current() else { throw AWSError(code: "404", message: "Not Found") }
    if let wanted = input.string("IfMatch"), now.string("ETag") != wanted {
      throw AWSError(code: "412", message: "Precondition Failed")
    }
    if let wanted = input.string("IfNoneMatch"), now.string("ETag") == wanted {
      throw AWSError(code: "304", message: "Not Modified")
    }
    return now.without(["Body"])
  }

  /// An object that is not there is as good as deleted.
  func delete() throws(AWSError) -> JSON {
    if let wanted = input.string("IfMatch") {
      guard let now = try current() else { throw Self.noSuchKey }
      if now.string("ETag") != wanted { throw Self.preconditionFailed }
    }
    try call.documents.remove(.objects, document)
    return [:]
  }

  private static let noSuchKey = AWSError(code: "NoSuchKey", message: "The specified key does not exist.")
  private static let preconditionFailed = AWSError(
    code: "PreconditionFailed", message: "At least one of the pre-conditions you specified did not hold")
}
