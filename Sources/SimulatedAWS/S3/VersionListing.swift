import AWS
import JSONDocument

/// ListObjectVersions: objects in the order of their keys, the versions of each from the newest on.
struct VersionListing {
  let call: Call
  private let input: JSON
  private let limit: Int

  private struct Entry {
    var key: String
    var version: JSON
    var isLatest: Bool
  }

  init(_ call: Call, _ input: JSON) throws(AWSError) {
    _ = try Buckets(call).existing(input)
    guard input["Delimiter"] == nil else { throw .notSimulated("ListObjectVersions with a delimiter") }
    self.call = call
    self.input = input
    limit = try ObjectListing.limit(input)
  }

  func answer() throws(AWSError) -> JSON {
    var entries = try entries()
    let isTruncated = entries.count > limit
    entries = Array(entries.prefix(limit))
    let last = isTruncated ? entries.last : nil
    return .members(
      ("Name", input["Bucket"]), ("Prefix", encoded(input.string("Prefix") ?? "")),
      ("KeyMarker", encoded(input.string("KeyMarker") ?? "")), ("VersionIdMarker", input["VersionIdMarker"] ?? ""),
      ("MaxKeys", .int(limit)), ("EncodingType", input["EncodingType"]), ("IsTruncated", .bool(isTruncated)),
      ("NextKeyMarker", last.map { encoded($0.key) }),
      ("NextVersionIdMarker", last.map { .string(ObjectVersions.id(of: $0.version)) }),
      ("Versions", shown(entries.filter { !ObjectVersions.isMarker($0.version) })),
      ("DeleteMarkers", shown(entries.filter { ObjectVersions.isMarker($0.version) })))
  }

  /// One more than fits, if there are more.
  private func entries() throws(AWSError) -> [Entry] {
    let bucket = input.string("Bucket") ?? ""
    let marker = input.string("KeyMarker")
    // Of the marker's own key what follows the marked version belongs to this page, too.
    var found: [Entry] = []
    if let marker, let id = input.string("VersionIdMarker") {
      let versions = try versions(of: marker, in: bucket)
      let rest = versions.firstIndex { ObjectVersions.id(of: $0.version) == id }.map { versions[($0 + 1)...] } ?? []
      found += rest
    }
    var last = marker ?? ""
    while found.count <= limit, limit > 0 {
      let keys = try call.documents.keys(
        .objects, prefix: "\(bucket)/\(input.string("Prefix") ?? "")", after: "\(bucket)/\(last)", limit: 1)
      guard let key = keys.first.map({ String($0.dropFirst(bucket.count + 1)) }) else { break }
      last = key
      found += try versions(of: key, in: bucket)
    }
    return found
  }

  private func versions(of key: String, in bucket: String) throws(AWSError) -> [Entry] {
    let versions = ObjectVersions(call: call, bucket: bucket, key: key)
    var entries: [Entry] = []
    if let newest = try versions.newest() { entries.append(Entry(key: key, version: newest, isLatest: true)) }
    for place in try versions.earlierKeys() {
      guard let version = try call.documents.document(.objectVersions, place) else { continue }
      entries.append(Entry(key: key, version: version, isLatest: false))
    }
    return entries
  }

  private func shown(_ entries: [Entry]) -> JSON? {
    guard !entries.isEmpty else { return nil }
    return .array(
      entries.map { entry in
        let isMarker = ObjectVersions.isMarker(entry.version)
        return .members(
          ("Key", encoded(entry.key)), ("VersionId", .string(ObjectVersions.id(of: entry.version))),
          ("IsLatest", .bool(entry.isLatest)), ("LastModified", entry.version["LastModified"]), ("ETag", entry.version["ETag"]),
          ("Size", entry.version["ContentLength"]), ("StorageClass", isMarker ? nil : "STANDARD"))
      })
  }

  private func encoded(_ text: String) -> JSON { ObjectToken.encoded(text, input) }
}
