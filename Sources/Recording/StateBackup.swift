package import Resources

/// A copy of a state as it was before something changed it: one file, numbered upwards.
package struct StateBackup: Sendable, Equatable {
  package var path: String
  package var number: Int
  package var madeAt: Timestamp

  package init(path: String, number: Int, madeAt: Timestamp) {
    self.path = path
    self.number = number
    self.madeAt = madeAt
  }

  /// What its values are sealed with.
  package func header() throws(StateError) -> StateKeyHeader? { try StateBackups.read(path, StateKeyHeader.read) }

  /// What is in it; read when it is asked for.
  package func content() throws(StateError) -> RecordedState {
    try StateBackups.read(path) { database in try Records.state(database) }
  }
}
