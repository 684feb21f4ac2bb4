import Platform
import Recording

extension StateSnapshot {
  /// Looks through the snapshot as through a state file. `holder` is who holds its lock, and lives.
  func audit(heldBy holder: LockInfo?) async throws(StateError) -> StateAudit.Report? {
    let folder: String
    do { folder = try FileSystem.makeTemporaryFolder() } catch {
      throw .unavailable(path: "/tmp", what: "\(error.what): \(error.reason)")
    }
    let path = folder + "/state.sqlite"
    defer {
      StateFileNames.discard(path)
      FileSystem.removeFolder(folder)
    }
    let store = try SQLiteStateStore(path: path, environment: document.environment, provider: document.provider)
    // A copy for a moment, in a folder of its own; its values were opened already.
    var plain = self
    plain.header = nil
    _ = try store.replace(with: plain, CacheMark(tag: nil, fence: fence, session: nil))
    return try await store.audit(heldBy: holder)
  }
}
