import JSONDocument
import Resources
import Testing

@testable import Planning

/// What a replacement that did not get to its end has left over.
@Suite("What replacements have left over")
struct LeftOverTests {
  /// The service has its new name already, and the old one is there.
  private static func renamed(_ rollout: ObservedRollout.State? = nil) -> World {
    var world = World()
    world.desired = [task("api"), service("api", named: "api-v2")]
    world.revision(world.desired[0], 3)
    world.exists(world.desired[1], as: world.desired[1].running(World.arn("api", 3)))
    world.exists(service("api"), as: service("api").running(World.arn("api", 3)), isRecorded: false)
    world.depose(service("api"), in: 12)
    guard let rollout, case .present(var live)? = world.observed.objects[world.desired[1].identity] else { return world }
    live.rollout = ObservedRollout(deploymentId: "ecs-svc/2", revision: World.arn("api", 3), state: rollout)
    world.observed.objects[world.desired[1].identity] = .present(live)
    return world
  }

  @Test("the next plan deletes it, and says which run left it over")
  func deleted() {
    let plan = Self.renamed().plan()
    #expect(plan.actions == ["delete aws_ecs_service.api"])
    #expect(plan.changes.first?.identity.description == "main/api")
    #expect(plan.changes.first?.reason == .leftOver(run: 12))
    #expect(plan.counts.destroy == 1)
    #expect(!plan.isEmpty)
    #expect(plan.stepLines == ["1 delete(main/api) aws_ecs_service.api"])
  }

