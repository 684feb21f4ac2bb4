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

extension Reconciler {
  /// Changes records by hand: under the lock, after a backup, as one transaction, with a run in the history.
  ///
  /// `decide` looks at what is recorded and says what to change, with a line for the history. When it throws, nothing was
  /// changed. An edit that changes nothing is no run.
  package func editState(
    _ attempt: LockAttempt, _ run: RunDescription,
    _ decide: (RecordedState, [UnfinishedOperation]) async throws -> (edit: StateEdit, summary: String)
  ) async throws -> StateChange {
    try await holdingLock(attempt) { _ in
      let recorded = try await mappingStateErrors(store.read)
      let (edit, summary) = try await decide(recorded, try await mappingStateErrors(store.unfinishedOperations))
      var change = StateChange(before: recorded.version, after: recorded.version)
      guard !edit.removed.isEmpty || !edit.written.isEmpty || edit.version != nil else { return change }
      change.backup = try await mappingStateErrors(store.backUp)
      let id = try await mappingStateErrors { () async throws(StateError) in try await store.beginRun(run) }
      try await mappingStateErrors { () async throws(StateError) in
        try await store.edit(edit)
        try await store.finishRun(id, outcome: RunOutcome(result: "succeeded", summary: summary))
      }
      change.after = try await mappingStateErrors(store.read).version
      return change
    }
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
      version: version, environment: here.name, provider: here.provider, resources: recorded.resources, revisions: revisions)
  }
}
