package import Recording

/// One promise that every state store keeps, wherever it lives.
package struct StoreCase: Sendable, CustomStringConvertible {
  package let name: String
  package let verify: @Sendable (any StoreSetting) async throws -> Void

  init(_ name: String, verify: @escaping @Sendable (any StoreSetting) async throws -> Void) {
    self.name = name
    self.verify = verify
  }

  package var description: String { name }

  package static let all = records + replacements + edits + journal + lock
}

/// One state and ways to open it. Nothing is recorded in it yet.
package protocol StoreSetting: Sendable {
  /// As another process opens it; where there is only one, the same again.
  func open() throws(StateError) -> any StateStore
}
