import JSONDocument
import Resources
import Testing

@testable import Planning

/// What is decided for one address.
@Suite("Planner")
struct PlannerTests {
  @Test("nothing wanted, nothing there: nothing to do")
  func nothing() {
    #expect(World().plan().isEmpty)
  }

  @Test("what is not there is made", arguments: [Observation.absent, .draining])
  func create(observation: Observation) {
    var world = World()
    world.desired = [thing(.cluster, "main")]
    world.observed.objects[world.desired[0].identity] = observation
    let plan = world.plan()
    #expect(plan.actions == ["create aws_ecs_cluster.main"])
    #expect(plan.change("aws_ecs_cluster.main")?.reason == .notThere)
  }

  @Test("what was recorded and is gone is made again")
  func deletedOutside() {
    var world = World()
    world.desired = [thing(.cluster, "main")]
    world.record(world.desired[0])
    world.observed.objects[world.desired[0].identity] = .absent
    let plan = world.plan()
    #expect(plan.change("aws_ecs_cluster.main")?.reason == .deletedOutside)
    #expect(plan.drift.map(\.kind) == [.deleted])
  }

  @Test("what is there as wanted stays")
  func noOp() {
    var world = World()
    world.desired = [thing(.cluster, "main", with: ["tags": [["key": "a", "value": "b"]]])]
    world.exists(world.desired[0])
    #expect(world.plan().isEmpty)
    #expect(world.plan().unchanged == 1)
  }

  @Test("what exists and was never recorded is adopted, as it is or with its differences")
  func adopt() {
    var world = World()
    world.desired = [thing(.cluster, "main", with: ["tags": [["key": "a", "value": "b"]]])]
    world.exists(world.desired[0], isRecorded: false)
    #expect(world.plan().actions == ["adopt aws_ecs_cluster.main"])
    world.exists(world.desired[0], as: [:], isRecorded: false)
    #expect(world.plan().actions == ["update aws_ecs_cluster.main"])
    #expect(world.plan().change("aws_ecs_cluster.main")?.reason == .existsUnrecorded)
  }

