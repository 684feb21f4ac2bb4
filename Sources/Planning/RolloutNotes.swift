import Resources

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
  /// The same, with what the history knows about each service's last rollout.
  func remembering(_ memories: [Address: RolloutMemory]) -> Plan {
    var plan = self
    for position in plan.rolloutNotes.indices {
      plan.rolloutNotes[position].memory = memories[plan.rolloutNotes[position].address]
    }
    let known = Set(plan.rolloutNotes.map(\.address))
    for (address, rollout) in underWay where !known.contains(address) {
      guard let memory = memories[address], memory.ending != .well else { continue }
      var note = RolloutNote(
        memory.ending == .failed ? .failing : .unwatched, at: address, revision: rollout.shortRevision, running: 0, wanted: 0)
      note.memory = memory
      plan.rolloutNotes.append(note)
    }
    for change in changes where change.movesTasks && !known.contains(change.address) {
      guard let memory = memories[change.address], memory.ending != .well, let revision = change.revision?.before else {
        continue
      }
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

extension Change {
  /// A service gets another revision, or another number of tasks.
  fileprivate var movesTasks: Bool {
    identity.kind == .service && (rollout == .awaited || fields.contains { $0.path == .desiredCount })
  }
}
