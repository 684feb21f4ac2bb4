import AWS
package import Applying
package import Engine
package import Planning
import Providers
import Recording
import Resources
package import SimulatedAWS

package struct RehearsalOptions: Sendable {
  package var plan: PlanOptions
  package var apply: ApplyOptions
  /// What happens in the copy: which calls go wrong, how tasks fare, which container instances there are.
  package var scenario: Scenario

  package init(plan: PlanOptions, apply: ApplyOptions, scenario: Scenario = Scenario()) {
    self.plan = plan
    self.apply = apply
    self.scenario = scenario
  }
}

/// Performs plans where nothing is real.
extension Reconciler {
  /// Performs `plan` in a simulated copy of what `inputs` hold, by the same code as `apply`, in virtual time.
  ///
  /// Changes neither the cloud nor the state, and takes no lock. It asks the cloud a little more than a plan does: about
  /// images, and about what services refer to.
  package func rehearse(
    _ plan: Plan, _ inputs: PlanInputs, _ options: RehearsalOptions
  ) async throws(EngineError) -> RehearsalReport {
    let copy = try await CloudCopy(of: self, inputs, isAsked: options.plan.refresh).make(options.scenario)
    let unfinished = try await unfinishedOperations().count
    let fresh = try await copy.reconciler.plan(options.plan)
    let staleness = PlanStaleness(from: plan, to: fresh)

    let stage = copy.cloud
    let start = stage.latestInstant
    let log = RehearsalLog()
    let (rehearsed, checks) = plan.withoutChecks
    var report = try await copy.reconciler.apply(rehearsed, options.apply) { event in
      log.note(event, at: .seconds(stage.latestInstant - start))
    }
    report.outcomes = report.outcomes.mapValues(\.withoutLogs)
    let peaks = TaskPeaks(stage.taskCounts, since: start)
    var assumptions = copy.assumptions + plan.assumptions(checks)
    if unfinished > 0 { assumptions.append(.unfinished(unfinished)) }
    if !staleness.isEmpty { assumptions.append(.copyDiffers(staleness.addresses(in: plan))) }
    return RehearsalReport(
      apply: report, story: log.moments, duration: .seconds(stage.latestInstant - start),
      services: peaks.services(of: plan), all: peaks.all, assumptions: assumptions)
  }
}

extension Plan {
  /// The same plan where nobody runs checks, and how many each service has.
  ///
  /// A step that only would run them again falls away, and who waited for it waits for nothing.
  fileprivate var withoutChecks: (plan: Plan, checks: [Address: Int]) {
    var plan = self
    var counts: [Address: Int] = [:]
    var dropped: Set<Step.ID> = []
    for (position, step) in steps.enumerated() {
      guard var wait = step.work.rolloutWait, !wait.checks.isEmpty else { continue }
      counts[step.address] = wait.checks.count
      wait.checks = []
      plan.steps[position].work = .awaitRollout(wait)
      if case .unproven = wait.resuming?.state { dropped.insert(step.id) }
    }
    plan.steps.removeAll { dropped.contains($0.id) }
    for position in plan.steps.indices { plan.steps[position].dependsOn.removeAll(where: dropped.contains) }
    return (plan, counts)
  }

  /// Services whose tasks cannot start yet.
  var bootstrapping: [Address] {
    changes.filter { change in if case .bootstrap = change.rollout { true } else { false } }.map(\.address)
      .filter { $0.kind == .service }.sorted()
  }

  fileprivate func assumptions(_ checks: [Address: Int]) -> [RehearsalAssumption] {
    var assumptions: [RehearsalAssumption] = []
    let tasks = steps.filter { $0.work.taskRun != nil }.map(\.address)
    if !tasks.isEmpty { assumptions.append(.oneOffTasksSucceed(tasks.sorted())) }
    if !checks.isEmpty { assumptions.append(.checksNotRun(checks)) }
    let bootstrapping = self.bootstrapping
    if !bootstrapping.isEmpty { assumptions.append(.notWaitedFor(bootstrapping)) }
    if !underWay.isEmpty { assumptions.append(.underWay(underWay.map(\.address))) }
    return assumptions
  }
}

extension PlanStaleness {
  fileprivate func addresses(in plan: Plan) -> [Address] {
    let moved = Set(objects.map(\.identity))
    let objects = plan.changes.filter { moved.contains($0.identity) }.map(\.address)
    return Set(objects + records + deeds.map(\.address)).sorted()
  }
}
