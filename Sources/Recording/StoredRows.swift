import JSONDocument
import Resources

/// A row of `resources`, as text: as it lies in the file, or before it is sealed.
struct StoredResource: Equatable {
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

  /// With what is secret in it sealed, bound to the object that the record is of.
  func sealed(_ seal: StateSeal) throws -> StoredResource {
    var stored = self
    stored.declared = try seal.seal(declared, for: place(.declared))
    stored.observed = try seal.seal(observed, for: place(.observed))
    return stored
  }

  func opened(_ seal: StateSeal) throws -> StoredResource {
    var stored = self
    stored.declared = try seal.open(declared, for: place(.declared))
    stored.observed = try seal.open(observed, for: place(.observed))
    return stored
  }

  enum Member: String {
    case declared = "what is declared"
    case observed = "what was observed"
  }

  private func place(_ member: Member) -> String { Self.place(member, address, name: name, scope: scope) }

  static func place(_ member: Member, _ address: String, name: String, scope: String?) -> String {
    "\(member.rawValue) of \(address), \(scope.map { $0 + "/" } ?? "")\(name)"
  }

  func resource(_ seal: StateSeal) throws -> RecordedResource { try opened(seal).resource() }

  private func resource() throws -> RecordedResource {
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

  func deposed(_ seal: StateSeal) throws -> DeposedResource { DeposedResource(try stored.resource(seal), replacedIn: run) }

  /// Whether it is the object of that name among those of the kind that the address says.
  func isObject(_ name: String, _ scope: String?, at address: String) -> Bool {
    stored.name == name && stored.scope == scope && stored.kind == StoredResource.kind(of: address)
  }
}

extension StoredDeposed {
  init(_ deposed: DeposedResource, _ seal: StateSeal) throws {
    self.init(stored: try StoredResource(deposed.resource).sealed(seal), run: deposed.run)
  }
}

/// A row of `revisions` without its content, which is read only when it is asked for. The fingerprint is a digest of the
/// content, so it is sealed as the content is.
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

  static func place(_ member: String, _ arn: String) -> String { "the \(member) of \(arn)" }

  func revision(_ seal: StateSeal) throws -> RecordedRevision? {
    ContentDigest(hex: try seal.open(fingerprint, for: Self.place("fingerprint", arn))).map {
      RecordedRevision(arn: arn, family: family, number: number, fingerprint: $0)
    }
  }
}
