import JSONDocument
import Resources

/// A row of `resources`, as text.
struct StoredResource {
  var address: String
  var name: String
  var scope: String?
  var arn: String?
  var declared: String
  var observed: String

  var checksum: Int64 { Checksum.of(address, name, scope, arn, declared, observed) }

  /// The kind is what an address begins with.
  var kind: Substring { Self.kind(of: address) }
  static func kind(of address: String) -> Substring { address.prefix { $0 != "." } }

  /// Something in AWS stands behind it, which would go on when nobody knew of it any more.
  var hasObject: Bool { ResourceKind.named(String(kind)).map { $0.reading != .nothing } ?? true }

  func isSameObject(as other: StoredResource) -> Bool { (name, scope) == (other.name, other.scope) }

  func resource() throws -> RecordedResource {
    guard let known = Address(recorded: address) else { throw Damage("the address \"\(address)\" is of no known kind") }
    return RecordedResource(
      address: known, identity: ResourceIdentity(known.kind, name: name, scope: scope), declared: try document(declared),
      observed: try document(observed), arn: arn)
  }

  private func document(_ text: String) throws -> JSON {
    do {
      return try JSON(text: text)
    } catch {
      throw Damage("the record of \"\(address)\" is not JSON")
    }
  }
}

extension StoredResource {
  init(_ resource: RecordedResource) {
    self.init(
      address: resource.address.description, name: resource.identity.name, scope: resource.identity.scope, arn: resource.arn,
      declared: resource.declared.text(), observed: resource.observed.text())
  }
}

/// A row of `deposed`, as text.
struct StoredDeposed {
  var stored: StoredResource
  var run: Int?

  /// Never that of the same object as the record of an address.
  var checksum: Int64 {
    var sum = Checksum()
    sum.add("deposed")
    for number in [Int(stored.checksum), run ?? -1] { sum.add(number) }
    return sum.stored
  }

  func deposed() throws -> DeposedResource { DeposedResource(try stored.resource(), replacedIn: run) }

  /// Whether it is the object of that name among those of the kind that the address says.
  func isObject(_ name: String, _ scope: String?, at address: String) -> Bool {
    stored.name == name && stored.scope == scope && stored.kind == StoredResource.kind(of: address)
  }
}

extension StoredDeposed {
  init(_ deposed: DeposedResource) {
    self.init(stored: StoredResource(deposed.resource), run: deposed.run)
  }
}

/// A row of `revisions` without its content, which is read only when it is asked for.
struct StoredRevision {
  var arn: String
  var family: String
  var number: Int
  var fingerprint: String
  var contentChecksum: Int64

  var checksum: Int64 {
    var sum = Checksum()
    for text in [arn, family, fingerprint] { sum.add(text) }
    for number in [number, Int(contentChecksum)] { sum.add(number) }
    return sum.stored
  }

  var revision: RecordedRevision? {
    ContentDigest(hex: fingerprint).map { RecordedRevision(arn: arn, family: family, number: number, fingerprint: $0) }
  }
}
