import Synchronization

/// What people have declared to be a secret, or to be none, beside what the finder knows: for this run of the program.
///
/// Environments declare by `sensitive` in environment.json, persons by `-sensitive` and `-not-sensitive`. It is asked where
/// names and texts are judged, so that what is declared is hidden at every door.
package final class DeclaredSecrets: Sendable {
  package static let current = DeclaredSecrets()

  private struct Declarations {
    var names: Set<String> = []
    /// Ends of paths: a line of a file tells the name, and not where it stands.
    var namesInSource: Set<String> = []
    var paths: [DeclaredPath] = []
    var plainPaths: [DeclaredPath] = []
    /// The longest first, so that none hides a part of another.
    var texts: [[UInt8]] = []
  }

  private let declarations = Mutex(Declarations())
  /// Nearly always false, and asked for every name.
  private let hasNames = Atomic(false)
  private let hasTexts = Atomic(false)
  private let hasPaths = Atomic(false)

  private init() {}

  /// Values under these names are secrets.
  package func declare(names: some Sequence<String>) {
    let isEmpty = declarations.withLock { declarations in
      declarations.names.formUnion(names)
      return declarations.names.isEmpty
    }
    hasNames.store(!isEmpty, ordering: .relaxed)
  }

  /// What stands there in a resource's document is secret, and at `plain` it is none by its name. `ends` are the names at the
  /// ends of `paths`, which are hidden in the lines of files.
  package func declare(paths: [DeclaredPath] = [], ends: some Sequence<String> = [], plain: [DeclaredPath] = []) {
    let isEmpty = declarations.withLock { declarations in
      declarations.paths += paths.filter { !declarations.paths.contains($0) }
      declarations.plainPaths += plain.filter { !declarations.plainPaths.contains($0) }
      declarations.namesInSource.formUnion(ends)
      return declarations.paths.isEmpty && declarations.plainPaths.isEmpty
    }
    hasPaths.store(!isEmpty, ordering: .relaxed)
  }

  /// These texts are secrets, wherever they stand. Shorter ones than `shortest` would hide half of every line.
  package func declare(texts: some Sequence<String>) {
    let isEmpty = declarations.withLock { declarations in
      for text in texts where text.utf8.count >= Self.shortest && !declarations.texts.contains(Array(text.utf8)) {
        declarations.texts.append(Array(text.utf8))
        HiddenValues.current.note(text)
      }
      declarations.texts.sort { $0.count > $1.count }
      return declarations.texts.isEmpty
    }
    hasTexts.store(!isEmpty, ordering: .relaxed)
  }

  package static let shortest = 4

  /// Whether values under this name were declared to be secrets.
  func isDeclared(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    guard hasNames.load(ordering: .relaxed) else { return false }
    let name = String(decoding: name, as: UTF8.self)
    return declarations.withLock { $0.names.contains(name) }
  }

  /// The same in a line of a file.
  func isDeclaredInSource(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    guard hasPaths.load(ordering: .relaxed) else { return false }
    let name = String(decoding: name, as: UTF8.self)
    return declarations.withLock { $0.namesInSource.contains(name) }
  }

  /// The place in a resource's document that these names lead to.
  func place(at path: [String] = []) -> DeclaredPlace {
    guard hasPaths.load(ordering: .relaxed) else { return .nowhere }
    return path.reduce(top) { $0.inside($1) }
  }

  func verdict(at path: @autoclosure () -> [String]) -> DeclaredPlace.Verdict? {
    hasPaths.load(ordering: .relaxed) ? place(at: path()).verdict : nil
  }

  private var top: DeclaredPlace {
    declarations.withLock { DeclaredPlace(secret: $0.paths, plain: $0.plainPaths) }
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
