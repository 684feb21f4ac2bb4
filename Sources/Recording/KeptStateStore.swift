/// A state store that outlives its process, and can be looked through.
package protocol KeptStateStore: StateStore {
  /// Nil when there is no state yet. `host` is where we are: from there it is seen whether the lock's holder lives.
  func audit(seenFrom host: String) async throws(StateError) -> StateAudit.Report?
  /// What its values are sealed with; nil: they are not.
  func header() async throws(StateError) -> StateKeyHeader?
  /// Opens the key of a copy of it, or of an export; `path` is that.
  func unlock(_ header: StateKeyHeader?, of path: String, allowsPlain: Bool) async throws(StateError)
  /// From now on a state that is not encrypted is taken, although a key is named.
  func expectEncryption() async
  /// Seals all values anew, with a key of the first that is named; or with none. The caller holds the lock.
  func seal(encrypting: Bool) async throws(StateError)
}

extension SQLiteStateStore: KeptStateStore {}
