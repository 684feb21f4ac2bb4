import AWS
import JSONDocument

/// Amazon S3, as far as small objects of text and conditional writes go.
enum S3 {
  static let operations: [String: Operation] = [
    "CreateBucket": .writes("Bucket*:string") { call, input throws(AWSError) in try Buckets(call).create(input) },
    "PutObject": .writes(
      "Bucket*:string, Key*:string, Body:string, ContentType:string, IfMatch:string, IfNoneMatch:string"
    ) { call, input throws(AWSError) in try Objects(call, input).put() },
    "GetObject": .reads("Bucket*:string, Key*:string, IfMatch:string, IfNoneMatch:string") { call, input throws(AWSError) in
      try Objects(call, input).get()
    },
    "HeadObject": .reads("Bucket*:string, Key*:string, IfMatch:string, IfNoneMatch:string") { call, input throws(AWSError) in
      try Objects(call, input).head()
    },
    "DeleteObject": .writes("Bucket*:string, Key*:string, IfMatch:string") { call, input throws(AWSError) in
      try Objects(call, input).delete()
    },
  ]
}

/// Buckets; their names are those of one account and region here.
struct Buckets {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  func create(_ input: JSON) throws(AWSError) -> JSON {
    let name = input.string("Bucket") ?? ""
    guard (3...63).contains(name.utf8.count) else {
      throw AWSError(code: "InvalidBucketName", message: "The specified bucket is not valid.")
    }
    guard try !call.documents.contains(.buckets, name) else {
      throw AWSError(
        code: "BucketAlreadyOwnedByYou",
        message: "Your previous request to create the named bucket succeeded and you already own it.")
    }
    try call.documents.put(.buckets, name, .members(("Name", .string(name)), ("CreationDate", .time(call.now))))
    return ["Location": .string("/\(name)")]
  }
}
