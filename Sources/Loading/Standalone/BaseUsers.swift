import JSONDocument
import Platform

/// Finds the environments that extend a directory: they say what it lacks by itself.
enum BaseUsers {
  /// As deep below the folder of the base as environments are looked for.
  private static let depth = 3

  static func directories(of base: String) -> [String] {
    guard let wanted = FileSystem.resolved(base) else { return [] }
    return environments(below: Paths.parent(base), depth: depth).filter { directory in
      guard let bytes = try? FileSystem.readRegularFile(Paths.joined(directory, "environment.json"), limit: 1 << 20),
        let extended = (try? JSON(text: String(decoding: bytes, as: UTF8.self)))?["extends"]?.stringValue
      else { return false }
      return FileSystem.resolved(Paths.joined(directory, extended)) == wanted
    }
  }

  private static func environments(below folder: String, depth: Int) -> [String] {
    FileSystem.entries(folder).filter { !$0.hasPrefix(".") }.flatMap { name -> [String] in
      let directory = Paths.normalized(Paths.joined(folder, name))
      guard FileSystem.kind(directory) == .directory, FileSystem.isLink(directory) == false else { return [] }
      if FileSystem.kind(Paths.joined(directory, "environment.json")) == .file { return [directory] }
      return depth > 1 ? environments(below: directory, depth: depth - 1) : []
    }
  }
}
