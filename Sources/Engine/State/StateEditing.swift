import Loading
package import Recording
package import Resources

/// What a change by hand did to the state.
package struct StateChange: Sendable {
  package var before: StateVersion?
  package var after: StateVersion?
  /// The copy that was kept first.
  package var backup: StateBackup?
}

/// Changes of records by hand. What may be changed, `EditableState` decides.
extension Reconciler {
  package func moveRecord(
    from source: Address, to target: Address, locking attempt: LockAttempt, as run: RunDescription
  ) async throws -> StateChange {
    try await editState(attempt, run) { (try $0.moveEdit(from: source, to: target), "moved \(source) to \(target)") }
  }

  package func forgetRecords(
    _ names: [RecordName], locking attempt: LockAttempt, as run: RunDescription
  ) async throws -> StateChange {
    try await editState(attempt, run) {
      (try $0.removalEdit(of: names), "forgot \(names.map(\.description).joined(separator: ", "))")
    }
  }

  /// Puts a state that was pulled in the place of the recorded one. `name`: of its file, for the history.
  package func replaceState(
    with document: StateDocument, named name: String, force: Bool, locking attempt: LockAttempt, as run: RunDescription
  ) async throws -> StateChange {
    let here = environment.desired.environment
    return try await editState(attempt, run) { state in
      let edit = try state.replacementEdit(with: document, for: here, force: force)
      return (edit, "put \(name) of serial \(document.version.serial) in place")
    }
  }

  /// Under the lock, after a backup, as one transaction, with a run in the history.
  ///
  /// `decide` looks at what is recorded and says what to change, with a line for the history. When it throws, nothing was
  /// changed. An edit that changes nothing is no run.
  func editState(
    _ attempt: LockAttempt, _ run: RunDescription,
    _ decide: (EditableState) async throws -> (edit: StateEdit, summary: String)
  ) async throws -> StateChange {
    try await holdingLock(attempt) { _ in
      let recorded = try await mappingStateErrors(store.read)
      let state = EditableState(recorded: recorded, unfinished: try await mappingStateErrors(store.unfinishedOperations))
      let (edit, summary) = try await decide(state)
      var change = StateChange(before: recorded.version, after: recorded.version)
      guard !edit.isEmpty else { return change }
      change.backup = try await mappingStateErrors(store.backUp)
      let id = try await mappingStateErrors { () async throws(StateError) in try await store.beginRun(run) }
      try await mappingStateErrors { () async throws(StateError) in
        try await store.edit(edit)
        try await store.finishRun(id, outcome: RunOutcome(result: .succeeded, summary: summary))
      }
      change.after = try await mappingStateErrors(store.read).version
      return change
    }
  }

  /// What the values of the state are sealed with; nil: they are not.
  package func stateHeader() async throws(EngineError) -> StateKeyHeader? {
    guard let kept = store as? any KeptStateStore else { return nil }
    return try await mappingStateErrors { () async throws(StateError) in try await kept.header() }
  }

  /// Opens the key of an export; `path` is that. One that is not encrypted is taken as it is.
  package func unlock(_ header: StateKeyHeader?, of path: String) async throws(EngineError) {
    guard let kept = store as? any KeptStateStore else { return }
    try await mappingStateErrors { () async throws(StateError) in
      try await kept.unlock(header, of: path, allowsPlain: true)
    }
  }

  /// Seals all values of the state anew, with a run in the history; false when nothing was ever recorded.
  ///
  /// No copy is kept: it would have the values as they were.
  package func sealState(encrypting: Bool, locking attempt: LockAttempt, as run: RunDescription) async throws -> Bool {
    guard let kept = store as? any KeptStateStore else { return false }
    await kept.expectEncryption()
    guard try await mappingStateErrors(kept.read).version != nil else { return false }
    try await holdingLock(attempt) { _ in
      try await mappingStateErrors { () async throws(StateError) in
        let id = try await kept.beginRun(run)
        try await kept.seal(encrypting: encrypting)
        let summary = encrypting ? "its values are encrypted under the first key" : "its values are not encrypted any more"
        try await kept.finishRun(id, outcome: RunOutcome(result: .succeeded, summary: summary))
      }
    }
    return true
  }

  /// The whole state with the contents of its revisions; nil when nothing was ever recorded.
  package func stateDocument() async throws(EngineError) -> StateDocument? {
    let recorded = try await mappingStateErrors(store.read)
    guard let version = recorded.version else { return nil }
    var revisions: [Revision] = []
    for known in recorded.revisions.values.joined().sorted(by: { ($0.family, $0.number) < ($1.family, $1.number) }) {
      guard let content = await store.content(ofRevision: known.arn) else { continue }
      revisions.append(Revision(arn: known.arn, family: known.family, number: known.number, isActive: true, content: content))
    }
    let here = environment.desired.environment
    return StateDocument(
      version: version, environment: here.name, provider: here.provider, resources: recorded.resources, revisions: revisions,
      deposed: recorded.deposed)
  }
}
