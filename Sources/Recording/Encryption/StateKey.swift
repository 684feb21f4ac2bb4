package import JSONDocument
package import Sealing

/// Something that can make and open the keys that values of states are sealed with: a passphrase, a key of KMS.
///
/// A state has one such key of its own. It lies beside the values, wrapped by this one.
package protocol StateKey: Sendable {
  /// In messages: `the passphrase in /run/secrets/state`.
  var name: String { get }
  /// A new key, and how it is kept.
  func make() async throws(StateKeyFailure) -> (key: SealingKey, wrapped: JSON)
  /// Nil for one that was not wrapped by this.
  func open(_ wrapped: JSON) async throws(StateKeyFailure) -> SealingKey?
}

/// Why a key cannot be used: its file is missing, KMS refuses it.
package struct StateKeyFailure: Error, Sendable, Equatable {
  package let what: String

  package init(_ what: String) { self.what = what }

  init(_ failure: SealingFailure) { what = "OpenSSL's \(failure.function) failed" }
}

/// A key made of a passphrase.
package struct PassphraseKey: StateKey {
  package let name: String
  private let iterations: Int
  private let passphrase: @Sendable () throws(StateKeyFailure) -> [UInt8]

  /// `passphrase` is asked for when it is needed. White space at its ends is none of it.
  package init(
    named name: String, iterations: Int? = nil,
    _ passphrase: @escaping @Sendable () throws(StateKeyFailure) -> [UInt8]
  ) {
    self.name = name
    self.iterations = iterations ?? Passphrase.iterations
    self.passphrase = passphrase
  }

  private static let kind = "passphrase"
  private static let context = "reconcile-state-key"
  /// More than anybody means; somebody else may have written it, and it costs time.
  private static let mostIterations = 20_000_000

  package func make() async throws(StateKeyFailure) -> (key: SealingKey, wrapped: JSON) {
    let passphrase = try text()
    do throws(SealingFailure) {
      let (key, salt) = (try SealingKey(), try RandomBytes.make(Passphrase.saltSize))
      let wrapping = try Passphrase.key(passphrase, salt: salt, iterations: iterations)
      let wrapped = try wrapping.seal(key.bytes, for: Self.context)
      return (
        key,
        [
          "kind": .string(Self.kind), "salt": .string(Base64.text(of: salt)), "iterations": .int(iterations),
          "wrapped": .string(Base64.text(of: wrapped)),
        ]
      )
    } catch {
      throw StateKeyFailure(error)
    }
  }

  package func open(_ wrapped: JSON) async throws(StateKeyFailure) -> SealingKey? {
    guard wrapped["kind"]?.stringValue == Self.kind, let salt = wrapped["salt"]?.stringValue.flatMap({ Base64.bytes(of: $0) }),
      let iterations = wrapped["iterations"]?.intValue, (1...Self.mostIterations).contains(iterations),
      let bytes = wrapped["wrapped"]?.stringValue.flatMap({ Base64.bytes(of: $0) })
    else { return nil }
    let passphrase = try text()
    do throws(SealingFailure) {
      return try Passphrase.key(passphrase, salt: salt, iterations: iterations).open(bytes, for: Self.context).flatMap {
        SealingKey($0)
      }
    } catch {
      throw StateKeyFailure(error)
    }
  }

  private func text() throws(StateKeyFailure) -> [UInt8] {
    let isBlank: (UInt8) -> Bool = { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    let text = try passphrase().drop(while: isBlank).reversed().drop(while: isBlank).reversed()
    guard text.count >= Passphrase.shortest else {
      throw StateKeyFailure("\(name) has fewer than \(Passphrase.shortest) bytes")
    }
    return Array(text)
  }
}
