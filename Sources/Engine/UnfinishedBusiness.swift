import JSONDocument
import Loading
import Planning
import Providers
import Recording
import Resources

/// What an earlier run left for this one, apart from operations of which it is not known whether they were done.
extension Reconciler {
  /// An earlier run was stopped before its end: apply has something to do even when its plan is empty.
  ///
  /// That run may also go on at this moment; then its lock says so to whoever wants to apply. `holdsLock`: the lock is ours.
  package func hasUnfinishedBusiness(holdsLock: Bool) async throws(EngineError) -> Bool {
    if try await !unfinishedOperations().isEmpty { return true }
    if !holdsLock, try await state(store.currentLock) != nil { return true }
    return try await lastRunWasCutShort()
  }

  /// The last run stopped waiting, or stopped altogether.
  private func lastRunWasCutShort() async throws(EngineError) -> Bool {
    let runs = try await state { () async throws(StateError) in try await store.history(limit: 1) }
    guard let last = runs.first else { return false }
    return ["interrupted", "timedOut"].contains(last.outcome?.result ?? "interrupted")
  }

  /// Rollouts that a run before this one began and whose end nobody saw. `plan` waits for those that it begins itself.
  func rolloutsLeft(beside plan: Plan) async throws(EngineError) -> [Address: Rollout] {
    guard !plan.isDestroy, try await lastRunWasCutShort() else { return [:] }
    let services = environment.desired.resources.filter { service in
      service.identity.kind == .service && (plan.targets.isEmpty || plan.targets.contains(service.address))
        && !plan.awaits(service.identity) && !runsBootstrapImages(service)
    }
    guard !services.isEmpty else { return [:] }
    let rollouts = try await unfinishedRollouts(services.map(\.identity))
    let found = services.compactMap { service in rollouts[service.identity].map { (service.address, $0) } }
    return Dictionary(found, uniquingKeysWith: { first, _ in first })
  }

  /// Its tasks cannot start yet, and nobody waits for them.
  private func runsBootstrapImages(_ service: Resource) -> Bool {
    guard let tag = environment.desired.bootstrapTag, let link = service.taskDefinitionLink else { return false }
    let definition = environment.desired.resources.first { $0.address == link }
    return (definition?.attributes["containerDefinitions"]?.arrayValue ?? []).contains { container in
      container["image"]?.stringValue.flatMap(ImageReference.init)?.tag == tag
    }
  }
}

extension Plan {
  fileprivate func awaits(_ service: ResourceIdentity) -> Bool {
    steps.contains { $0.work == .awaitRollout(service) }
  }

  /// This plan with a wait for each of `rollouts`, after what it does at the same address.
  func waiting(for rollouts: [Address: Rollout]) -> Plan {
    var plan = self
    for (address, rollout) in rollouts.sorted(by: { $0.key < $1.key }) {
      plan.steps.append(
        Step(
          id: Step.ID((plan.steps.last?.id.number ?? 0) + 1), address: address, work: .awaitRollout(rollout.service),
          dependsOn: steps.filter { $0.address == address }.map(\.id)))
    }
    return plan
  }
}