  @Test("it stays until what took its place runs")
  func waits() {
    #expect(
      Self.renamed(.underWay).plan().stepLines == [
        "1 await aws_ecs_service.api", "2 delete(main/api) aws_ecs_service.api after 1",
      ])
    #expect(
      Self.renamed(.failed(reason: nil)).plan().stepLines == [
        "1 update aws_ecs_service.api", "2 await aws_ecs_service.api after 1",
        "3 delete(main/api) aws_ecs_service.api after 2",
      ])
  }

  @Test("what took its place may have a change of its own at the same address")
  func twoChanges() {
    var world = Self.renamed()
    world.desired[1].attributes["desiredCount"] = 4
    let plan = world.plan()
    #expect(plan.actions == ["update aws_ecs_service.api", "delete aws_ecs_service.api"])
    #expect(
      plan.stepLines == [
        "1 update aws_ecs_service.api", "2 await aws_ecs_service.api after 1",
        "3 delete(main/api) aws_ecs_service.api after 2",
      ])
  }

  @Test("the files may go back to it: then the new one is deleted, and it is recorded again")
  func goingBack() throws {
    var world = Self.renamed()
    world.desired[1] = service("api")
    let plan = world.plan()
    #expect(plan.actions == ["adopt aws_ecs_service.api", "delete aws_ecs_service.api"])
    #expect(plan.changes.map(\.reason) == [.takenBack(run: 12), .givenUp])
    #expect(plan.counts == Plan.Counts(destroy: 1, adopt: 1))
    #expect(try PlanFile.plan(from: PlanFile.json(of: plan)).changes.map(\.reason) == plan.changes.map(\.reason))
    #expect(plan.stepLines == ["1 adopt aws_ecs_service.api", "2 delete(main/api-v2) aws_ecs_service.api after 1"])
  }

  @Test("a third name: both go when the newest runs")
  func renamedAgain() {
    var world = Self.renamed()
    world.desired[1] = service("api", named: "api-v3")
    #expect(
      world.plan().stepLines == [
        "1 create aws_ecs_service.api", "2 await aws_ecs_service.api after 1",
        "3 delete(main/api-v2) aws_ecs_service.api after 2", "4 delete(main/api) aws_ecs_service.api after 3",
      ])
  }

  @Test("what another file wants is left alone")
  func claimed() {
    var world = Self.renamed()
    world.desired.append(service("old", task: "api", named: "api"))
    #expect(world.plan().actions == ["noOp aws_ecs_service.old"])
    #expect(world.plan().stepLines == ["1 adopt aws_ecs_service.old"])
  }

  @Test("what is gone already, or holds data, is only forgotten")
  func forgotten() {
    var gone = Self.renamed()
    gone.observed.objects[ResourceIdentity(.service, name: "api", scope: "main")] = .absent
    #expect(gone.plan().stepLines == ["1 forget aws_ecs_service.api"])

    var data = World()
    data.desired = [thing(.logGroup, "logs", named: "/new")]
    data.exists(data.desired[0])
    data.exists(thing(.logGroup, "logs", named: "/old"), isRecorded: false)
    data.depose(thing(.logGroup, "logs", named: "/old"), in: 3)
    #expect(data.plan().stepLines == ["1 forget aws_cloudwatch_log_group.logs"])
    #expect(data.plan().counts.destroy == 0)
    #expect(data.plan(PlanScope(deletesData: true)).stepLines == ["1 delete(/old) aws_cloudwatch_log_group.logs"])
  }

  @Test("a family: all its revisions are taken back when nothing runs them any more")
  func family() {
    var world = World()
    world.desired = [task("api", family: "api-v2"), service("api")]
    world.revision(world.desired[0], 1)
    world.exists(world.desired[1], as: world.desired[1].running(World.arn("api-v2", 1)))
    let old = task("api", family: "api")
    world.known["api"] = [3, 2].map {
      RecordedRevision(arn: World.arn("api", $0), family: "api", number: $0, fingerprint: ContentDigest(of: "\($0)"))
    }
    world.depose(old, in: 5, arn: World.arn("api", 3))
    guard case .delete(let deletion)? = world.plan().steps.first?.work else {
      Issue.record("\(world.plan().stepLines)")
      return
    }
    #expect(deletion.revisions == [World.arn("api", 2), World.arn("api", 3)])
  }

  @Test("a cluster goes after the service that is still in it")
  func cluster() {
    var world = World()
    world.desired = [thing(.cluster, "main", named: "main-v2"), task("t"), service("api", task: "t", cluster: "main-v2")]
    world.exists(world.desired[0])
    world.revision(world.desired[1], 1)
    world.exists(service("api", task: "t"), as: service("api").running(World.arn("t", 1)))
    world.exists(thing(.cluster, "main"), isRecorded: false)
    world.depose(thing(.cluster, "main"), in: 2)
    #expect(
      world.plan().stepLines == [
        "1 create aws_ecs_service.api", "2 await aws_ecs_service.api after 1",
        "3 delete(main/api) aws_ecs_service.api after 2", "4 delete(main) aws_ecs_cluster.main after 3",
      ])
  }

  @Test("destroy takes it along, also with a target")
  func destroyed() {
    var world = Self.renamed()
    world.desired.append(thing(.cluster, "main"))
    world.exists(world.desired[2])
    let all = ["delete(main/api)", "delete(main/api-v2)", "delete(api)", "delete(main)"]
    let plan = world.plan(PlanScope(isDestroy: true))
    #expect(Set(plan.steps.map(\.work.word)) == Set(all))
    #expect(plan.steps.last?.work.word == "delete(main)")
    let targeted = world.plan(PlanScope(isDestroy: true, targets: [Address(.cluster, "main")]))
    #expect(Set(targeted.steps.map(\.work.word)) == ["delete(main/api)", "delete(main/api-v2)", "delete(main)"])
  }

  @Test("what a run that was stopped had begun to make, and nobody wants, is deleted if it is there")
  func begun() {
    var world = World()
    world.desired = [task("api"), service("api")]
    world.revision(world.desired[0], 3)
    world.exists(world.desired[1], as: world.desired[1].running(World.arn("api", 3)))
    world.begun = [service("api", named: "api-v2"), service("api", named: "gone")]
    let made = service("api", named: "api-v2")
    world.exists(made, as: made.running(World.arn("api", 3)), isRecorded: false)
    let plan = world.plan()
    #expect(plan.actions == ["delete aws_ecs_service.api"])
    #expect(plan.changes.map(\.reason) == [.begun])
    #expect(plan.stepLines == ["1 delete(main/api-v2) aws_ecs_service.api"])
    world.desired[1] = made
    #expect(world.plan().stepLines == ["1 adopt aws_ecs_service.api", "2 delete(main/api) aws_ecs_service.api after 1"])
  }

  @Test("a plan of other addresses does not touch it")
  func targeted() {
    let plan = Self.renamed().plan(PlanScope(targets: [Address(.taskDefinition, "api")]))
    #expect(plan.changes.isEmpty)
  }

  @Test("a saved plan is read back, and is out of date when something is left over since")
  func saved() throws {
    let plan = Self.renamed().plan()
    #expect(try PlanFile.plan(from: PlanFile.json(of: plan)).changes.map(\.reason) == [.leftOver(run: 12)])
    var before = Self.renamed()
    before.deposed = []
    before.desired[1].attributes["desiredCount"] = 4
    var after = Self.renamed()
    after.desired = before.desired
    let staleness = PlanStaleness(from: before.plan(), to: after.plan())
    #expect(staleness.deeds.map(\.address.description) == ["aws_ecs_service.api"])
    #expect(staleness.records.map(\.description) == ["aws_ecs_service.api"])
  }
}
