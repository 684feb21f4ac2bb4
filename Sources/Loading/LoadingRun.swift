import Diagnostics
import JSONDocument
import Platform
import Resources

/// What one loading gathers: the texts that were read, what was found in them, and which files took part.
struct LoadingRun {
  /// Absolute, links resolved.
  let root: String
  var sources = Sources()
  var diagnostics: [Diagnostic] = []
  var inputs: [InputFile] = []
  /// Files that are there and could not be used.
  private(set) var unread: [String] = []
  private var unreadSpecs: Set<String> = []
  /// How many findings the environment accepts.
  var silenced = 0

  /// Directories with all links resolved; a thousand files lie in a few of them.
  private var directories: [String: String] = [:]

  /// How many mistakes of one file are told one by one.
  private static let syntaxLimit = 100
  private static let sizeLimit = 64 * 1_048_576

  var trackedSecrets: TrackedSecrets
  /// A tag map that is read as if it were written already.
  let edit: TagMapEdit?

  init(root: String, with edit: TagMapEdit? = nil) {
    self.root = root
    self.edit = edit
    trackedSecrets = TrackedSecrets(root: root)
  }

  /// Reads and parses one file once. Nil when it cannot be used; why is among the findings.
  mutating func document(_ path: String) -> JSON? {
    document(path, named: path)
  }

  /// The same for a file that findings call by another name.
  mutating func document(_ path: String, named name: String) -> JSON? {
    let found = read(path, named: name).flatMap { document($0, named: name) }
    if let found {
      trackedSecrets.look(at: found, Paths.joined(resolvedDirectory(Paths.parent(path)), Paths.lastPart(path)))
    } else {
      leaveOut(path)
    }
    return found
  }

  /// A file that is there and is no part of the environment, for a reason that is among the findings.
  mutating func leaveOut(_ path: String) { unread.append(path) }

  /// The same for specs in a folder that is not read, or with another ending: under the names that they should have.
  mutating func leaveOut(specs names: [String], in folder: String) {
    for name in names where name.hasSuffix(".json") {
      leaveOut("\(folder)/\(name)")
      unreadSpecs.insert("\(Paths.lastPart(folder))/\(name)")
    }
  }

  /// Whether a layer has a spec of this name that is not read: what the others say of it is a part only.
  func lacks(_ kind: ResourceKind, _ stem: String) -> Bool { unreadSpecs.contains("\(kind.folder)/\(stem).json") }

  /// Whether a file of this kind could not be used.
  func lacks(_ kind: ResourceKind) -> Bool { unread.contains { Paths.lastPart(Paths.parent($0)) == kind.folder } }

  /// Parses text that did not come from a file of its own.
  mutating func document(_ bytes: [UInt8], named name: String) -> JSON? {
    let text = SourceText(path: name, bytes: bytes)
    let parsed = JSON.parse(bytes, source: sources.add(text))
    diagnostics += SyntaxFindings.diagnostics(Array(parsed.errors.prefix(Self.syntaxLimit)), in: text)
    if parsed.errors.count > Self.syntaxLimit {
      report(
        .error, "json-more-errors", "\(parsed.errors.count - Self.syntaxLimit) more places of this file are no right JSON",
        at: nil, file: name)
    }
    return parsed.document
  }

  private mutating func read(_ path: String, named name: String) -> [UInt8]? {
    let place = SourceLocation(path: name)
    let directory = resolvedDirectory(Paths.parent(path))
    let entry = Paths.joined(directory, Paths.lastPart(path))
    if let edit, edit.place == FileSystem.resolved(entry) ?? entry {
      inputs.append(InputFile(path: relative(entry), digest: ContentDigest(of: edit.after)))
      return edit.after
    }
    guard let isLink = FileSystem.isLink(entry), let resolved = isLink ? FileSystem.resolved(entry) : entry else {
      diagnostics.append(
        Diagnostic(.error, "file-unreadable", "the file cannot be read: it is missing, or a link to nothing", at: place))
      return nil
    }
    guard Paths.isInside(resolved, root) else {
      diagnostics.append(
        Diagnostic(
          .error, "link-outside", "the file is a link to a place outside of the project", at: place,
          details: ["It leads to \(resolved); the project begins at \(root). Nothing outside of it is read."],
          fix: "copy the file into the environment"))
      return nil
    }
    do {
      let bytes = try FileSystem.readRegularFile(resolved, limit: Self.sizeLimit)
      inputs.append(InputFile(path: relative(entry), digest: ContentDigest(of: bytes)))
      return bytes
    } catch {
      diagnostics.append(Diagnostic(.error, "file-unreadable", "the file cannot be read: \(error.reason)", at: place))
      return nil
    }
  }

  /// The names of the files in a directory, with that of a tag map that is not written yet.
  mutating func entries(_ directory: String) -> [String] {
    let names = FileSystem.entries(directory)
    guard let edit, Paths.parent(edit.place) == resolvedDirectory(directory) else { return names }
    let name = Paths.lastPart(edit.place)
    guard !names.contains(name) else { return names }
    return (names + [name]).sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
  }

  private mutating func resolvedDirectory(_ path: String) -> String {
    if let known = directories[path] { return known }
    let resolved = FileSystem.resolved(path) ?? path
    directories[path] = resolved
    return resolved
  }

  /// The path from the project root, when it leads there.
  private func relative(_ path: String) -> String {
    Paths.isInside(path, root) && path != root ? String(path.dropFirst(root == "/" ? 1 : root.count + 1)) : path
  }

  mutating func report(
    _ severity: Diagnostic.Severity, _ code: String, _ message: String, at mark: SourceMark?, file: String = "",
    details: [String] = [], fix: String? = nil
  ) {
    let place = mark.flatMap(sources.location) ?? (file.isEmpty ? nil : SourceLocation(path: file))
    diagnostics.append(Diagnostic(severity, code, message, at: place, details: details, fix: fix))
  }
}
