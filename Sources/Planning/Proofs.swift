import Resources

/// Finds services that run what is wanted, while nobody has seen that it works: apply looks at them again, and changes nothing.
struct Proofs {
  private let hasChecks: Set<Address>
  private let services: [Address: Resource]
  private let records: [Address: RecordedResource]
  private let observed: ObservedState
  private let comparison: ResourceDecisions
  /// Services that a run which was killed began to change: it left no word of their checks.
  private let begun: Set<Address>
  private let memories: [Address: RolloutMemory]

  init(
    desired: DesiredState, recorded: RecordedState, observed: ObservedState, comparison: ResourceDecisions, begun: Set<Address>,
    memories: [Address: RolloutMemory]
  ) {
    hasChecks = Set(desired.checks.filter { !$0.value.isEmpty }.keys)
    services = Dictionary(
      desired.resources.filter { $0.identity.kind == .service }.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
    records = Dictionary(recorded.resources.map { ($0.address, $0) }, uniquingKeysWith: { $1 })
    self.observed = observed
    self.comparison = comparison
    self.begun = begun
    self.memories = memories
  }

  /// The decision with a wait where its checks have not passed since, where who waited for it saw it fail, and where fewer tasks
  /// run than should.
  func looking(at decision: Decision) -> Decision {
    let address = decision.change.address
    guard let service = services[address], [.noOp, .adopt, .update].contains(decision.change.action), decision.runsAsWanted,
      !decision.work.contains(where: { $0.rolloutWait != nil }),
      let live = observed.objects[decision.change.identity]?.object, var rollout = live.rollout, rollout.state == .settled
    else { return decision }
    let pending = records[address]?.pendingChecks.flatMap {
      hasChecks.contains(address) && $0.revision == rollout.revision ? $0 : nil
    }
    let failure = memories[address].flatMap(Self.doubt)
    let isUnproven = pending != nil || failure != nil || (begun.contains(address) && hasChecks.contains(address))
    // A number of tasks that somebody else chooses changes at any time.
    let isCountOurs = comparison.wait(for: service).count != nil
    let shortage = isCountOurs && !comparison.isBootstrapping(service, live) ? Self.shortage(live, rollout) : nil
    guard isUnproven || shortage != nil else { return decision }
    rollout.completedBefore = rollout.completedBefore ?? pending?.revisionBefore
    rollout.state = .unproven(pending?.problem ?? failure ?? shortage)
    var decision = decision
    decision.work.append(.awaitRollout(comparison.wait(for: service, resuming: rollout, isScaling: !isUnproven)))
    return decision
  }

  /// Why a rollout is doubted that is complete now. Who was interrupted saw nothing of its end.
  private static func doubt(_ memory: RolloutMemory) -> String? {
    if memory.isTimeout { return "run \(memory.run) did not see its rollout complete in the time allowed" }
    return memory.ending == .failed ? "run \(memory.run) saw its rollout fail" : nil
  }

  /// `1 of 3 tasks run`; nil where all do.
  private static func shortage(_ live: ObservedObject, _ rollout: ObservedRollout) -> String? {
    guard let own = live.deployments.first(where: { $0.id == rollout.deploymentId }),
      let wanted = ServiceDocument(live.attributes).desiredCount, own.running < wanted
    else { return nil }
    return "\(own.running) of \(wanted) \(wanted == 1 ? "task runs" : "tasks run")"
  }
}
