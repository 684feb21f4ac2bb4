/// The name of one resource inside an environment: `aws_ecs_service.api`.
///
/// The type names are those Terraform's users know; the local name is the stem of the resource's file. The order of
/// addresses is the order of output everywhere.
package struct Address: Sendable, Hashable {
  package let kind: ResourceKind
  package let name: String

  package init(_ kind: ResourceKind, _ name: String) {
    self.kind = kind
    self.name = name
  }

  /// Reads `type.name`; nil when the type is not known or the name is missing.
  package init?(_ text: String) {
    guard let dot = text.firstIndex(of: "."), let kind = ResourceKind.named(String(text[..<dot])) else { return nil }
    let name = text[text.index(after: dot)...]
    guard !name.isEmpty else { return nil }
    self.init(kind, String(name))
  }
}

extension Address: CustomStringConvertible {
  package var description: String { "\(kind.type).\(name)" }
}

extension Address: Comparable {
  package static func < (left: Address, right: Address) -> Bool {
    (left.kind.type, left.name) < (right.kind.type, right.name)
  }
}
