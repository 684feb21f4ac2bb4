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
    /// What it runs was deregistered: ECS keeps the tasks and starts no new deployment of it.
    case retired
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
    case .failing, .unwatched, .retired: true
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

  package init(run: Int, operation: String, who: String, at: Int64, outcome: String) {
    self.run = run
    self.operation = operation
    self.who = who
    self.at = at
    self.outcome = outcome
  }
}

/// Looks through the services of a plan for rollouts that a person should know of.
struct RolloutNotes {
  let observed: ObservedState

  func notes(on decisions: [Decision]) -> [RolloutNote] {
    decisions.compactMap { decision in
      guard decision.change.identity.kind == .service, let live = observed.objects[decision.change.identity]?.object else {
        return nil
      }
      return note(on: decision, live)
    }
  }

  private func note(on decision: Decision, _ live: ObservedObject) -> RolloutNote? {
    guard let rollout = live.rollout else { return nil }
    let own = live.deployments.first { $0.id == rollout.deploymentId }
    let running = live.deployments.reduce(0) { $0 + $1.running }
    let wanted = ServiceDocument(live.attributes).desiredCount ?? own?.running ?? 0
    let begins = decision.work.contains { $0.rolloutWait.map { $0.resuming == nil && !$0.isScaling } ?? false }
    let matter: RolloutNote.Matter
    switch rollout.state {
    // Where nothing runs, nothing is lost: the first image of a service.
    case .underWay where begins && running > 0: matter = .replaced
    case .underWay where (own?.failed ?? 0) > 0 && decision.work.contains { $0.rolloutWait?.resuming != nil }: matter = .failing
    case .settled where !begins && (own?.running ?? 0) < wanted: matter = .short
    case .underWay, .settled, .unproven, .failed: return nil
    }
    var note = RolloutNote(
      matter, at: decision.change.address, revision: rollout.shortRevision, running: running, wanted: wanted)
    note.failed = own?.failed ?? 0
    note.pending = live.deployments.reduce(0) { $0 + $1.pending }
    note.serving = live.deployments.first { $0.id != rollout.deploymentId && $0.running > 0 }
      .map { RevisionReference($0.revision).shortName }
    return note
  }
}

extension Plan {
  /// The same, with what the history knows about each service's last rollout: `memories` by address.
  package func remembering(_ memories: [Address: RolloutMemory]) -> Plan {
    var plan = self
    for position in plan.rolloutNotes.indices {
      plan.rolloutNotes[position].memory = memories[plan.rolloutNotes[position].address]
    }
    let known = Set(plan.rolloutNotes.map(\.address))
    for (address, rollout) in underWay where !known.contains(address) {
      guard let memory = memories[address], memory.isUnfinished else { continue }
      let isGivenUp = ["failed", "rollbackFailed"].contains(memory.outcome)
      var note = RolloutNote(
        isGivenUp ? .failing : .unwatched, at: address, revision: rollout.shortRevision, running: 0, wanted: 0)
      note.memory = memory
      plan.rolloutNotes.append(note)
    }
    for change in changes where change.rollout == .awaited && change.identity.kind == .service && !known.contains(change.address)
    {
      guard let memory = memories[change.address], memory.endedBadly, let revision = change.revision?.before else { continue }
      var note = RolloutNote(.again, at: change.address, revision: revision, running: 0, wanted: 0)
      note.memory = memory
      plan.rolloutNotes.append(note)
    }
    plan.rolloutNotes.sort { $0.address < $1.address }
    return plan
  }

  /// Addresses whose image changes replace a version that never was complete: what came before it serves, so that going
  /// back is no going back.
  var unfinishedVersions: Set<Address> {
    let replaced = Set(rolloutNotes.filter { $0.matter == .replaced }.map(\.address))
    let links = steps.filter { replaced.contains($0.address) }.compactMap { $0.work.resource?.taskDefinitionLink }
    return replaced.union(links)
  }
}

extension RolloutMemory {
  /// Who waited for it left before its end.
  fileprivate var isUnfinished: Bool { ["failed", "timedOut", "interrupted", "rollbackFailed"].contains(outcome) }
  fileprivate var endedBadly: Bool { isUnfinished || ["rolledBack", "superseded"].contains(outcome) }
}
