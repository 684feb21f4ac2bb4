/// A state store that outlives its process, and can be looked through.
package protocol KeptStateStore: StateStore {
  /// Nil when there is no state yet. `host` is where we are: from there it is seen whether the lock's holder lives.
  func audit(seenFrom host: String) async throws(StateError) -> StateAudit.Report?
}

extension SQLiteStateStore: KeptStateStore {}
