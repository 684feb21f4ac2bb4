import JSONDocument
import Loading
package import Planning
import Recording
import Resources

extension Reconciler {
  /// Plans again and returns of that plan what is the same deed as `saved`; otherwise says what has moved.
  ///
  /// A saved plan holds no secrets, so what is performed is the new plan: proven equal in environment, changes and steps.
  package func confirm(_ saved: Plan) async throws(EngineError) -> Plan {
    let now = environment.desired
    guard saved.environment.name == now.environment.name, saved.environment.provider.isSameCloud(as: now.environment.provider)
    else {
      throw .stalePlan(.otherEnvironment(plan: saved.environment.name, now: now.environment.name))
    }
    if let run = try await run(of: saved) { throw .stalePlan(.appliedAlready(run)) }
    var options = PlanOptions()
    options.isDestroy = saved.isDestroy
    options.targets = saved.targets
    options.deletesData = saved.deletesData
    options.runs = Set(saved.changes.filter { $0.reason == .askedFor }.map(\.address))
    // What came up elsewhere since is left to the next plan.
    let whole = try await plan(options)
    let fresh = whole.limited(to: Set(saved.changes.map(\.address)))
    var staleness = PlanStaleness(from: saved, to: fresh)
    if !staleness.inputs.isEmpty { staleness = PlanStaleness(from: saved, to: whole) }
    guard staleness.isEmpty else { throw .stalePlan(.moved(staleness, plan: saved.state, now: fresh.state)) }
    return fresh
  }

  /// The run that performed this very plan and changed something, when there is one.
  private func run(of saved: Plan) async throws(EngineError) -> RunRecord? {
    let digest = PlanFile.digest(of: saved).hex
    return try await recentRuns().first {
      $0.description.plan == digest && ($0.serialAfter ?? $0.serialBefore) > $0.serialBefore
    }
  }
}
