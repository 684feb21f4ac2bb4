import GRDB
import Platform

/// A state file read into memory, from a folder where SQLite cannot make the files that reading a WAL database takes.
enum StateCopy {
  /// What a copy was made from; another source means that the copy is old.
  struct Source: Equatable {
    private var main: FileMark?
    private var log: FileMark?

    init(_ path: String) {
      main = FileMark(path)
      log = FileMark(path + "-wal")
    }
  }

  static func load(_ path: String, _ configuration: Configuration) throws -> DatabaseQueue {
    let folder = try FileSystem.makeTemporaryFolder()
    let copy = folder + "/state.sqlite"
    defer {
      StateFileNames.discard(copy)
      FileSystem.removeFolder(folder)
    }
    try take(path, copy)
    return try DatabaseQueue.inMemoryCopy(fromPath: copy, configuration: configuration)
  }

  /// Somebody else may be able to write where we are not: what changed while it was copied is copied again.
  private static func take(_ path: String, _ copy: String) throws {
    for _ in 1...5 {
      let before = Source(path)
      let main = try FileSystem.readRegularFile(path, limit: FileSystem.documentLimit)
      let log =
        FileMark(path + "-wal") == nil ? nil : try FileSystem.readRegularFile(path + "-wal", limit: FileSystem.documentLimit)
      guard before == Source(path) else { continue }
      try FileSystem.create(main, at: copy)
      if let log { try FileSystem.create(log, at: copy + "-wal") }
      return
    }
    throw Misuse("it is written all the time, and this folder is read-only for us")
  }
}