  @Test("an update says which members changed and carries what takes others away")
  func update() throws {
    var world = World()
    let before = service("api", with: ["desiredCount": 2, "enableExecuteCommand": true])
    world.desired = [task("api"), service("api", with: ["desiredCount": 3])]
    world.revision(world.desired[0], 3)
    world.exists(before, as: before.running(World.arn("api", 3)))
    let plan = world.plan()
    #expect(plan.actions == ["update aws_ecs_service.api"])
    #expect(
      plan.change("aws_ecs_service.api")?.fieldLines == ["desiredCount: 2 → 3", "enableExecuteCommand: true → false"])
    #expect(plan.change("aws_ecs_service.api")?.rollout == RolloutExpectation.none)
    #expect(plan.stepLines == ["1 update aws_ecs_service.api", "2 await aws_ecs_service.api after 1"])
    #expect(plan.steps[1].work.rolloutWait?.isScaling == true)
    #expect(plan.steps[1].work.rolloutWait?.count == 3)
    guard case .update(let change) = plan.steps[0].work else { return }
    #expect(change.changedMembers == ["desiredCount", "enableExecuteCommand"])
    #expect(change.after["enableExecuteCommand"] == false)
  }

  @Test("what cannot be changed in place is replaced")
  func replace() {
    var world = World()
    world.desired = [task("api"), service("api", with: ["schedulingStrategy": "DAEMON"])]
    world.revision(world.desired[0], 3)
    world.exists(service("api"), as: service("api").running(World.arn("api", 3), with: ["schedulingStrategy": "REPLICA"]))
    let plan = world.plan()
    #expect(plan.actions == ["replace aws_ecs_service.api"])
    #expect(plan.change("aws_ecs_service.api")?.reason == .cannotUpdate([.member("schedulingStrategy")]))
    #expect(
      plan.stepLines == [
        "1 delete(main/api) aws_ecs_service.api", "2 create aws_ecs_service.api after 1", "3 await aws_ecs_service.api after 2",
      ])
    #expect(
      plan.counts
        == {
          var counts = Plan.Counts()
          counts.add = 1
          counts.destroy = 1
          return counts
        }())
  }

  @Test("what holds data is never replaced unasked")
  func replaceData() {
    var world = World()
    let encryption: JSON = ["encryptionConfiguration": ["encryptionType": "KMS"]]
    world.desired = [thing(.repository, "api", with: encryption)]
    world.exists(thing(.repository, "api"), as: ["encryptionConfiguration": ["encryptionType": "AES256"]])
    let plan = world.plan()
    let path = FieldPath([.member("encryptionConfiguration"), .member("encryptionType")])
    #expect(plan.refused.map(\.address.description) == ["aws_ecr_repository.api"])
    #expect(plan.refused.first?.reason == .cannotUpdate([path]))
    #expect(plan.refused.first?.fields.map(\.path) == [path])
    #expect(plan.changes.isEmpty && plan.steps.isEmpty && !plan.isEmpty, "it is not done, and it is not silent")

    let asked = world.plan(PlanScope(deletesData: true))
    #expect(asked.actions == ["replace aws_ecr_repository.api"])
    #expect(asked.stepLines == ["1 delete(api) aws_ecr_repository.api", "2 create aws_ecr_repository.api after 1"])
  }

  @Test("what is recorded and no longer wanted is deleted")
  func delete() {
    var world = World()
    world.revision(task("api"), 3)
    world.exists(service("api"), as: service("api").running(World.arn("api", 3)))
    world.exists(thing(.cluster, "main"))
    let plan = world.plan()
    #expect(
      plan.actions == ["delete aws_ecs_cluster.main", "delete aws_ecs_service.api", "delete aws_ecs_task_definition.api"])
    #expect(plan.change("aws_ecs_cluster.main")?.reason == .noLongerDesired)
  }

  @Test("every known revision of a family that is no longer wanted is taken back")
  func deregister() {
    var world = World()
    world.revision(task("api"), 3)
    let old = world.revision(task("api", image: "api:0"), 2, isRecorded: false)
    world.known = ["api": [old.recorded]]
    guard case .delete(let deletion)? = world.plan().steps.first?.work else {
      Issue.record("nothing is deleted")
      return
    }
    #expect(deletion.revisions == [World.arn("api", 2), World.arn("api", 3)])
  }

  @Test("what holds data is forgotten, and deleted only when asked", arguments: [ResourceKind.repository, .logGroup])
  func forget(kind: ResourceKind) {
    var world = World()
    world.exists(thing(kind, "api"))
    #expect(world.plan().actions == ["forget \(kind.type).api"])
    #expect(world.plan().changes.first?.reason == .holdsData)
    #expect(world.plan(PlanScope(deletesData: true)).actions == ["delete \(kind.type).api"])
  }

  @Test("what is gone already is forgotten")
  func goneAlready() {
    var world = World()
    world.record(service("api"))
    #expect(world.plan().actions == ["forget aws_ecs_service.api"])
    #expect(world.plan().changes.first?.reason == .goneAlready)
  }

  @Test("a file with a new name moves the record and touches nothing")
  func moved() {
    var world = World()
    world.desired = [thing(.cluster, "primary", named: "main")]
    world.exists(thing(.cluster, "main"))
    let plan = world.plan()
    #expect(plan.counts == Plan.Counts())
    #expect(plan.change("aws_ecs_cluster.primary")?.reason == .moved(from: Address(.cluster, "main")))
    #expect(plan.stepLines.sorted() == ["1 adopt aws_ecs_cluster.primary", "2 forget aws_ecs_cluster.main"])
  }

  @Test("a new name in the account makes a new object and then deletes the old one")
  func renamed() {
    var world = World()
    world.desired = [task("api"), service("api", named: "api-v2")]
    world.revision(world.desired[0], 3)
    world.exists(service("api"), as: service("api").running(World.arn("api", 3)))
    let plan = world.plan()
    #expect(plan.actions == ["replace aws_ecs_service.api"])
    #expect(plan.change("aws_ecs_service.api")?.reason == .renamed(from: ResourceIdentity(.service, name: "api", scope: "main")))
    #expect(
      plan.stepLines == [
        "1 create aws_ecs_service.api", "2 await aws_ecs_service.api after 1", "3 delete(main/api) aws_ecs_service.api after 2",
      ])
  }

  @Test("a new name for what holds data: the old object is left, and nothing counts as destroyed", arguments: [false, true])
  func renamedData(deletesData: Bool) {
    var world = World()
    world.desired = [thing(.logGroup, "logs", named: "/new")]
    world.exists(thing(.logGroup, "logs", named: "/old"))
    let plan = world.plan(PlanScope(deletesData: deletesData))
    #expect(plan.actions == [deletesData ? "replace aws_cloudwatch_log_group.logs" : "create aws_cloudwatch_log_group.logs"])
    #expect(plan.counts.destroy == (deletesData ? 1 : 0))
    #expect(
      plan.change("aws_cloudwatch_log_group.logs")?.reason == .renamed(from: ResourceIdentity(.logGroup, name: "/old")))
  }

  @Test("a new name that exists already is taken, and the old object is deleted")
  func renamedToExisting() {
    var world = World()
    world.desired = [task("api"), service("api", named: "api-v2", with: ["desiredCount": 1])]
    world.revision(world.desired[0], 3)
    world.exists(service("api"), as: service("api").running(World.arn("api", 3)))
    world.exists(world.desired[1], as: world.desired[1].running(World.arn("api", 3)), isRecorded: false)
    #expect(world.plan().stepLines == ["1 adopt aws_ecs_service.api", "2 delete(main/api) aws_ecs_service.api after 1"])
  }

  @Test("a name that another file takes over is not deleted")
  func namesSwapped() {
    var world = World()
    world.desired = [task("t"), service("a", task: "t", named: "c"), service("b", task: "t", named: "a")]
    world.revision(world.desired[0], 3)
    world.exists(service("a", task: "t"), as: service("a").running(World.arn("t", 3)))
    world.exists(service("b", task: "t"), as: service("b").running(World.arn("t", 3)))
    let deleted = world.plan().steps.compactMap { step -> String? in
      if case .delete(let deletion) = step.work { deletion.identity.description } else { nil }
    }
    #expect(deleted == ["main/b"])
  }

  @Test("a service whose images nobody pushed yet is not waited for")
  func bootstrap() {
    var world = World()
    world.bootstrapTag = "none-yet"
    world.desired = [task("api", image: "api:none-yet"), service("api")]
    #expect(world.plan().change("aws_ecs_service.api")?.rollout == .bootstrap(tag: "none-yet"))
    #expect(world.plan().stepLines == ["1 create aws_ecs_task_definition.api", "2 create aws_ecs_service.api after 1"])
  }

  @Test("a service of which one image was pushed and another was not is watched for failures of the first")
  func partlyMissing() throws {
    var world = World()
    let sidecar: JSON = ["name": "proxy", "image": "proxy:v1"]
    world.desired = [
      task("api", with: ["containerDefinitions": [["name": "web", "image": "api:none-yet"], sidecar]]), service("api"),
    ]
    var state = world.desiredState
    state.bootstrapTag = "none-yet"
    state.imageNames = ["api", "proxy"]
    let plan = Planner(desired: state, recorded: world.recordedState, observed: ObservedState()).plan()
    #expect(plan.change("aws_ecs_service.api")?.rollout == .bootstrap(tag: "none-yet"))
    #expect(plan.steps.last?.work.rolloutWait?.missingImages == ["api:none-yet"])
    let read = try PlanFile.plan(from: PlanFile.json(of: plan))
    #expect(read.steps.last?.work.rolloutWait?.missingImages == ["api:none-yet"])
    state.imageNames = ["api"]
    let alone = Planner(desired: state, recorded: world.recordedState, observed: ObservedState()).plan()
    #expect(alone.steps.allSatisfy { $0.work.rolloutWait == nil }, "the proxy is somebody else's")
  }

  @Test("the bootstrap tag of somebody else's image means nothing")
  func foreignBootstrapTag() {
    var desired = World()
    let sidecar: JSON = ["name": "proxy", "image": "public.ecr.aws/envoy/envoy:latest"]
    desired.desired = [
      task("api", with: ["containerDefinitions": [["name": "web", "image": "api:v2"], sidecar]]), service("api"),
    ]
    var state = desired.desiredState
    state.bootstrapTag = "latest"
    state.imageNames = ["api"]
    let plan = Planner(desired: state, recorded: desired.recordedState, observed: ObservedState()).plan()
    #expect(plan.change("aws_ecs_service.api")?.rollout == .awaited)
  }

  @Test("a log group of the same name in another region is another one", arguments: [("eu-west-1", true), ("us-east-1", false)])
  func logGroupOfAnotherRegion(region: String, isNeeded: Bool) {
    var world = World()
    let log: JSON = [
      "logDriver": "awslogs", "options": ["awslogs-group": "/shop/web", "awslogs-region": .string(region)],
    ]
    world.desired = [
      task("api", with: ["containerDefinitions": [["name": "web", "image": "api:1", "logConfiguration": log]]]),
      thing(.logGroup, "web", named: "/shop/web"),
    ]
    let plan = world.plan(PlanScope(targets: [Address(.taskDefinition, "api")]))
    #expect((plan.change("aws_cloudwatch_log_group.web") != nil) == isNeeded)
  }

  @Test("a service on a family that is not managed may run any revision of it")
  func unmanagedFamily() {
    var world = World()
    var api = service("api", with: ["taskDefinition": "shared"])
    api.links = []
    world.desired = [api]
    world.exists(api, as: api.running(World.arn("shared", 9)))
    #expect(world.plan().isEmpty)
    world.observed.objects[api.identity] = .present(
      ObservedObject(identity: api.identity, attributes: api.running(World.arn("shared-2", 9))))
    #expect(world.plan().change("aws_ecs_service.api")?.fieldLines == ["taskDefinition: shared-2:9 → shared"])
  }

  @Test("a destroy deletes all that is recorded, whatever the files say")
  func destroy() {
    var world = World()
    world.desired = [task("api"), service("api"), thing(.repository, "api")]
    world.revision(world.desired[0], 3)
    world.exists(world.desired[1], as: world.desired[1].running(World.arn("api", 3)))
    world.exists(world.desired[2])
    let plan = world.plan(PlanScope(isDestroy: true))
    #expect(
      plan.actions == ["forget aws_ecr_repository.api", "delete aws_ecs_service.api", "delete aws_ecs_task_definition.api"])
    #expect(plan.changes.filter { $0.action == .delete }.allSatisfy { $0.reason == .destroying })
    #expect(plan.isDestroy)
  }

  @Test("changes are ordered by address, and each touched object has its fingerprint")
  func order() {
    var world = World()
    world.desired = [thing(.cluster, "b", with: ["tags": [["key": "a"]]]), thing(.cluster, "a"), thing(.logGroup, "z")]
    world.exists(world.desired[0], as: [:])
    #expect(
      world.plan().actions == ["create aws_cloudwatch_log_group.z", "create aws_ecs_cluster.a", "update aws_ecs_cluster.b"])
    #expect(world.plan().fingerprints.keys.map(\.name) == ["b"])
  }

  @Test("the fingerprint of an object does not move with what others own")
  func fingerprints() {
    func fingerprint(_ members: JSON) -> ContentDigest? {
      var world = World()
      world.desired = [task("api"), service("api", with: ["enableExecuteCommand": true])]
      world.exists(service("api"), as: service("api").running(World.arn("api", 1), with: members))
      return world.plan().fingerprints[service("api").identity]
    }
    #expect(
      fingerprint(["runningCount": 1, "desiredCount": 1]) == fingerprint(["runningCount": 2, "desiredCount": 2, "tomorrow": 1]))
    #expect(fingerprint(["healthCheckGracePeriodSeconds": 1]) != fingerprint(["healthCheckGracePeriodSeconds": 2]))
  }
}
