import Platform

/// Names of the files of an environment's state, and of the simulated cloud beside it.
package struct StateFileNames: Sendable {
  /// The folder of all states of a project.
  package let directory: String
  private let environment: String

  package init(in directory: String, environment: String) {
    self.directory = directory
    self.environment = environment
  }

  static let ending = ".sqlite"

  /// The state itself.
  package var state: String { "\(directory)/\(environment)\(Self.ending)" }
  /// The copy on this machine of a state that is shared.
  package var copyOfShared: String { "\(directory)/\(environment).s3\(Self.ending)" }

  /// One for all environments of a project: they may share clusters and repositories.
  package static func simulatedCloud(in directory: String) -> String { "\(directory)/simulated-aws\(ending)" }

  /// What SQLite may keep beside a database in use.
  package static let companions = ["-wal", "-shm", "-journal", CommitMark.ending]

  /// Neither the database is there, nor its log.
  package static func isMissing(_ path: String) -> Bool { FileMark(path) == nil && FileMark(path + companions[0]) == nil }

  /// Removes a database that nobody uses, with all that SQLite has left beside it.
  package static func discard(_ path: String) {
    for ending in [""] + companions { FileSystem.discard(path + ending) }
  }
}
