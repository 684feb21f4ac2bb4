import JSONDocument

/// Checks of a service that have not passed since it was given a revision.
package struct PendingChecks: Sendable, Equatable {
  /// ARN of that revision.
  package var revision: String
  /// Why one of them failed; nil: none did, because they were not run to their end.
  package var problem: String?
  /// ARN of the revision that was complete before it, for going back; nil where there was none.
  package var revisionBefore: String?

  package init(revision: String, problem: String? = nil, revisionBefore: String? = nil) {
    self.revision = revision
    self.problem = problem
    self.revisionBefore = revisionBefore
  }
}

extension RecordedResource {
  /// Not a member of the API, so no comparison looks at it.
  private static let member = "checksPending"

  /// Kept beside what was observed. Whoever writes the service down anew says it again.
  package var pendingChecks: PendingChecks? {
    get {
      guard let pending = observed[Self.member], let revision = pending["revision"]?.stringValue else { return nil }
      return PendingChecks(
        revision: revision, problem: pending["problem"]?.stringValue, revisionBefore: pending["revisionBefore"]?.stringValue)
    }
    set {
      observed[Self.member] = newValue.map { pending in
        var json: JSON = ["revision": .string(pending.revision)]
        json["problem"] = pending.problem.map { .string($0) }
        json["revisionBefore"] = pending.revisionBefore.map { .string($0) }
        return json
      }
    }
  }
}
