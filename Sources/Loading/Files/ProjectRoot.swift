import Platform

/// Where a project begins: nothing outside of it is read, and the state lies in its `state` folder.
enum ProjectRoot {
  /// The parent of the nearest ancestor named `envs`; otherwise the nearest ancestor with a `.git`; otherwise the parent.
  static func find(for environment: String) -> String {
    var directory = environment
    while directory != "/", directory != "." {
      if Paths.lastPart(directory) == "envs" { return Paths.parent(directory) }
      directory = Paths.parent(directory)
    }
    directory = environment
    while directory != "/", directory != "." {
      if FileSystem.kind(directory + "/.git") != nil { return directory }
      directory = Paths.parent(directory)
    }
    return Paths.parent(environment)
  }
}
