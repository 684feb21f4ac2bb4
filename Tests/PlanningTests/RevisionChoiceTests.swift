import JSONDocument
import Resources
import Testing

@testable import Planning

/// Which revision a task definition's file stands for.
@Suite("Choice of a revision")
struct RevisionChoiceTests {
  @Test("nothing is there: a revision is registered")
  func first() {
    var world = World()
    world.desired = [task("api"), service("api")]
    let plan = world.plan()
    #expect(plan.actions == ["create aws_ecs_service.api", "create aws_ecs_task_definition.api"])
    #expect(plan.change("aws_ecs_task_definition.api")?.reason == .notThere)
    #expect(plan.change("aws_ecs_task_definition.api")?.revision == RevisionChange(before: nil, after: nil))
  }

  @Test("the revision in use has the content: nothing to do")
  func current() {
    var world = World()
    world.desired = [task("api"), service("api")]
    world.revision(world.desired[0], 3)
    world.exists(world.desired[1], as: world.desired[1].running(World.arn("api", 3)))
    #expect(world.plan().isEmpty)
    #expect(world.plan().unchanged == 2)
  }

  @Test("ECS's defaults and order are no new content")
  func readBack() {
    var world = World()
    world.desired = [task("api", with: ["cpu": "0.5 vCPU"]), service("api")]
    world.revision(
      world.desired[0], 3,
      as: [
        "family": "api", "revision": 3, "status": "ACTIVE", "cpu": "512", "volumes": [], "tomorrow": 1,
        "containerDefinitions": [
          ["name": "web", "image": "api:1", "cpu": 0, "essential": true, "environment": [], "systemControls": []]
        ],
      ])
    world.exists(world.desired[1], as: world.desired[1].running(World.arn("api", 3)))
    #expect(world.plan().isEmpty)
  }

