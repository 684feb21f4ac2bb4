import Resources

/// A state store that outlives its process, and can be looked through.
package protocol KeptStateStore: StateStore {
  /// Nil when there is no state yet.
  func audit() async throws(StateError) -> StateAudit.Report?
}

extension SQLiteStateStore: KeptStateStore {}

extension StateSnapshot {
  /// Looks through the snapshot as through a state file.
  package func audit() async throws(StateError) -> StateAudit.Report? {
    let folder: String
    do { folder = try SystemFile.makeTemporaryFolder() } catch { throw StateError(error, path: "/tmp") }
    let path = folder + "/state.sqlite"
    defer {
      for ending in ["", "-wal", "-shm"] { SystemFile.remove(path + ending) }
      SystemFile.removeFolder(folder)
    }
    let store = try SQLiteStateStore(path: path, environment: document.environment, provider: document.provider)
    _ = try store.replace(with: self, CacheMark(tag: nil, fence: fence, session: nil))
    return try await store.audit()
  }
}
