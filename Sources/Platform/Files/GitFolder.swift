/// Where a working tree of git begins, and where git keeps what it knows of it. Source: gitrepository-layout(5).
struct GitFolder {
  /// The working tree.
  let root: String
  /// Its `.git`. Of a second working tree, or of a module inside of another repository, the folder that its file `.git` names.
  let git: String

  /// The working tree that the directory, an absolute path, lies in; nil when it lies in none.
  init?(around directory: String) {
    var root = directory
    while FileSystem.kind(Paths.joined(root, ".git")) == nil {
      guard root != "/" else { return nil }
      root = Paths.parent(root)
    }
    let git = Paths.joined(root, ".git")
    self.root = root
    if FileSystem.kind(git) == .directory {
      self.git = git
    } else {
      guard let line = Self.line(git), line.hasPrefix("gitdir: ") else { return nil }
      self.git = Paths.joined(root, String(line.dropFirst(8)))
    }
  }

  /// The first line of one of git's small files; nil when it cannot be read.
  static func line(_ path: String) -> String? {
    guard let bytes = try? FileSystem.readRegularFile(path, limit: 4096) else { return nil }
    return String(decoding: bytes.prefix { $0 >= 0x20 }, as: UTF8.self)
  }
}
