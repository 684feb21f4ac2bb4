import Diagnostics
import JSONDocument
package import Platform
import Resources

/// The file that sets the tag map of an environment: where it is written, and what it said when it was read.
///
/// The counterpart of `TagMap`, which reads it. Whoever changes a tag changes it here.
package struct TagMapFile: Sendable, Equatable {
  /// The file's usual name, for an environment that has none yet.
  package static let usualName = "image-tags.auto.tfvars.json"

  /// As people would type it from the working directory.
  package let path: String
  package let variable: String
  /// What the file said; nil: there is none yet.
  private let bytes: [UInt8]?
  /// The file belongs to a base that others extend too.
  package let isOfBase: Bool

  init(path: String, variable: String, bytes: [UInt8]?, isOfBase: Bool = false) {
    self.path = path
    self.variable = variable
    self.bytes = bytes
    self.isOfBase = isOfBase
  }

  /// The file with these tags by image key; nothing is written yet. Nil when the file cannot hold them: it has mistakes.
  package func setting(_ tags: [String: String]) -> TagMapEdit? {
    let text = bytes.map(TagMapText.init).map { $0.setting(tags, in: variable) } ?? TagMapText(tags, variable: variable)
    return text.map { TagMapEdit(path: path, keys: Set(tags.keys), before: bytes, after: $0.bytes) }
  }
}

/// A change of a tag map that can be looked at, loaded and planned before it is written.
package struct TagMapEdit: Sendable, Equatable {
  package let path: String
  /// The image keys that are set.
  package let keys: Set<String>
  private let before: [UInt8]?
  let after: [UInt8]
  /// The path with all links resolved.
  let place: String

  fileprivate init(path: String, keys: Set<String>, before: [UInt8]?, after: [UInt8]) {
    self.path = path
    place =
      FileSystem.resolved(path)
      ?? Paths.joined(FileSystem.resolved(Paths.parent(path)) ?? Paths.parent(path), Paths.lastPart(path))
    self.keys = keys
    self.before = before
    self.after = after
  }

  package var isEmpty: Bool { before == after }

  /// Puts the new text in place, whole, unless the file says something else by now than when it was read: false then, and
  /// nothing was changed. A link stays, and what it leads to is changed.
  package func write() throws(FileProblem) -> Bool {
    isEmpty ? true : try FileSystem.exchange(before, for: after, at: place)
  }
}

extension TagMapFile {
  /// `map`: the variable as it was read last; nil where no file sets it.
  init(of map: JSON?, _ variable: String, in directory: String, _ sources: Sources) {
    if let text = map?.mark.flatMap({ sources.text($0.source) }) {
      self.init(
        path: text.path, variable: variable, bytes: text.bytes,
        isOfBase: Paths.parent(text.path) != Paths.normalized(directory))
      return
    }
    let path = Paths.joined(directory, Self.usualName)
    self.init(path: path, variable: variable, bytes: sources.text(at: path)?.bytes)
  }
}
