import JSONDocument
import Resources
import Testing

@testable import Planning

/// What is needed comes first; what is taken away comes last, in reverse. Only real needs hold a step back.
@Suite("Order of steps")
struct StepOrderTests {
  private static let image = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/api:1"

  private func logged(_ name: String, image: String = Self.image) -> Resource {
    var resource = task(name)
    resource.attributes["containerDefinitions"] = [
      [
        "name": "web", "image": .string(image),
        "logConfiguration": ["logDriver": "awslogs", "options": ["awslogs-group": "/ecs/api"]],
      ]
    ]
    return resource
  }

  @Test("cluster, repository and log group before the task definition, that before the service")
  func creation() {
    var world = World()
    world.desired = [
      service("api"), logged("api"), thing(.cluster, "main"), thing(.logGroup, "logs", named: "/ecs/api"),
      thing(.repository, "api"), thing(.repository, "other"),
    ]
    #expect(
      world.plan().stepLines == [
        "1 create aws_ecr_repository.api", "2 create aws_ecr_repository.other", "3 create aws_cloudwatch_log_group.logs",
        "4 create aws_ecs_cluster.main", "5 create aws_ecs_task_definition.api after 1 3",
        "6 create aws_ecs_service.api after 4 5", "7 await aws_ecs_service.api after 6",
      ])
  }

  @Test("what has no step is waited for by nobody")
  func partly() {
    var world = World()
    world.desired = [service("api"), logged("api"), thing(.cluster, "main"), thing(.repository, "api")]
    world.exists(world.desired[2])
    world.exists(world.desired[3])
    #expect(
      world.plan().stepLines == [
        "1 create aws_ecs_task_definition.api", "2 create aws_ecs_service.api after 1", "3 await aws_ecs_service.api after 2",
      ])
  }

  @Test("services first, then their revisions and clusters, then repositories and log groups")
  func removal() {
    var world = World()
    world.exists(thing(.cluster, "main"))
    world.exists(thing(.logGroup, "logs", named: "/ecs/api"))
    world.exists(thing(.repository, "api"))
    world.revision(logged("api"), 1)
    world.revision(task("worker"), 1)
    world.exists(service("api"), as: service("api").running(World.arn("api", 1)))
    world.exists(service("worker"), as: service("worker").running(World.arn("worker", 1)))
    #expect(
      world.plan(PlanScope(isDestroy: true, deletesData: true)).stepLines == [
        "1 delete(main/worker) aws_ecs_service.worker", "2 delete(main/api) aws_ecs_service.api",
        "3 delete(worker) aws_ecs_task_definition.worker after 1", "4 delete(api) aws_ecs_task_definition.api after 2",
        "5 delete(main) aws_ecs_cluster.main after 1 2", "6 delete(/ecs/api) aws_cloudwatch_log_group.logs after 4",
        "7 delete(api) aws_ecr_repository.api after 4",
      ])
  }

  @Test("clusters wait for their own services only")
  func clusters() {
    var world = World()
    for name in ["a", "b"] {
      world.exists(thing(.cluster, name))
      world.exists(service(name, task: "t", cluster: name), as: service(name, cluster: name).running(World.arn("t", 1)))
    }
    #expect(
      world.plan().stepLines == [
        "1 delete(b/b) aws_ecs_service.b", "2 delete(a/a) aws_ecs_service.a", "3 delete(b) aws_ecs_cluster.b after 1",
        "4 delete(a) aws_ecs_cluster.a after 2",
      ])
  }

  @Test("a family goes after the services that move away from it have moved")
  func movingAway() {
    var world = World()
    world.desired = [task("new"), service("api", task: "new"), task("other"), service("other")]
    world.revision(task("old"), 1)
    world.exists(service("api", task: "old"), as: service("api").running(World.arn("old", 1)))
    world.revision(task("other", image: "other:0"), 1)
    world.exists(world.desired[3], as: world.desired[3].running(World.arn("other", 1)))
    #expect(
      world.plan().stepLines == [
        "1 create aws_ecs_task_definition.new", "2 create aws_ecs_task_definition.other",
        "3 update aws_ecs_service.api after 1", "4 await aws_ecs_service.api after 3",
        "5 update aws_ecs_service.other after 2", "6 await aws_ecs_service.other after 5",
        "7 delete(old) aws_ecs_task_definition.old after 4",
      ])
  }

  @Test("a renamed family: the old revisions go when the service has moved")
  func renamedFamily() {
    var world = World()
    world.desired = [task("api", family: "api-v2"), service("api")]
    world.revision(task("api", family: "api"), 3)
    world.exists(world.desired[1], as: world.desired[1].running(World.arn("api", 3)))
    #expect(
      world.plan().stepLines == [
        "1 create aws_ecs_task_definition.api", "2 update aws_ecs_service.api after 1", "3 await aws_ecs_service.api after 2",
        "4 delete(api) aws_ecs_task_definition.api after 1 3",
      ])
  }

  @Test("a renamed cluster: the old one goes when its services have gone")
  func renamedCluster() {
    var world = World()
    world.desired = [thing(.cluster, "main", named: "main-v2"), task("t"), service("api", task: "t", cluster: "main-v2")]
    world.exists(thing(.cluster, "main"))
    world.revision(world.desired[1], 1)
    world.exists(service("api", task: "t"), as: service("api").running(World.arn("t", 1)))
    #expect(
      world.plan().stepLines == [
        "1 create aws_ecs_cluster.main", "2 create aws_ecs_service.api after 1", "3 await aws_ecs_service.api after 2",
        "4 delete(main/api) aws_ecs_service.api after 3", "5 delete(main) aws_ecs_cluster.main after 1 4",
      ])
  }

  @Test("a repository goes when the revisions with its images are out of use")
  func repositories() {
    var world = World()
    world.desired = [task("api", image: "elsewhere/api:1"), service("api")]
    world.exists(thing(.repository, "api"))
    world.revision(logged("api"), 1)
    world.exists(world.desired[1], as: world.desired[1].running(World.arn("api", 1)))
    #expect(
      world.plan(PlanScope(deletesData: true)).stepLines == [
        "1 create aws_ecs_task_definition.api", "2 update aws_ecs_service.api after 1", "3 await aws_ecs_service.api after 2",
        "4 delete(api) aws_ecr_repository.api after 1 3",
      ])
  }

  private struct Capacity {
    var world = World()

    /// A cluster with `had`, whose file asks for `wants`, and a service that runs on `runs` and moves to `moves`; nil: it goes.
    init(had: [String], wants: [String], runs: String, moves: String?) {
      func cluster(_ providers: [String]) -> Resource {
        thing(.cluster, "main", with: ["capacityProviders": .array(providers.map { .string($0) })])
      }
      func web(_ provider: String) -> Resource {
        service("web", with: ["capacityProviderStrategy": [["capacityProvider": .string(provider), "weight": 1]]])
      }
      world.revision(task("web"), 1)
      world.exists(cluster(had))
      world.exists(web(runs), as: web(runs).running(World.arn("web", 1)))
      world.desired = [cluster(wants), task("web")] + (moves.map { [web($0)] } ?? [])
    }
  }

  @Test("a capacity provider is taken from a cluster when the service that used it has moved")
  func leavingCapacity() {
    let capacity = Capacity(had: ["FARGATE", "FARGATE_SPOT"], wants: ["FARGATE"], runs: "FARGATE_SPOT", moves: "FARGATE")
    #expect(
      capacity.world.plan().stepLines == [
        "1 update aws_ecs_service.web", "2 await aws_ecs_service.web after 1", "3 update aws_ecs_cluster.main after 2",
      ])
  }

  @Test("a cluster that swaps capacity providers has both while the service moves")
  func swappingCapacity() {
    let plan = Capacity(had: ["old"], wants: ["new"], runs: "old", moves: "new").world.plan()
    #expect(
      plan.stepLines == [
        "1 update aws_ecs_cluster.main", "2 update aws_ecs_service.web after 1", "3 await aws_ecs_service.web after 2",
        "4 update aws_ecs_cluster.main after 1 3",
      ])
    let providers = plan.steps.compactMap { step -> [String]? in
      guard case .update(let change) = step.work, step.address.kind == .cluster else { return nil }
      return ClusterDocument(change.after).capacityProviders
    }
    #expect(providers == [["new", "old"], ["new"]])
  }

  @Test("a capacity provider is taken from a cluster when the service that used it has gone")
  func deletedUser() {
    let capacity = Capacity(had: ["FARGATE", "FARGATE_SPOT"], wants: ["FARGATE"], runs: "FARGATE_SPOT", moves: nil)
    #expect(
      capacity.world.plan().stepLines == ["1 delete(main/web) aws_ecs_service.web", "2 update aws_ecs_cluster.main after 1"])
  }

  @Test("a capacity provider that no service of the plan uses goes at once")
  func unusedCapacity() {
    let capacity = Capacity(had: ["FARGATE", "FARGATE_SPOT"], wants: ["FARGATE"], runs: "FARGATE", moves: "FARGATE")
    #expect(capacity.world.plan().stepLines == ["1 update aws_ecs_cluster.main"])
  }

  @Test("the number of needs grows with the number of resources, not with its square", arguments: [10, 200])
  func size(count: Int) {
    var world = World()
    world.exists(thing(.cluster, "main"))
    for number in 0..<count {
      world.revision(task("s\(number)"), 1)
      let service = service("s\(number)")
      world.exists(service, as: service.running(World.arn("s\(number)", 1)))
    }
    let needs = world.plan(PlanScope(isDestroy: true)).steps.reduce(0) { $0 + $1.dependsOn.count }
    #expect(needs == 2 * count)  // each family its service, and the cluster all services
  }

  @Test("each step depends on earlier ones only")
  func acyclic() {
    var world = World()
    world.desired = [service("api"), logged("api"), thing(.cluster, "main"), thing(.repository, "api")]
    world.exists(service("gone"), as: service("gone").running(World.arn("gone", 1)))
    world.revision(task("gone"), 1)
    for step in world.plan().steps { #expect(step.dependsOn.allSatisfy { $0 < step.id }) }
  }
}
