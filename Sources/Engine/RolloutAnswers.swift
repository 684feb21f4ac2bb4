package import Planning
package import Providers
package import Resources

/// Rollouts that wait for an answer, or that nobody wants any more.
extension Reconciler {
  /// The rollout of a service that goes on now; nil when none does.
  package func standing(of service: Resource) async throws(EngineError) -> RolloutStanding? {
    try await mappingProviderErrors { () async throws(ProviderError) in try await provider.standing(of: service.identity) }
  }

  /// Lets a paused rollout go on. The caller holds the lock.
  package func goOn(_ standing: RolloutStanding, after pause: RolloutPause) async throws(EngineError) {
    try await mappingProviderErrors { () async throws(ProviderError) in try await provider.goOn(standing, after: pause) }
  }

  /// Stops a rollout, so that the revision of before runs again. The caller holds the lock.
  package func takeBack(_ standing: RolloutStanding) async throws(EngineError) {
    try await mappingProviderErrors { () async throws(ProviderError) in try await provider.takeBack(standing) }
  }

  /// A plan that changes nothing and waits for those rollouts of some services that go on now; nil when none does.
  package func waiting(for services: [Resource]) async throws(EngineError) -> Plan? {
    var plan: Plan?
    for service in services {
      guard let standing = try await standing(of: service) else { continue }
      let waiting = try await waiting(for: standing, at: service)
      let steps = (plan?.steps ?? []) + waiting.steps
      plan = plan ?? waiting
      plan?.steps = steps.enumerated().map { number, step in
        Step(id: Step.ID(number + 1), address: step.address, work: step.work)
      }
      plan?.targets = steps.map(\.address)
    }
    return plan
  }

  /// A plan that changes nothing and waits for this rollout. Checks of the service belong to it while its files ask for
  /// what is rolled out.
  package func waiting(for standing: RolloutStanding, at service: Resource) async throws(EngineError) -> Plan {
    var options = PlanOptions()
    options.targets = [service.address]
    var plan = try await plan(options)
    let known = plan.steps.first { $0.address == service.address && $0.resumed?.deploymentId == standing.rollout.deploymentId }
    let resumed = ObservedRollout(
      deploymentId: standing.rollout.deploymentId ?? "", revision: standing.rollout.revision, state: .underWay)
    let wait = known?.work ?? .awaitRollout(Step.RolloutWait(for: service.identity, resuming: resumed))
    plan.steps = [Step(id: Step.ID(1), address: service.address, work: wait)]
    plan.changes = []
    return plan
  }
}