  @Test("other content: a new revision, and the service rolls out")
  func new() {
    var world = World()
    world.desired = [task("api", image: "api:2"), service("api")]
    world.revision(task("api", image: "api:1"), 3)
    world.exists(world.desired[1], as: world.desired[1].running(World.arn("api", 3)))
    let plan = world.plan()
    #expect(plan.actions == ["update aws_ecs_service.api", "create aws_ecs_task_definition.api"])
    #expect(plan.change("aws_ecs_task_definition.api")?.fieldLines == [#"containers["web"].image: api:1 → api:2"#])
    #expect(plan.change("aws_ecs_task_definition.api")?.revision == RevisionChange(before: "api:3", after: nil))
    #expect(plan.change("aws_ecs_service.api")?.fieldLines == ["taskDefinition: api:3 → ?"])
    #expect(plan.change("aws_ecs_service.api")?.rollout == .awaited)
    #expect(
      plan.stepLines == [
        "1 create aws_ecs_task_definition.api", "2 update aws_ecs_service.api after 1", "3 await aws_ecs_service.api after 2",
      ])
  }

  @Test("the content of an older active revision: it is used again")
  func rollback() {
    var world = World()
    world.desired = [task("api", image: "api:1"), service("api")]
    let old = world.revision(world.desired[0], 2, isRecorded: false)
    world.revision(task("api", image: "api:2"), 3)
    world.known = ["api": [old.recorded]]
    world.exists(world.desired[1], as: world.desired[1].running(World.arn("api", 3)))
    let plan = world.plan()
    #expect(plan.actions == ["update aws_ecs_service.api", "adopt aws_ecs_task_definition.api"])
    #expect(plan.change("aws_ecs_task_definition.api")?.reason == .sameContentAs(revision: "api:2"))
    #expect(plan.change("aws_ecs_service.api")?.fieldLines == ["taskDefinition: api:3 → api:2"])
    guard case .update(let change)? = plan.steps.first(where: { $0.address.kind == .service })?.work else {
      Issue.record("the service has no update")
      return
    }
    #expect(change.revision == .existing(arn: World.arn("api", 2)))
  }

  @Test("an older revision that is used again gets the tags that are wanted now")
  func rollbackWithTags() {
    var world = World()
    world.desired = [task("api", image: "api:1", with: ["tags": tagList(["team=b"])]), service("api")]
    let old = world.revision(
      task("api", image: "api:1", with: ["tags": tagList(["team=a"])]), 2, isRecorded: false)
    world.revision(task("api", image: "api:2"), 3)
    world.known = ["api": [old.recorded]]
    world.exists(world.desired[1], as: world.desired[1].running(World.arn("api", 3)))
    let plan = world.plan()
    let change = plan.change("aws_ecs_task_definition.api")
    #expect(change?.action == .adopt)
    #expect(change?.fieldLines == [#"containers["web"].image: api:2 → api:1"#, #"tags["team"]: a → b"#])
    #expect(plan.stepLines.first == "1 update aws_ecs_task_definition.api")
    guard case .update(let step)? = plan.steps.first?.work else { return }
    #expect(step.changedMembers == ["tags"])
    #expect(step.before["taskDefinitionArn"] == .string(World.arn("api", 2)))
  }

  @Test("what runs was deregistered by somebody: the same content gets a new revision, and that is drift")
  func deregistered() throws {
    var world = World()
    world.desired = [task("api", image: "api:1"), service("api")]
    let old = world.revision(world.desired[0], 3, isActive: false)
    world.exists(world.desired[1], as: world.desired[1].running(old.arn))
    let plan = world.plan()
    #expect(plan.actions == ["update aws_ecs_service.api", "create aws_ecs_task_definition.api"])
    let change = plan.change("aws_ecs_task_definition.api")
    #expect(change?.reason == .deregistered(revision: "api:3") && change?.fields == [])
    #expect(plan.change("aws_ecs_service.api")?.fieldLines == ["taskDefinition: api:3 → ?"])
    let address = Address(.taskDefinition, "api")
    #expect(plan.drift == [Drift(address: address, kind: .deregistered, fates: [FieldPath(): .restored])])
    let read = try PlanFile.plan(from: PlanFile.json(of: plan))
    #expect(read.changes.map(\.reason) == plan.changes.map(\.reason) && read.drift == plan.drift)
    world.desired = []
    #expect(world.plan().drift == [Drift(address: address, kind: .deregistered, fates: [FieldPath(): .unwanted])])
  }

  @Test("an older revision that is inactive by now is not used again")
  func inactive() {
    var world = World()
    world.desired = [task("api", image: "api:1"), service("api")]
    let old = world.revision(world.desired[0], 2, isActive: false, isRecorded: false)
    world.revision(task("api", image: "api:2"), 3)
    world.known = ["api": [old.recorded]]
    world.exists(world.desired[1], as: world.desired[1].running(World.arn("api", 3)))
    #expect(world.plan().change("aws_ecs_task_definition.api")?.action == .create)
  }

  @Test("a service on an inactive revision with the wanted content gets a new one")
  func runningInactive() {
    var world = World()
    world.desired = [task("api"), service("api")]
    world.revision(world.desired[0], 3, isActive: false)
    world.exists(world.desired[1], as: world.desired[1].running(World.arn("api", 3)))
    #expect(world.plan().actions == ["update aws_ecs_service.api", "create aws_ecs_task_definition.api"])
  }

  @Test("the family's newest revision was registered by somebody else with the wanted content: it is used")
  func head() {
    var world = World()
    world.desired = [task("api", image: "api:2"), service("api")]
    world.revision(task("api", image: "api:1"), 3)
    world.observed.heads["api"] = world.revision(world.desired[0], 4, isRecorded: false)
    world.exists(world.desired[1], as: world.desired[1].running(World.arn("api", 3)))
    #expect(world.plan().change("aws_ecs_service.api")?.fieldLines == ["taskDefinition: api:3 → api:4"])
  }

  @Test("somebody moved the service to another revision with the same content: only our record follows")
  func movedOutside() {
    var world = World()
    world.desired = [task("api"), service("api")]
    world.revision(world.desired[0], 3)
    world.revision(world.desired[0], 4, isRecorded: false)
    world.exists(world.desired[1], as: world.desired[1].running(World.arn("api", 4)))
    let plan = world.plan()
    #expect(plan.actions == ["adopt aws_ecs_task_definition.api"])
    #expect(plan.stepLines == ["1 adopt aws_ecs_task_definition.api"])
  }

  @Test("services on different revisions come together on the one with the wanted content")
  func severalServices() {
    var world = World()
    world.desired = [task("api"), service("a", task: "api"), service("b", task: "api")]
    world.revision(world.desired[0], 3)
    world.revision(task("api", image: "api:0"), 2, isRecorded: false)
    world.exists(world.desired[1], as: world.desired[1].running(World.arn("api", 2)))
    world.exists(world.desired[2], as: world.desired[2].running(World.arn("api", 3)))
    let plan = world.plan()
    #expect(plan.actions == ["update aws_ecs_service.a"])
    #expect(plan.change("aws_ecs_service.a")?.fieldLines == ["taskDefinition: api:2 → api:3"])
  }

  @Test("a new family is registered, whatever runs now")
  func newFamily() {
    var world = World()
    world.desired = [task("api", family: "api-v2"), service("api")]
    world.revision(task("api", family: "api"), 3)
    world.exists(world.desired[1], as: world.desired[1].running(World.arn("api", 3)))
    let plan = world.plan()
    #expect(plan.change("aws_ecs_task_definition.api")?.action == .replace)
    #expect(plan.change("aws_ecs_service.api")?.fieldLines == ["taskDefinition: api:3 → ?"])
  }

  @Test("unknown members decide only where a file mentions them")
  func unknownMembers() {
    var world = World()
    world.desired = [task("api", with: ["tomorrow": 2]), service("api")]
    world.revision(task("api", with: ["tomorrow": 1]), 3)
    world.exists(world.desired[1], as: world.desired[1].running(World.arn("api", 3)))
    #expect(world.plan().change("aws_ecs_task_definition.api")?.fieldLines == ["tomorrow: 1 → 2"])
    #expect(world.plan().change("aws_ecs_task_definition.api")?.action == .create)

    world.desired = [task("api"), service("api")]  // it was declared before, and is gone now
    #expect(world.plan().change("aws_ecs_task_definition.api")?.fieldLines == ["tomorrow: 1 → absent"])
    #expect(world.plan().change("aws_ecs_task_definition.api")?.action == .create)
  }

  /// Wanted, live and formerly declared tags, `key=value`; nil where none are mentioned.
  static let tagCases: [([String]?, [String], [String]?, [String])] = [
    (["team=b"], ["team=a"], nil, [#"tags["team"]: a → b"#]),
    ([], ["team=a"], ["team=a"], [#"tags["team"]: a → absent"#]),
    (nil, ["team=a"], ["team=a"], [#"tags["team"]: a → absent"#]),
    (nil, ["cost=somebody else's"], nil, []),
    (["team=a"], ["aws:x=y", "team=a"], nil, []),
  ]

  private func tagList(_ tags: [String]) -> JSON {
    .array(
      tags.map { tag in
        let parts = tag.split(separator: "=")
        return ["key": .string(String(parts[0])), "value": .string(String(parts[1]))]
      })
  }

  @Test("tags change in place", arguments: tagCases)
  func tags(wanted: [String]?, live: [String], before: [String]?, lines: [String]) {
    var world = World()
    world.desired = [task("api", with: wanted.map { ["tags": tagList($0)] } ?? [:]), service("api")]
    let declared = task("api", with: before.map { ["tags": tagList($0)] } ?? [:])
    let content = task("api", with: ["tags": tagList(live)]).attributes
    let revision = world.revision(task("api"), 3, as: content, isRecorded: false)
    world.record(declared, observed: content, arn: revision.arn)
    world.exists(world.desired[1], as: world.desired[1].running(World.arn("api", 3)))
    let plan = world.plan()
    #expect(plan.change("aws_ecs_task_definition.api")?.fieldLines ?? [] == lines)
    #expect(plan.actions == (lines.isEmpty ? [] : ["update aws_ecs_task_definition.api"]))
  }
}
