/// A state store that outlives its process, and can be looked through.
package protocol KeptStateStore: StateStore {
  /// Nil when there is no state yet.
  func audit() async throws(StateError) -> StateAudit.Report?
}

extension SQLiteStateStore: KeptStateStore {}
