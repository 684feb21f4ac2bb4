package import JSONDocument
import Synchronization

/// The values that this run has hidden, for a runner of continuous integration that is to hide them in all that it logs.
///
/// Nobody keeps them unless somebody asked for it.
package final class HiddenValues: Sendable {
  package static let current = HiddenValues()

  private struct Values {
    var known: Set<String> = []
    var fresh: [String] = []
  }

  private let values = Mutex(Values())
  private let isKept = Atomic(false)
  private let hasFresh = Atomic(false)

  private init() {}

  /// Keeps what is hidden from now on.
  package func keep() { isKept.store(true, ordering: .relaxed) }

  package var isKeeping: Bool { isKept.load(ordering: .relaxed) }

  /// All that is hidden of these documents.
  package func note(in documents: [JSON]) {
    for document in documents { _ = SecretRendering.mask.rendered(document) }
  }

  func note(_ secret: String) {
    guard isKeeping else { return }
    values.withLock { values in
      for text in Self.worthHiding(secret) where values.known.insert(text).inserted { values.fresh.append(text) }
      if !values.fresh.isEmpty { hasFresh.store(true, ordering: .relaxed) }
    }
  }

  /// Those that were not taken before.
  package func take() -> [String] {
    guard hasFresh.load(ordering: .relaxed) else { return [] }
    return values.withLock { values in
      defer { values.fresh = [] }
      hasFresh.store(false, ordering: .relaxed)
      return values.fresh
    }
  }

  /// The value as a whole, or those of its lines that can be hidden without spoiling every log: a runner hides each line of a
  /// value by itself, and one may be `}`.
  static func worthHiding(_ secret: String) -> [String] {
    let lines = secret.split(whereSeparator: \.isNewline).map(String.init)
    let worthy = lines.filter(isWorthHiding)
    return worthy.count == lines.count && !lines.isEmpty ? [secret] : worthy
  }

  private static func isWorthHiding(_ line: String) -> Bool {
    guard line.utf8.count >= DeclaredSecrets.shortest, line.unicodeScalars.allSatisfy({ $0.value >= 0x20 || $0 == "\t" }) else {
      return false
    }
    return SecretFinder.withBytes(of: line) { bytes in
      !PlainValues.isSwitch(bytes) && (bytes.count > 5 || !PlainValues.isCommon(bytes))
    }
  }
}
