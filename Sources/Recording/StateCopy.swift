import GRDB

/// A state file read into memory, from a folder where SQLite cannot make the files that reading a WAL database takes.
enum StateCopy {
  /// What a copy was made from; another source means that the copy is old.
  struct Source: Equatable {
    private var main: SystemFile.Mark?
    private var log: SystemFile.Mark?

    init(_ path: String) {
      main = SystemFile.Mark(path)
      log = SystemFile.Mark(path + "-wal")
    }
  }

  static func load(_ path: String, _ configuration: Configuration) throws -> DatabaseQueue {
    let folder = try SystemFile.makeTemporaryFolder()
    let copy = folder + "/state.sqlite"
    defer {
      for ending in ["", "-wal", "-shm"] { SystemFile.remove(copy + ending) }
      SystemFile.removeFolder(folder)
    }
    try take(path, copy)
    return try DatabaseQueue.inMemoryCopy(fromPath: copy, configuration: configuration)
  }

  /// Somebody else may be able to write where we are not: what changed while it was copied is copied again.
  private static func take(_ path: String, _ copy: String) throws {
    for _ in 1...5 {
      let before = Source(path)
      let main = try SystemFile.read(path)
      let log = SystemFile.Mark(path + "-wal") == nil ? nil : try SystemFile.read(path + "-wal")
      guard before == Source(path) else { continue }
      try SystemFile.write(main, to: copy)
      if let log { try SystemFile.write(log, to: copy + "-wal") }
      return
    }
    throw Misuse("it is written all the time, and this folder is read-only for us")
  }
}
