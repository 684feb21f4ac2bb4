import Synchronization

/// What people have declared to be a secret, or to be none, beside what the finder knows: for this run of the program.
///
/// Environments declare by `sensitive` in environment.json, persons by `-sensitive` and `-not-sensitive`. It is asked where
/// names and texts are judged, so that what is declared is hidden at every door.
package final class DeclaredSecrets: Sendable {
  package static let current = DeclaredSecrets()

  private struct Declarations {
    var names: Set<String> = []
    var plainNames: Set<String> = []
    /// The longest first, so that none hides a part of another.
    var texts: [[UInt8]] = []
  }

  private let declarations = Mutex(Declarations())
  /// Nearly always false, and asked for every name.
  private let hasNames = Atomic(false)
  private let hasTexts = Atomic(false)

  private init() {}

  /// Values under these names are secrets; those under `plain` are none by their name.
  package func declare(names: some Sequence<String> = [], plain: some Sequence<String> = []) {
    let isEmpty = declarations.withLock { declarations in
      declarations.names.formUnion(names)
      declarations.plainNames.formUnion(plain)
      return declarations.names.isEmpty && declarations.plainNames.isEmpty
    }
    hasNames.store(!isEmpty, ordering: .relaxed)
  }

  /// These texts are secrets, wherever they stand. Shorter ones than `shortest` would hide half of every line.
  package func declare(texts: some Sequence<String>) {
    let isEmpty = declarations.withLock { declarations in
      for text in texts where text.utf8.count >= Self.shortest && !declarations.texts.contains(Array(text.utf8)) {
        declarations.texts.append(Array(text.utf8))
      }
      declarations.texts.sort { $0.count > $1.count }
      return declarations.texts.isEmpty
    }
    hasTexts.store(!isEmpty, ordering: .relaxed)
  }

  package static let shortest = 4

  /// What was declared of a name; nil: nothing.
  func meaning(of name: UnsafeBufferPointer<UInt8>) -> NameMeaning? {
    guard hasNames.load(ordering: .relaxed) else { return nil }
    let name = String(decoding: name, as: UTF8.self)
    return declarations.withLock { declarations in
      if declarations.plainNames.contains(name) { return .plain }
      return declarations.names.contains(name) ? .secret : nil
    }
  }

  /// Where declared texts stand, in order and apart from one another.
  func ranges(in bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    guard hasTexts.load(ordering: .relaxed) else { return [] }
    let texts = declarations.withLock { $0.texts }
    var found: [Range<Int>] = []
    var at = 0
    while at < bytes.count {
      let text = texts.first { bytes[at] == $0[0] && bytes[at...].starts(with: $0) }
      if let text { found.append(at..<at + text.count) }
      at += text?.count ?? 1
    }
    return found
  }
}
