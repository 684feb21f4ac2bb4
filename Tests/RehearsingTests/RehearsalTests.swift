import AWS
import Applying
import Engine
import JSONDocument
import Planning
import Providers
import Recording
import Rehearsing
import Resources
import SimulatedAWS
import Testing

/// A rehearsal ends as the apply would, and leaves no trace.
@Suite("Rehearsals")
struct RehearsalTests {
  private static func rehearse(
    _ reconciler: Reconciler, _ options: RehearsalOptions = Place.rehearsing()
  ) async throws -> RehearsalReport {
    let look = try await reconciler.observe(options.plan)
    return try await reconciler.rehearse(try await reconciler.plan(look, options.plan), look, options)
  }

  @Test("nothing but reads reaches the cloud, and the state stays as it is")
  func changesNothing() async throws {
    let place = try await Place()
    try await place.apply(place.reconciler(try Example.desired(place, tag: "good")))
    try await place.cloud.push(repository: "images", tag: "new")
    let lock = try await place.store.acquireLock(
      LockRequest(operation: "apply", who: "kim@laptop", host: "laptop", pid: 1))
    let (state, runs) = (try await place.store.read(), try await place.store.history(limit: 100))
    let calls = place.calls.counts
    let report = try await Self.rehearse(
      place.reconciler(try Example.desired(place, tag: "new"), through: Reconciler.looking(through: place.calls)))

    #expect(report.apply.isSuccess)
    let made = place.calls.counts.filter { calls[$0.key] != $0.value }.keys
    #expect(!made.isEmpty && made.allSatisfy { $0.contains(" Describe") || $0.contains(" List") || $0.contains(" BatchGet") })
    let after = try await place.store.read()
    #expect(after.version == state.version && after.resources == state.resources && after.revisions == state.revisions)
    #expect(try await place.store.history(limit: 100) == runs)
    #expect(try await place.store.currentLock() == lock)
    #expect(try await place.store.unfinishedOperations().isEmpty)
  }

  @Test("it ends as the apply of the same plan does, step by step")
  func endsAsApply() async throws {
    let place = try await Place()
    try await place.apply(place.reconciler(try Example.desired(place, tag: "good")))
    let wanted = place.reconciler(
      try Example.desired(
        place, tag: "missing",
        deployment: ["deploymentCircuitBreaker": ["enable": true, "rollback": true]]))
    let report = try await Self.rehearse(wanted)
    let real = try await place.apply(wanted)
    func told(_ report: ApplyReport) -> [String] {
      report.plan.steps.map { step in
        switch report.outcomes[step.id] {
        case .rollout(let verdict):
          "\(step.address) \(verdict.outcome) \(verdict.reason ?? "") \(verdict.runningRevision ?? "") "
            + "\(verdict.evidence?.causes.map(\.code) ?? [])"
        case .done(let revision): "\(step.address) done \(revision ?? "")"
        case let outcome: "\(step.address) \(outcome.map { "\($0)" } ?? "open")"
        }
      }
    }
    #expect(told(report.apply) == told(real))
    #expect(told(report.apply).contains { $0.contains("rolledBack") && $0.contains("image-not-found") })
    #expect(!report.assumptions.contains { if case .copyDiffers = $0 { true } else { false } })
  }

  @Test("tasks that run already have their place on the instances that a scenario declares")
  func fullInstance() async throws {
    let place = try await Place()
    try await place.apply(place.reconciler(try Example.desired(place, tag: "good")))
    try await place.cloud.push(repository: "images", tag: "new")
    let wanted = place.reconciler(try Example.desired(place, tag: "new"))
    let room = RehearsalAssumption.instancesHaveRoom([Address(.service, "web")])
    #expect(try await Self.rehearse(wanted).assumptions.contains(room))
    for (memory, fits) in [(128, false), (256, true)] {
      let scenario = Scenario(instances: [InstanceGroup(cluster: "*", cpu: 1024, memory: memory)])
      let report = try await Self.rehearse(wanted, Place.rehearsing(scenario: scenario))
      #expect(report.apply.isSuccess == fits, "\(memory) MiB")
      #expect(!report.assumptions.contains(room))
      let causes = report.apply.outcomes.values.flatMap { outcome -> [String] in
        if case .rollout(let verdict) = outcome { verdict.evidence?.causes.map(\.code) ?? [] } else { [] }
      }
      #expect(causes.contains("not-enough-memory") == !fits, "\(causes)")
    }
  }

  @Test("the peak of tasks is what the deployment configuration allows", arguments: [(100, 200, 8), (50, 100, 4), (100, 150, 6)])
  func peaks(fewest: Int, most: Int, peak: Int) async throws {
    let place = try await Place()
    let limits: JSON = ["minimumHealthyPercent": .int(fewest), "maximumPercent": .int(most)]
    try await place.apply(place.reconciler(try Example.desired(place, tag: "good", count: 4, deployment: limits)))
    try await place.cloud.push(repository: "images", tag: "new")
    let report = try await Self.rehearse(
      place.reconciler(try Example.desired(place, tag: "new", count: 4, deployment: limits)))
    #expect(report.services.map(\.service) == [Address(.service, "web")])
    #expect(report.services.map(\.before) == [4] && report.services.map(\.peak) == [peak] && report.services.map(\.after) == [4])
    #expect(report.all.peak == peak)
  }

  @Test("a hundred services at once")
  func many() async throws {
    let place = try await Place()
    try await place.apply(place.reconciler(try Example.desired(place, tag: "good", services: 100)))
    try await place.cloud.push(repository: "images", tag: "new")
    let report = try await Self.rehearse(place.reconciler(try Example.desired(place, tag: "new", services: 100)))
    #expect(report.apply.isSuccess && report.services.count == 100)
    #expect(report.services.allSatisfy { $0.before == 2 && $0.peak == 4 && $0.after == 2 })
    #expect(report.all.before == 200 && report.all.after == 200 && report.duration > .seconds(30))
  }

  @Test("checks are not run, and that is said")
  func checks() async throws {
    let place = try await Place()
    try await place.apply(place.reconciler(try Example.desired(place, tag: "good")))
    try await place.cloud.push(repository: "images", tag: "new")
    let check = RolloutCheck(.command(["false"]), service: "web")
    let report = try await Self.rehearse(place.reconciler(try Example.desired(place, tag: "new", checks: [check, check])))
    #expect(report.apply.isSuccess)
    #expect(report.assumptions.contains(.checksNotRun([Address(.service, "web"): 2])))
  }

  @Test("a scenario lets calls fail")
  func scenario() async throws {
    let place = try await Place()
    try await place.apply(place.reconciler(try Example.desired(place, tag: "good")))
    try await place.cloud.push(repository: "images", tag: "new")
    let faults = FaultPlan([.init(.refuse(code: "AccessDeniedException", message: "no"), operation: "UpdateService")])
    let report = try await Self.rehearse(
      place.reconciler(try Example.desired(place, tag: "new")), Place.rehearsing(scenario: Scenario(faults: faults)))
    #expect(!report.apply.isSuccess)
  }

  @Test("a plan of what is recorded is rehearsed without a call")
  func recorded() async throws {
    let place = try await Place()
    try await place.apply(place.reconciler(try Example.desired(place, tag: "good")))
    let calls = place.calls.counts
    var options = PlanOptions()
    options.refresh = false
    let report = try await Self.rehearse(
      place.reconciler(try Example.desired(place, tag: "never-pushed")), Place.rehearsing(options))
    #expect(report.apply.isSuccess && place.calls.counts == calls)
    #expect(report.assumptions.contains(.recordedIsTrue))
  }
}
