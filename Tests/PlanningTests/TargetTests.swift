import JSONDocument
import Resources
import Testing

@testable import Planning

/// `-target`: only some addresses, with what they need.
@Suite("Targets")
struct TargetTests {
  private var world: World {
    var world = World()
    world.desired = [
      thing(.cluster, "main"), thing(.repository, "api"), thing(.logGroup, "logs", named: "/ecs/api"),
      task("api", image: "111111111111.dkr.ecr.eu-west-1.amazonaws.com/api:1"), service("api"), task("worker"), service("worker"),
    ]
    return world
  }

  @Test(
    "an address brings all that it needs, and nothing that needs it",
    arguments: [
      (["aws_ecs_service.worker"], ["aws_ecs_cluster.main", "aws_ecs_service.worker", "aws_ecs_task_definition.worker"]),
      (
        ["aws_ecs_service.api"],
        ["aws_ecr_repository.api", "aws_ecs_cluster.main", "aws_ecs_service.api", "aws_ecs_task_definition.api"]
      ),
      (["aws_ecs_task_definition.worker"], ["aws_ecs_task_definition.worker"]),
      (["aws_ecs_cluster.main", "aws_ecr_repository.api"], ["aws_ecr_repository.api", "aws_ecs_cluster.main"]),
    ])
  func selection(targets: [String], planned: [String]) {
    let plan = world.plan(PlanScope(targets: targets.compactMap { Address($0) }))
    #expect(plan.actions == planned.map { "create \($0)" })
    #expect(plan.targets == targets.compactMap { Address($0) }.sorted())
  }

  @Test("what left the files is deleted only when it is a target")
  func removals() {
    var world = World()
    world.exists(service("a", task: "t"))
    world.exists(service("b", task: "t"))
    #expect(world.plan(PlanScope(targets: [Address(.service, "b")])).actions == ["delete aws_ecs_service.b"])
  }

  @Test(
    "destroying an address destroys what needs it, and nothing that it needs",
    arguments: [
      ("aws_ecs_service.api", ["aws_ecs_service.api"]),
      ("aws_ecs_task_definition.api", ["aws_ecs_service.api", "aws_ecs_task_definition.api"]),
      ("aws_ecs_cluster.main", ["aws_ecs_cluster.main", "aws_ecs_service.api", "aws_ecs_service.worker"]),
    ])
  func destroying(target: String, planned: [String]) {
    var world = world
    world.desired = [thing(.cluster, "main"), task("api"), service("api"), task("worker"), service("worker")]
    for resource in world.desired {
      switch resource.identity.kind {
      case .taskDefinition: world.revision(resource, 1)
      case .service: world.exists(resource, as: resource.running(World.arn(resource.address.name, 1)))
      default: world.exists(resource)
      }
    }
    let plan = world.plan(PlanScope(isDestroy: true, targets: [Address(target)].compactMap { $0 }))
    #expect(plan.actions == planned.map { "delete \($0)" })
  }
}
