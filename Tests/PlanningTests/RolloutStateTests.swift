import JSONDocument
import Resources
import Testing

@testable import Planning

/// The files and the service agree; what matters is how the service's newest deployment stands.
@Suite("Rollouts of before")
struct RolloutStateTests {
  private static let definition = task("api")

  private func world(
    _ state: ObservedRollout.State?, with members: JSON = [:], live: JSON = [:], image: String = "api:1"
  ) -> World {
    var world = World()
    let definition = task("api", image: image)
    world.desired = [definition, service("api", with: members)]
    let revision = world.revision(definition, 3)
    world.exists(world.desired[1], as: world.desired[1].running(revision.arn, with: live))
    let rollout = state.map { ObservedRollout(deploymentId: "ecs-svc/1", revision: revision.arn, state: $0) }
    if case .present(var object) = world.observed.objects[world.desired[1].identity] {
      object.rollout = rollout
      world.observed.objects[object.identity] = .present(object)
    }
    return world
  }

  @Test("a deployment that failed is rolled out again")
  func failed() throws {
    let plan = world(.failed(reason: "tasks failed to start.")).plan()
    #expect(plan.actions == ["update aws_ecs_service.api"])
    #expect(plan.changes.first?.reason == .deploymentFailed("tasks failed to start."))
    #expect(plan.changes.first?.rollout == .awaited)
    #expect(plan.stepLines == ["1 update aws_ecs_service.api", "2 await aws_ecs_service.api after 1"])
    guard case .update(let change) = plan.steps[0].work else { return }
    #expect(change.changedMembers == ["forceNewDeployment"])
    #expect(change.after["forceNewDeployment"] == true)
    #expect(change.resource.attributes["forceNewDeployment"] == nil, "it is no part of what is recorded")
    #expect(change.completedBefore == nil, "what failed is nothing to go back to")
  }

  @Test("a change that starts no deployment of its own is made to start one after a failure")
  func failedAndChanged() throws {
    let plan = world(.failed(reason: nil), with: ["desiredCount": 3], live: ["desiredCount": 2]).plan()
    guard case .update(let change) = plan.steps.first?.work else {
      Issue.record("no update")
      return
    }
    #expect(change.changedMembers == ["desiredCount", "forceNewDeployment"])
    #expect(plan.changes.first?.reason == .deploymentFailed(nil))
  }

