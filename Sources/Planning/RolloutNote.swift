package import Resources

/// What a person should know about the rollouts of a service, beside what the plan changes. Nothing is done about it by
/// itself.
package struct RolloutNote: Sendable, Equatable {
  package enum Matter: String, Sendable, CaseIterable {
    /// A deployment is under way, and the plan begins another one in its place.
    case replaced
    /// A deployment that brings what is wanted is under way, and it does not look well: tasks of it fail, or who waited for
    /// it gave it up.
    case failing
    /// A deployment that brings what is wanted is under way, and who waited for it does so no more.
    case unwatched
    /// Its deployment is complete, and fewer tasks run than should.
    case short
    /// Its last rollout did not end well, and the plan begins another one.
    case again
  }

  package var address: Address
  package var matter: Matter
  /// `api:42`: what the note is about.
  package var revision: String
  /// Tasks of the service that run and that should, all deployments together.
  package var running: Int
  package var wanted: Int
  /// Tasks that are being started.
  package var pending = 0
  /// Tasks of the deployment that failed to start.
  package var failed = 0
  /// `api:41`: another revision that tasks run meanwhile.
  package var serving: String?
  /// How the last run that waited for the service saw it end.
  package var memory: RolloutMemory?

  package init(_ matter: Matter, at address: Address, revision: String, running: Int, wanted: Int) {
    self.address = address
    self.matter = matter
    self.revision = revision
    self.running = running
    self.wanted = wanted
  }

  /// All that is missing is being started, and nothing has failed.
  package var isStarting: Bool { failed == 0 && running + pending >= wanted }

  /// Somebody should act, although the plan may change nothing.
  package var needsAttention: Bool {
    switch matter {
    case .failing, .unwatched: true
    case .replaced, .short, .again: false
    }
  }
}

/// How an earlier run left the rollout of a service.
package struct RolloutMemory: Sendable, Equatable {
  package var run: Int
  package var operation: String
  package var who: String
  /// Seconds since 1970 at which the run ended.
  package var at: Int64
  /// As the history says: `rolledBack`, `timedOut` …
  package var outcome: String
  package var ending: Ending

  /// Who waited for it waited as long as that was allowed.
  package var isTimeout: Bool { outcome == "timedOut" }

  package enum Ending: String, Sendable, Equatable {
    case well
    /// Who waited for it left before its end.
    case unwatched
    /// It failed, or was given up; ECS may go on trying.
    case failed
    /// Another revision took its place.
    case replaced
  }

  package init(run: Int, operation: String, who: String, at: Int64, outcome: String, ending: Ending) {
    self.ending = ending
    self.run = run
    self.operation = operation
    self.who = who
    self.at = at
    self.outcome = outcome
  }
}
