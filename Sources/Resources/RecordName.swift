/// What a person calls one record: its address, and for what a replacement has left over, the object as well.
///
/// `aws_ecs_service.api` is what the address stands for; `aws_ecs_service.api@main/front` is the service `front` of the
/// cluster `main`, which was there before.
package struct RecordName: Sendable, Hashable {
  package let address: Address
  /// The object as it is written; nil for what the address stands for.
  package let deposed: String?

  package init(_ address: Address, deposed: String? = nil) {
    self.address = address
    self.deposed = deposed
  }

  /// Nil when it does not begin as an address.
  package init?(_ text: String) {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = Address(String(parts[0])) else { return nil }
    self.init(address, deposed: parts.count > 1 ? String(parts[1]) : nil)
  }

  /// Whoever names an address means all that is recorded there. The name of a file may hold an `@` itself.
  package func covers(_ other: RecordName) -> Bool {
    description == other.description || (deposed == nil && address == other.address)
  }
}

extension RecordName: CustomStringConvertible {
  package var description: String { deposed.map { "\(address)@\($0)" } ?? address.description }
}

extension RecordName: Comparable {
  package static func < (left: RecordName, right: RecordName) -> Bool {
    (left.address, left.deposed ?? "") < (right.address, right.deposed ?? "")
  }
}

extension DeposedResource {
  package var name: RecordName { RecordName(address, deposed: identity.description) }
}

extension RecordedState {
  /// Of every record, ordered.
  package var names: [RecordName] { (resources.map { RecordName($0.address) } + deposed.map(\.name)).sorted() }
}