  @Test("a failed deployment of another revision than the wanted one is an ordinary change")
  func failedOther() throws {
    var world = world(.failed(reason: "x"))
    world.desired[0] = task("api", image: "api:2")
    let plan = world.plan()
    #expect(plan.change("aws_ecs_service.api")?.reason == .differs)
    #expect(
      !plan.steps.contains { step in
        if case .update(let change) = step.work { change.after["forceNewDeployment"] != nil } else { false }
      })
  }

  @Test("images that nobody pushed yet, and services of which no task is wanted, are left alone")
  func leftAlone() {
    var bootstrap = world(.failed(reason: "x"), image: "api:none")
    bootstrap.bootstrapTag = "none"
    #expect(bootstrap.plan().steps.isEmpty)
    #expect(world(.failed(reason: "x"), with: ["desiredCount": 0], live: ["desiredCount": 0]).plan().steps.isEmpty)
    #expect(world(.failed(reason: "x"), live: ["desiredCount": 0]).plan().steps.isEmpty)
    bootstrap = world(.underWay, image: "api:none")
    bootstrap.bootstrapTag = "none"
    #expect(bootstrap.plan().steps.isEmpty)
  }

  @Test("a deployment that is under way is waited for, and is no change")
  func underWay() {
    let plan = world(.underWay).plan()
    #expect(plan.isEmpty)
    #expect(plan.changes.isEmpty)
    #expect(plan.unchanged == 2)
    #expect(plan.stepLines == ["1 await aws_ecs_service.api"])
    #expect(plan.underWay.map(\.rollout.shortRevision) == ["api:3"])
    #expect(world(.underWay).plan(PlanScope(isDestroy: true)).underWay.isEmpty)
  }

  @Test("a change in place lets the deployment go on, and waits for it")
  func underWayAndChanged() {
    let plan = world(.underWay, with: ["desiredCount": 3], live: ["desiredCount": 2]).plan()
    #expect(plan.stepLines == ["1 update aws_ecs_service.api", "2 await aws_ecs_service.api after 1"])
    #expect(plan.steps.last?.resumed?.deploymentId == "ecs-svc/1")
    guard case .update(let change) = plan.steps[0].work else { return }
    #expect(change.changedMembers == ["desiredCount"])
  }

  @Test("what is complete, or says nothing, is nothing", arguments: [ObservedRollout.State.settled, nil])
  func settled(state: ObservedRollout.State?) {
    #expect(world(state).plan().steps.isEmpty)
  }

  @Test("what was complete before is what one may go back to", arguments: [ObservedRollout.State.settled, nil, .underWay])
  func completedBefore(state: ObservedRollout.State?) {
    var world = world(state)
    world.desired[0] = task("api", image: "api:2")
    let before = world.plan().steps.compactMap { step -> String? in
      if case .update(let change) = step.work { change.completedBefore } else { nil }
    }
    #expect(before == (state == .underWay ? [] : [World.arn("api", 3)]))
  }

  @Test("whether a rollout of before has ended is no difference between a saved plan and now")
  func contract() throws {
    func contract(_ state: ObservedRollout.State?) -> ContentDigest {
      var world = world(state)
      world.desired.append(thing(.repository, "new"))
      world.desired.append(task("other"))
      world.desired.append(service("other"))
      return PlanFile.contract(of: world.plan())
    }
    #expect(contract(.underWay) == contract(.settled))
    #expect(contract(.failed(reason: "x")) != contract(.settled))
  }

  @Test("the plan's file keeps it", arguments: [ObservedRollout.State.underWay, .failed(reason: "why"), .failed(reason: nil)])
  func file(state: ObservedRollout.State) throws {
    let plan = world(state).plan()
    let read = try PlanFile.plan(from: PlanFile.json(of: plan))
    #expect(read.stepLines == plan.stepLines)
    #expect(read.changes.map(\.reason) == plan.changes.map(\.reason))
    #expect(read.underWay.map(\.rollout) == plan.underWay.map(\.rollout))
  }
}

/// A service that runs what is wanted, while its checks have not passed since.
@Suite("Checks that have not passed")
struct PendingChecksTests {
  private static let checks = [RolloutCheck(.command(["./smoke"]), service: "api")]

  private func plan(
    pending: PendingChecks?, checks: [RolloutCheck] = checks, state: ObservedRollout.State = .settled, with members: JSON = [:],
    image: String = "api:1", _ scope: PlanScope = PlanScope(), remembering ending: RolloutMemory.Ending? = nil,
    outcome: String = "", running: Int? = nil, bootstrap: String? = nil
  ) -> Plan {
    var world = World()
    world.bootstrapTag = bootstrap
    world.desired = [task("api", image: image), service("api", with: members)]
    let revision = world.revision(task("api"), 3)
    world.exists(service("api"), as: service("api").running(revision.arn, with: ["desiredCount": 2]))
    world.recorded[world.recorded.count - 1].pendingChecks = pending
    if case .present(var object) = world.observed.objects[service("api").identity] {
      object.rollout = ObservedRollout(deploymentId: "ecs-svc/1", revision: revision.arn, state: state)
      object.deployments =
        running.map { [ObservedDeployment(id: "ecs-svc/1", revision: revision.arn, running: $0, pending: 0, failed: 0)] } ?? []
      world.observed.objects[object.identity] = .present(object)
    }
    var desired = world.desiredState
    desired.checks = [Address(.service, "api"): checks]
    let memories = ending.map { ending in
      let memory = RolloutMemory(run: 4, operation: "apply", who: "kim", at: 1_700_000_000, outcome: outcome, ending: ending)
      return [Address(.service, "api"): memory]
    }
    return Planner(
      desired: desired, recorded: world.recordedState, observed: world.observed, scope: scope, memories: memories ?? [:]
    ).plan()
  }

  private let here = PendingChecks(revision: World.arn("api", 3), problem: "no")

