package import AWS
import JSONDocument

extension SimulatedCloud {
  /// Makes a bucket where the cloud is.
  package func makeBucket(_ name: String) async throws(AWSError) {
    var input: JSON = ["Bucket": .string(name)]
    if scope.region != Buckets.oldestRegion {
      input["CreateBucketConfiguration"] = ["LocationConstraint": .string(scope.region)]
    }
    _ = try await call(AWSRequest(.s3, "CreateBucket", input))
  }
}

/// Buckets; their names are those of one account and region here.
struct Buckets {
  let call: Call

  init(_ call: Call) {
    self.call = call
  }

  /// The bucket that an input names.
  func existing(_ input: JSON) throws(AWSError) -> JSON {
    guard let bucket = try call.documents.document(.buckets, input.string("Bucket") ?? "") else {
      throw AWSError(code: "NoSuchBucket", message: "The specified bucket does not exist")
    }
    if let owner = input.string("ExpectedBucketOwner"), owner != call.scope.account {
      throw AWSError(code: "AccessDenied", message: "Access Denied")
    }
    return bucket
  }

  func create(_ input: JSON) throws(AWSError) -> JSON {
    let name = input.string("Bucket") ?? ""
    guard Self.isName(name) else {
      throw AWSError(code: "InvalidBucketName", message: "The specified bucket is not valid.")
    }
    try checkLocation(input["CreateBucketConfiguration"]?.string("LocationConstraint"))
    guard try !call.documents.contains(.buckets, name) else {
      // S3 API reference, CreateBucket: the oldest region answers as if it were made.
      if isOldestRegion { return ["Location": .string("/\(name)")] }
      throw AWSError(
        code: "BucketAlreadyOwnedByYou",
        message: "Your previous request to create the named bucket succeeded and you already own it.")
    }
    try call.documents.put(.buckets, name, .members(("Name", .string(name)), ("CreationDate", .time(call.now))))
    return ["Location": .string("/\(name)")]
  }

  static let oldestRegion = "us-east-1"
  private var isOldestRegion: Bool { call.scope.region == Self.oldestRegion }

  /// Only the oldest region makes buckets without a location, and it has none that could be named.
  private func checkLocation(_ place: String?) throws(AWSError) {
    switch place {
    case nil where isOldestRegion: return
    case call.scope.region? where isOldestRegion:
      throw AWSError(code: "InvalidLocationConstraint", message: "The specified location-constraint is not valid")
    case call.scope.region?: return
    default:
      throw AWSError(
        code: "IllegalLocationConstraintException",
        message: "The \((place ?? "unspecified").prefix(60)) location constraint is incompatible for the region specific "
          + "endpoint this request was sent to.")
    }
  }

  /// S3 user guide, "General purpose bucket naming rules".
  private static func isName(_ name: String) -> Bool {
    let isPlain = name.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (0x30...0x39).contains(byte) || "-.".utf8.contains(byte)
    }
    return isPlain && (3...63).contains(name.utf8.count) && !"-.".contains(name.first ?? "-")
      && !"-.".contains(name.last ?? "-") && !name.contains("..")
  }

  func list() throws(AWSError) -> JSON {
    var buckets: [JSON] = []
    for name in try call.documents.keys(.buckets) {
      guard let bucket = try call.documents.document(.buckets, name) else { continue }
      buckets.append(.members(("Name", bucket["Name"]), ("CreationDate", bucket["CreationDate"])))
    }
    return ["Buckets": .array(buckets), "Owner": ["ID": .string(ownerId)]]
  }

  /// S3's own name for an account: 64 digits.
  private var ownerId: String { DeterministicId(seed: "canonical user \(call.scope.account)").hex(64) }

  func head(_ input: JSON) throws(AWSError) -> JSON {
    do {
      _ = try existing(input)
    } catch {
      // The answer has no body: clients make the code from the status.
      throw AWSError(code: error.code == "AccessDenied" ? "403" : "404", message: "Not Found")
    }
    return ["BucketRegion": .string(call.scope.region)]
  }

  func location(_ input: JSON) throws(AWSError) -> JSON {
    _ = try existing(input)
    return isOldestRegion ? [:] : ["LocationConstraint": .string(call.scope.region)]
  }

  func delete(_ input: JSON) throws(AWSError) -> JSON {
    _ = try existing(input)
    let name = input.string("Bucket") ?? ""
    for collection in [Collection.objects, .objectVersions] {
      guard try call.documents.keys(collection, prefix: "\(name)/", limit: 1).isEmpty else {
        throw AWSError(
          code: "BucketNotEmpty",
          message: "The bucket you tried to delete is not empty. You must delete all versions in the bucket.")
      }
    }
    try call.documents.remove(.buckets, name)
    return [:]
  }

  // MARK: Versioning

  /// Of a bucket that never had versions, nothing is said.
  func versioning(_ input: JSON) throws(AWSError) -> JSON {
    .members(("Status", try existing(input)["Versioning"]))
  }

  func putVersioning(_ input: JSON) throws(AWSError) -> JSON {
    var bucket = try existing(input)
    let wanted = input["VersioningConfiguration"] ?? [:]
    if let deleting = wanted.string("MFADelete"), deleting != "Disabled" { throw .notSimulated("MFA delete") }
    guard let status = wanted.string("Status") else {
      throw AWSError(
        code: "IllegalVersioningConfigurationException",
        message: "The Versioning element must be specified")
    }
    guard ["Enabled", "Suspended"].contains(status) else {
      throw AWSError(
        code: "MalformedXML",
        message: "The XML you provided was not well-formed or did not validate against our published schema")
    }
    bucket["Versioning"] = .string(status)
    try call.documents.put(.buckets, input.string("Bucket") ?? "", bucket)
    return [:]
  }
}
