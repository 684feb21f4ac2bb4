import Sealing
import Synchronization

/// The keys that an environment names for its state: the first one seals, and all of them open.
package struct StateKeys: Sendable {
  private let keys: [any StateKey]
  private let opened = Opened()

  /// The states whose keys these have opened already: a passphrase is made slow to try.
  private final class Opened: Sendable {
    let ids = Mutex<Set<String>>([])
  }

  package init(_ keys: [any StateKey] = []) { self.keys = keys }

  /// The environment names no key: its state is not encrypted.
  package static let none = StateKeys()

  package var isEmpty: Bool { keys.isEmpty }

  /// A new key for a state; nil where none is named.
  package func begin() async throws(EncryptionProblem) -> StateKeyHeader? {
    guard let first = keys.first else { return nil }
    do throws(StateKeyFailure) {
      let (key, wrapped) = try await first.make()
      let id = try Self.newId()
      add(key, id)
      return StateKeyHeader(id: id, wrapped: wrapped)
    } catch {
      throw .keyUnusable(error.what)
    }
  }

  private func add(_ key: SealingKey, _ id: String) {
    OpenedKeys.current.add(key, id: id)
    opened.ids.withLock { _ = $0.insert(id) }
  }

  private static func newId() throws(StateKeyFailure) -> String {
    do throws(SealingFailure) {
      return try RandomBytes.make(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    } catch {
      throw StateKeyFailure(error)
    }
  }

  /// Opens the key of a state; nil: the state is not encrypted, which is refused where a key is named, unless `allowsPlain`.
  package func open(_ header: StateKeyHeader?, allowsPlain: Bool = false) async throws(EncryptionProblem) {
    guard let header else {
      if !keys.isEmpty, !allowsPlain { throw .notEncrypted }
      return
    }
    guard !keys.isEmpty else { throw .keyMissing }
    guard opened.ids.withLock({ !$0.contains(header.id) }) else { return }
    var failures: [String] = []
    for key in keys {
      do throws(StateKeyFailure) {
        guard let inside = try await key.open(header.wrapped) else { continue }
        add(inside, header.id)
        return
      } catch {
        failures.append(error.what)
      }
    }
    throw failures.isEmpty ? .otherKey(keys.map(\.name)) : .keyUnusable(failures.joined(separator: "; "))
  }
}
