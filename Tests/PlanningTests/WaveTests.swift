import JSONDocument
import Resources
import Testing

@testable import Planning

/// A wave begins when the one before it is complete.
@Suite("Waves")
struct WaveTests {
  private func world(_ names: [String], changed: Set<String>) -> World {
    var world = World()
    for name in names {
      let definition = task(name)
      world.desired += [definition, service(name, with: ["enableExecuteCommand": .bool(changed.contains(name))])]
      let revision = world.revision(definition, 1)
      world.exists(service(name), as: service(name).running(revision.arn, with: ["desiredCount": 1]))
    }
    return world
  }

  private func plan(_ world: World, _ waves: [[String]], _ scope: PlanScope = PlanScope()) -> Plan {
    var desired = world.desiredState
    desired.waves = waves.map { $0.map { Address(.service, $0) } }
    return Planner(desired: desired, recorded: world.recordedState, observed: world.observed, scope: scope).plan()
  }

  private func fresh(_ names: [String]) -> World {
    var world = World()
    for name in names {
      world.desired += [task(name), service(name)]
      world.revision(world.desired[world.desired.count - 2], 1)
    }
    return world
  }

  @Test("the services of a wave wait for the rollouts of the wave before, and only those")
  func waits() {
    let plan = plan(fresh(["api", "web", "worker", "zebra"]), [["worker"], ["api", "web"]])
    #expect(
      plan.stepLines == [
        "1 create aws_ecs_service.zebra", "2 await aws_ecs_service.zebra after 1", "3 create aws_ecs_service.worker",
        "4 await aws_ecs_service.worker after 3", "5 create aws_ecs_service.api after 4", "6 await aws_ecs_service.api after 5",
        "7 create aws_ecs_service.web after 4", "8 await aws_ecs_service.web after 7",
      ])
    #expect(plan.waves.map { $0.map(\.name) } == [["worker"], ["api", "web"]])
  }

  @Test("a wave without work is passed over")
  func passedOver() {
    let plan = plan(world(["a", "b", "c"], changed: ["a", "c"]), [["a"], ["b"], ["c"]])
    #expect(plan.stepLines == ["1 update aws_ecs_service.a", "2 update aws_ecs_service.c after 1"])
    #expect(plan.waves.map { $0.map(\.name) } == [["a"], ["c"]])
  }

  @Test("a rollout of before holds the next wave back, too")
  func resumed() {
    var world = world(["a", "b"], changed: ["b"])
    let identity = service("a").identity
    if case .present(var object) = world.observed.objects[identity] {
      object.rollout = ObservedRollout(deploymentId: "ecs-svc/1", revision: World.arn("a", 1), state: .underWay)
      world.observed.objects[identity] = .present(object)
    }
    #expect(plan(world, [["a"], ["b"]]).stepLines == ["1 await aws_ecs_service.a", "2 update aws_ecs_service.b after 1"])
  }

  @Test("destroying knows no waves, and neither does an environment without an order")
  func none() {
    let world = world(["a", "b"], changed: ["a", "b"])
    #expect(plan(world, []).stepLines == ["1 update aws_ecs_service.a", "2 update aws_ecs_service.b"])
    #expect(plan(world, [["a"], ["b"]], PlanScope(isDestroy: true)).waves.isEmpty)
  }

  @Test("the plan's file keeps the waves")
  func file() throws {
    let plan = plan(fresh(["a", "b"]), [["b"], ["a"]])
    #expect(try PlanFile.plan(from: PlanFile.json(of: plan)).waves == plan.waves)
  }
}
