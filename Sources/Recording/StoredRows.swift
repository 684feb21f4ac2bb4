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

  func resource() throws -> RecordedResource {
    guard let known = Address(address) else { throw Damage("the address \"\(address)\" is of no known kind") }
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
