import GRDB
import Platform

extension StateError {
  /// What an error of SQLite, of the file system or of a row means for the state in `path`.
  ///
  /// Arguments of statements never get into the words: they may hold secrets.
  init(_ error: any Error, path: String) {
    switch error {
    case let error as StateError: self = error
    case let error as UnknownProvider: self = .unknownProvider(path: path, name: error.name)
    case let error as EncryptionProblem: self = .encryption(path: path, error)
    case let error as Damage: self = .damaged(path: path, what: error.what)
    case let error as Misuse: self = .unavailable(path: path, what: error.what)
    case is RowDecodingError: self = .damaged(path: path, what: "a row holds a value of the wrong type")
    case let error as FileProblem: self.init(error, path: path)
    case let error as DatabaseError: self.init(error, path: path)
    default: self = .unavailable(path: path, what: "this is a bug in reconcile: an error of type \(type(of: error))")
    }
  }

  private init(_ failure: FileProblem, path: String) {
    if failure.isLackOfSpace {
      self = .diskFull(path: path)
    } else {
      self = .unavailable(path: path, what: failure.code == 0 ? failure.what : "\(failure.what): \(failure.reason)")
    }
  }

  private init(_ error: DatabaseError, path: String) {
    // "not an error" is what SQLite says of an error of the system that it has no word for.
    let words = error.message.flatMap { $0 == "not an error" ? nil : $0 } ?? "SQLite error \(error.extendedResultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_FULL: self = .diskFull(path: path)
    case .SQLITE_IOERR where FileSystem.hasNoSpace(at: Paths.parent(path)): self = .diskFull(path: path)
    case .SQLITE_IOERR,
      .SQLITE_OK where FileSizeLimit.limit() != nil:
      self = .unavailable(path: path, what: words + FileSizeLimit.note)
    case .SQLITE_NOTADB: self = .damaged(path: path, what: "it is not an SQLite database")
    case .SQLITE_CORRUPT, .SQLITE_FORMAT: self = .damaged(path: path, what: words)
    // Our statements are fixed, so one that SQLite cannot prepare has met tables that are not ours.
    case .SQLITE_ERROR, .SQLITE_SCHEMA, .SQLITE_MISMATCH: self = .damaged(path: path, what: words)
    case .SQLITE_BUSY: self = .unavailable(path: path, what: "another process is writing it and does not end")
    default: self = .unavailable(path: path, what: words)
    }
  }
}