  @Test("they are run again, and nothing else is done")
  func again() throws {
    let plan = plan(pending: here)
    #expect(plan.isEmpty && plan.drift.isEmpty && plan.changes.isEmpty)
    #expect(plan.unproven.map(\.rollout.state) == [.unproven("no")])
    #expect(plan.underWay.isEmpty)
    #expect(plan.stepLines == ["1 await aws_ecs_service.api"])
    let read = try PlanFile.plan(from: JSON(text: PlanFile.json(of: plan).text()))
    #expect(read.unproven.map(\.rollout) == plan.unproven.map(\.rollout))
    #expect(PlanFile.contract(of: plan) == PlanFile.contract(of: self.plan(pending: nil)))
  }

  @Test(
    "so it is where the last run saw the rollout fail that is complete now, with checks or without",
    arguments: [RolloutMemory.Ending.failed, .well, .unwatched, .replaced], [true, false])
  func failedBefore(ending: RolloutMemory.Ending, hasChecks: Bool) {
    func plan(_ state: ObservedRollout.State, image: String = "api:1", _ scope: PlanScope = PlanScope()) -> Plan {
      self.plan(pending: nil, checks: hasChecks ? Self.checks : [], state: state, image: image, scope, remembering: ending)
    }
    let isTold = ending == .failed
    #expect(plan(.settled).unproven.map(\.rollout.state) == (isTold ? [.unproven("run 4 saw its rollout fail")] : []))
    #expect(plan(.settled).stepLines == (isTold ? ["1 await aws_ecs_service.api"] : []))
    #expect(plan(.underWay).unproven.isEmpty)
    #expect(plan(.settled, image: "api:2").unproven.isEmpty)
    #expect(plan(.settled, PlanScope(targets: [Address(.service, "web")])).unproven.isEmpty)
    #expect(plan(.settled, PlanScope(isDestroy: true)).unproven.isEmpty)
  }

  @Test("so it is where the last run did not see the end in the time allowed")
  func timedOutBefore() {
    let plan = plan(pending: nil, checks: [], remembering: .unwatched, outcome: "timedOut")
    #expect(
      plan.unproven.map(\.rollout.state) == [.unproven("run 4 did not see its rollout complete in the time allowed")])
  }

  @Test("so it is where fewer tasks run than should, for as long as that is so", arguments: [0, 1, 2])
  func short(running: Int) throws {
    #expect(plan(pending: nil, checks: [], running: running).steps.isEmpty, "the files leave the number to somebody else")
    let plan = plan(pending: nil, checks: [], with: ["desiredCount": 2], running: running)
    let isTold = running < 2
    #expect(plan.isEmpty && plan.changes.isEmpty)
    #expect(plan.unproven.map(\.rollout.state) == (isTold ? [.unproven("\(running) of 2 tasks run")] : []))
    #expect(plan.steps.first?.work.rolloutWait?.isScaling == (isTold ? true : nil))
  }

  @Test("a service that waits for its first image is left alone, and one of which tasks run is not", arguments: [0, 1])
  func bootstrapping(running: Int) {
    let tag = "1"
    let plan = plan(pending: nil, checks: [], with: ["desiredCount": 2], running: running, bootstrap: tag)
    #expect(plan.steps.isEmpty == (running == 0))
  }

  @Test(
    "a rollout under way is named when it took the place of ours, or nobody waits for it any more",
    arguments: [RolloutMemory.Ending.failed, .well, .unwatched, .replaced])
  func stepIn(ending: RolloutMemory.Ending) {
    let plan = plan(pending: nil, checks: [], state: .underWay, remembering: ending)
    #expect(plan.isEmpty && plan.underWay.count == 1)
    #expect(plan.rolloutNotes.contains(where: \.needsAttention) == (ending != .well))
  }

  @Test("after a change that starts no rollout, too")
  func withUpdate() {
    #expect(
      plan(pending: here, with: ["desiredCount": 3]).stepLines == [
        "1 update aws_ecs_service.api", "2 await aws_ecs_service.api after 1",
      ])
  }

  @Test("they are no matter where they passed, were taken out of the files, or were those of another revision")
  func settled() {
    #expect(plan(pending: nil).steps.isEmpty)
    #expect(plan(pending: here, checks: []).steps.isEmpty)
    #expect(plan(pending: PendingChecks(revision: World.arn("api", 2))).steps.isEmpty)
  }

  @Test("a rollout that begins or goes on has its own checks after it")
  func rollouts() {
    #expect(plan(pending: here, state: .underWay).unproven.isEmpty)
    #expect(plan(pending: here, image: "api:2").unproven.isEmpty)
  }
}
