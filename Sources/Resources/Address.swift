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

  /// Reads `type.name`; nil when the type is not known, or the name is no name.
  package init?(_ text: String) {
    guard let address = Address(recorded: text), Self.isName(address.name) else { return nil }
    self = address
  }

  /// Reads what an earlier version may have recorded of a file whose name would be refused today.
  package init?(recorded text: String) {
    guard let dot = text.firstIndex(of: "."), let kind = ResourceKind.named(String(text[..<dot])) else { return nil }
    let name = text[text.index(after: dot)...]
    guard !name.isEmpty else { return nil }
    self.init(kind, String(name))
  }

  /// Names are ASCII letters, digits, `_`, `-` and `.`, at most 200 of them: they are printed, typed and compared, and no
  /// two that look alike may be different.
  package static func isName(_ text: String) -> Bool {
    (1...200).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
          true
        default: false
        }
      }
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
