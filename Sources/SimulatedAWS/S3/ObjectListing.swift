import AWS
import JSONDocument

/// ListObjects and ListObjectsV2: one page of a bucket's objects in the order of their keys' bytes. Keys that have the
/// delimiter behind the prefix are told together, by what they begin with.
struct ObjectListing {
  let call: Call
  private let input: JSON
  private let limit: Int

  private enum Entry {
    case object(key: String, JSON)
    case commonPrefix(String)

    var name: String {
      switch self {
      case .object(let key, _): key
      case .commonPrefix(let prefix): prefix
      }
    }
  }

  init(_ call: Call, _ input: JSON) throws(AWSError) {
    _ = try Buckets(call).existing(input)
    self.call = call
    self.input = input
    limit = try Self.limit(input)
  }

  /// S3 takes more than a thousand and answers a thousand.
  static func limit(_ input: JSON) throws(AWSError) -> Int {
    if let kind = input.string("EncodingType"), kind != "url" {
      throw AWSError(code: "InvalidArgument", message: "Invalid Encoding Method specified in Request")
    }
    let limit = input["MaxKeys"]?.intValue ?? 1000
    guard limit >= 0 else {
      throw AWSError(code: "InvalidArgument", message: "Argument maxKeys must be an integer between 0 and 2147483647")
    }
    return min(limit, 1000)
  }

  /// `marker`: the member of the older operation that says where the page begins.
  func answer(marker: String? = nil) throws(AWSError) -> JSON {
    let token = input.string("ContinuationToken")
    if let token, ObjectToken.key(in: token) == nil {
      throw AWSError(code: "InvalidArgument", message: "The continuation token provided is incorrect")
    }
    let start = marker.map { input.string($0) } ?? token.flatMap(ObjectToken.key) ?? input.string("StartAfter")
    var entries = try entries(after: start ?? "")
    let isTruncated = entries.count > limit
    entries = Array(entries.prefix(limit))
    let last = isTruncated ? entries.last?.name : nil
    var answer: JSON = .members(
      ("Name", input["Bucket"]), ("Prefix", encoded(input.string("Prefix") ?? "")),
      ("Delimiter", input.string("Delimiter").map(encoded)), ("MaxKeys", .int(limit)), ("EncodingType", input["EncodingType"]),
      ("IsTruncated", .bool(isTruncated)), ("Contents", contents(entries)), ("CommonPrefixes", commonPrefixes(entries)))
    if let marker {
      answer["Marker"] = encoded(input.string(marker) ?? "")
      // Without a delimiter the last key is the next marker.
      if let last, input["Delimiter"] != nil { answer["NextMarker"] = encoded(last) }
    } else {
      answer["KeyCount"] = .int(entries.count)
      answer["ContinuationToken"] = input["ContinuationToken"] ?? Optional.none
      answer["StartAfter"] = input.string("StartAfter").map(encoded) ?? Optional.none
      if let last { answer["NextContinuationToken"] = .string(ObjectToken.text(last)) }
    }
    return answer
  }

  /// One more than fits, if there are more.
  private func entries(after start: String) throws(AWSError) -> [Entry] {
    let bucket = (input.string("Bucket") ?? "") + "/"
    let prefix = input.string("Prefix") ?? ""
    guard limit > 0 else { return [] }
    var entries: [Entry] = []
    // A page that ended with a common prefix goes on behind all that begins with it.
    var last = commonPrefix(of: start, prefix) == start ? start + "\u{10FFFF}" : start
    while entries.count <= limit {
      let keys = try call.documents.keys(.objects, prefix: bucket + prefix, after: bucket + last, limit: 1)
      guard let key = keys.first.map({ String($0.dropFirst(bucket.count)) }) else { return entries }
      last = key
      guard let object = try call.documents.document(.objects, bucket + key), !ObjectVersions.isMarker(object) else { continue }
      if let common = commonPrefix(of: key, prefix) {
        entries.append(.commonPrefix(common))
        last = common + "\u{10FFFF}"
      } else {
        entries.append(.object(key: key, object))
      }
    }
    return entries
  }

  private func commonPrefix(of key: String, _ prefix: String) -> String? {
    guard let delimiter = input.string("Delimiter"), !delimiter.isEmpty, key.hasPrefix(prefix) else { return nil }
    return key.dropFirst(prefix.count).firstRange(of: delimiter).map { String(key[..<$0.upperBound]) }
  }

  private func contents(_ entries: [Entry]) -> JSON? {
    let objects: [JSON] = entries.compactMap { entry in
      guard case .object(let key, let object) = entry else { return nil }
      return .members(
        ("Key", encoded(key)), ("LastModified", object["LastModified"]), ("ETag", object["ETag"]),
        ("Size", object["ContentLength"]), ("StorageClass", "STANDARD"))
    }
    return objects.isEmpty ? nil : .array(objects)
  }

  private func commonPrefixes(_ entries: [Entry]) -> JSON? {
    let prefixes: [JSON] = entries.compactMap { entry in
      guard case .commonPrefix(let prefix) = entry else { return nil }
      return ["Prefix": encoded(prefix)]
    }
    return prefixes.isEmpty ? nil : .array(prefixes)
  }

  private func encoded(_ text: String) -> JSON { ObjectToken.encoded(text, input) }
}

/// How listings write keys.
enum ObjectToken {
  /// A token hides a key, so that nobody makes one of his own.
  static func text(_ key: String) -> String { hex(key.utf8.map { $0 ^ 0x5A }) }

  static func key(in token: String) -> String? {
    var bytes: [UInt8] = []
    var rest = token.utf8[...]
    while !rest.isEmpty {
      guard let byte = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count > 1 else { return nil }
      bytes.append(byte ^ 0x5A)
      rest = rest.dropFirst(2)
    }
    return bytes.isEmpty ? nil : String(validating: bytes, as: UTF8.self)
  }

  /// With percent signs where the caller asks for it, because XML cannot hold every key.
  static func encoded(_ text: String, _ input: JSON) -> JSON {
    guard input.string("EncodingType") == "url" else { return .string(text) }
    let isPlain: (UInt8) -> Bool = { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || "-_.~/".utf8.contains(byte)
    }
    return .string(
      text.utf8.map { isPlain($0) ? String(Unicode.Scalar($0)) : "%" + hex([$0]).uppercased() }.joined())
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
