import AWS
import JSONDocument

/// The versions of one object (S3 user guide, "Retaining multiple versions of objects"): the newest stands among the
/// objects, the others behind it. In a bucket that never had versions there is only the newest, and it has no id.
struct ObjectVersions {
  let call: Call
  let bucket: String
  let key: String

  private var place: String { "\(bucket)/\(key)" }
  /// Keys have no control characters, so versions of `a` and of `a/b` do not mix.
  private var earlierPlaces: String { "\(place)\u{1}" }

  static func id(of version: JSON) -> String { version.string("VersionId") ?? "null" }

  static func isMarker(_ version: JSON) -> Bool { version["DeleteMarker"]?.boolValue ?? false }

  /// The newest version; it may be a delete marker.
  func newest() throws(AWSError) -> JSON? { try call.documents.document(.objects, place) }

  func version(_ id: String) throws(AWSError) -> JSON? {
    if let newest = try newest(), Self.id(of: newest) == id { return newest }
    return try earlier(id)?.version
  }

  /// Keys of the versions behind the newest, the youngest first.
  func earlierKeys() throws(AWSError) -> [String] { try call.documents.keys(.objectVersions, prefix: earlierPlaces) }

  private func earlier(_ id: String) throws(AWSError) -> (key: String, version: JSON)? {
    for key in try earlierKeys() {
      guard let version = try call.documents.document(.objectVersions, key) else { continue }
      if Self.id(of: version) == id { return (key, version) }
    }
    return nil
  }

  // MARK: Writing

  /// Makes the version the newest. Answers it with its id, if it has one.
  func add(_ version: JSON, versioning: String?) throws(AWSError) -> JSON {
    var version = version
    switch versioning {
    case "Enabled":
      version["VersionId"] = .string(try call.newId("version").lettersAndDigits(32))
      if let newest = try newest() { try moveBack(newest) }
    case .some:
      // Suspended: what is written has the id "null" and takes the place of the one that had it.
      version["VersionId"] = "null"
      if let newest = try newest(), Self.id(of: newest) != "null" { try moveBack(newest) }
      if let replaced = try earlier("null") { try call.documents.remove(.objectVersions, replaced.key) }
    case nil:
      break
    }
    try call.documents.put(.objects, place, version)
    return version
  }

  private func moveBack(_ version: JSON) throws(AWSError) {
    // Counted down, so that the youngest stands first.
    let number = 1_000_000_000_000 - (try call.documents.nextNumber("object versions"))
    let digits = String(number)
    let padding = String(repeating: "0", count: 12 - digits.utf8.count)
    try call.documents.put(.objectVersions, earlierPlaces + padding + digits, version)
  }

  func removeAll() throws(AWSError) { try call.documents.remove(.objects, place) }

  /// Removes one version for good. The one behind it is the newest then. Answers what was removed.
  func remove(_ id: String) throws(AWSError) -> JSON? {
    if let newest = try newest(), Self.id(of: newest) == id {
      try call.documents.remove(.objects, place)
      if let key = try earlierKeys().first, let next = try call.documents.document(.objectVersions, key) {
        try call.documents.remove(.objectVersions, key)
        try call.documents.put(.objects, place, next)
      }
      return newest
    }
    guard let found = try earlier(id) else { return nil }
    try call.documents.remove(.objectVersions, found.key)
    return found.version
  }
}
