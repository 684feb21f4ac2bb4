import GRDB
package import Resources

/// A state file as the copy of a state that lies elsewhere: the journal of the run that works on it, and what other runs
/// of this machine need not fetch again.
extension SQLiteStateStore {
  /// Nil when nothing was ever fetched.
  package func cacheMark() throws(StateError) -> CacheMark? {
    try file.read(CacheMark.read) ?? nil
  }

  /// Puts what was fetched in place. Without a session of one's own this is refused while somebody works on the cache.
  package func replace(with snapshot: StateSnapshot, _ mark: CacheMark) throws(StateError) -> Bool {
    try file.write { database in
      if mark.session == nil, try CacheMark.read(database)?.session != nil { return false }
      try SnapshotRows.replace(with: snapshot, snapshot.header ?? file.nextHeader, database)
      try mark.write(database)
      return true
    }
  }

  /// Empties the cache for a state that begins here.
  package func beginAnew(_ mark: CacheMark) throws(StateError) {
    let lineage = newId()
    try file.write { database in
      let meta = try Meta.read(database)
      let document = StateDocument(
        version: StateVersion(lineage: lineage, serial: 0), environment: meta.environment, provider: meta.provider,
        resources: [], revisions: [])
      try SnapshotRows.replace(with: StateSnapshot(document), file.nextHeader, database)
      try mark.write(database)
    }
  }

  /// Marks the cache; false when it is a copy of another object than `expected`, or in another session.
  package func mark(_ mark: CacheMark, expecting expected: CacheMark) throws(StateError) -> Bool {
    try file.write { database in
      let now = try CacheMark.read(database)
      guard now?.tag == expected.tag, now?.session == expected.session else { return false }
      try mark.write(database)
      return true
    }
  }

  /// The whole state as one text.
  package func snapshotText(fence: Int, writing: String) throws(StateError) -> String {
    let text = try file.read { database in try SnapshotRows.read(fence: fence, database).text(writing: writing) }
    guard let text else { throw .unavailable(path: file.path, what: "it was removed while it was in use") }
    return text
  }
}

extension StateSnapshot {
  /// A state without a journal.
  package init(_ document: StateDocument) {
    self.document = document
    fence = 0
    runs = []
    open = []
  }
}

extension StateBackup {
  /// All of the copy, also of one in an older format.
  package func snapshot(_ provider: ProviderIdentity) throws(StateError) -> StateSnapshot {
    try StateBackups.read(path) { _ in }
    let store = try SQLiteStateStore(path: path, environment: "", provider: provider)
    // Its key was opened by who asks for it.
    let text = try store.snapshotText(fence: 0, writing: "")
    do {
      return try StateSnapshot(text: text)
    } catch {
      if case .encryption(let problem) = error { throw .encryption(path: path, problem) }
      throw .damaged(path: path, what: "\(error)")
    }
  }
}
