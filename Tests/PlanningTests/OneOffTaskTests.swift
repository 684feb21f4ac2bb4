import JSONDocument
import Resources
import Testing

@testable import Planning

/// Which one-off tasks a plan runs, and what waits for them.
@Suite("One-off tasks in a plan")
struct OneOffTaskPlanTests {
  private static let migrate = Address(.oneOffTask, "migrate")
  private static let image = ImageReference(registry: nil, repository: "api", tag: "2")

  private func oneOff(_ name: String = "migrate", definition: String = "api", command: [String] = ["m"]) -> Resource {
    Resource(
      address: Address(.oneOffTask, name), identity: ResourceIdentity(.oneOffTask, name: name, scope: "main"),
      attributes: [
        "taskDefinition": .string(definition),
        "overrides": ["containerOverrides": [["name": "web", "command": .array(command.map { .string($0) })]]],
      ], links: [.init(member: "taskDefinition", target: Address(.taskDefinition, definition))])
  }

  /// `api` and `web` run image 1 of one definition; the files want 2.
  private func world(image: String = "api:2") -> World {
    var world = World()
    let old = task("api", image: "api:1")
    let revision = world.revision(old, 1)
    world.desired = [task("api", image: image), service("api"), service("web", task: "api"), oneOff()]
    for name in ["api", "web"] { world.exists(service(name, task: "api"), as: service(name, task: "api").running(revision.arn)) }
    return world
  }

  private func plan(
    _ world: World, occasion: OneOffTask.Occasion = .oncePerImage, before: [String] = ["api", "web"],
    _ scope: PlanScope = PlanScope()
  ) -> Plan {
    var desired = world.desiredState
    desired.tasks = [
      Self.migrate: OneOffTask(container: "web", occasion: occasion, before: before.map { Address(.service, $0) })
    ]
    return Planner(desired: desired, recorded: world.recordedState, observed: world.observed, scope: scope).plan()
  }

  private func ran(_ world: inout World, image: String, digest: String? = nil, command: [String] = ["m"]) {
    let runs = TaskRuns([.init(TaskWork(image: image, command: command), digests: [digest].compactMap { $0 })])
    world.record(oneOff(), observed: runs.json)
  }

  @Test("it runs with the new revision, and its services wait for it")
  func order() {
    let plan = plan(world(), before: ["web"])
    #expect(
      plan.stepLines == [
        "1 create aws_ecs_task_definition.api", "2 run aws_ecs_task_execution.migrate after 1",
        "3 update aws_ecs_service.api after 1", "4 await aws_ecs_service.api after 3",
        "5 update aws_ecs_service.web after 1 2", "6 await aws_ecs_service.web after 5",
      ])
    #expect(plan.change("aws_ecs_task_execution.migrate")?.reason == .notRunYet)
    #expect(plan.counts.run == 1)
    #expect(plan.services(waitingFor: Step.ID(2)) == [Address(.service, "web")])
    #expect(
      plan.steps[1].work
        == .run(
          Step.TaskRun(
            of: oneOff(), task: OneOffTask(container: "web", before: [Address(.service, "web")]),
            work: TaskWork(image: "api:2", command: ["m"]), revision: .registered(by: Address(.taskDefinition, "api")))))
  }

  @Test("a service that left the files is deleted only after it")
  func removals() {
    var world = world()
    world.exists(service("old"))
    let plan = plan(world)
    #expect(plan.stepLines.last == "7 delete(main/old) aws_ecs_service.old after 2")
  }

  struct Past: Sendable, CustomStringConvertible {
    var description: String
    var image: String
    var digest: String?
    var command = ["m"]
    /// Of the wanted image now.
    var now: String?
    var runs: Bool
  }

  static let pasts: [Past] = [
    Past(description: "same image", image: "api:2", runs: false),
    Past(description: "another image", image: "api:1", runs: true),
    Past(description: "same image, another command", image: "api:2", command: ["n"], runs: true),
    Past(description: "same tag, moved to another digest", image: "api:2", digest: "sha256:a", now: "sha256:b", runs: true),
    Past(description: "same tag and digest", image: "api:2", digest: "sha256:a", now: "sha256:a", runs: false),
    Past(description: "another tag of the same digest", image: "api:1", digest: "sha256:a", now: "sha256:a", runs: false),
    Past(description: "same tag, digest not known now", image: "api:2", digest: "sha256:a", runs: false),
    Past(description: "another tag, digest not known now", image: "api:1", digest: "sha256:a", runs: true),
  ]

  @Test("once for each image and command", arguments: pasts)
  func oncePerImage(past: Past) {
    var world = world()
    ran(&world, image: past.image, digest: past.digest, command: past.command)
    if let now = past.now { world.observed.digests[Self.image] = now }
    #expect((plan(world).counts.run == 1) == past.runs)
  }

  @Test("going back to an image that it ran with before runs it no more")
  func back() {
    var world = world()
    var runs = TaskRuns([.init(TaskWork(image: "api:2", command: ["m"]))])
    runs.add(.init(TaskWork(image: "api:3", command: ["m"])))
    world.record(oneOff(), observed: runs.json)
    #expect(plan(world).counts.run == 0)
  }

  @Test("always means with every rollout of one of its services, and never without")
  func always() {
    #expect(plan(world(), occasion: .always).change("aws_ecs_task_execution.migrate")?.reason == .runsAlways)
    var settled = world(image: "api:1")
    #expect(plan(settled, occasion: .always).isEmpty)
    settled = world()
    #expect(plan(settled, occasion: .always, before: []).counts.run == 0)
  }

  @Test("by hand means only when it is asked for")
  func byHand() {
    #expect(plan(world(), occasion: .byHand, before: []).counts.run == 0)
    let asked = plan(
      world(), occasion: .byHand, before: [], PlanScope(targets: [Self.migrate], runs: [Self.migrate]))
    #expect(asked.stepLines == ["1 create aws_ecs_task_definition.api", "2 run aws_ecs_task_execution.migrate after 1"])
    #expect(asked.isRun)
  }

  @Test("a task whose image was never pushed is not run; its services are not waited for either")
  func bootstrap() {
    var world = world(image: "api:boot")
    world.bootstrapTag = "boot"
    #expect(plan(world).counts.run == 0)
  }

  @Test("a service that is asked for brings its task along")
  func target() {
    let plan = plan(world(), before: ["web"], PlanScope(targets: [Address(.service, "web")]))
    #expect(plan.counts.run == 1)
    #expect(self.plan(world(), before: ["web"], PlanScope(targets: [Address(.service, "api")])).counts.run == 0)
  }

  @Test("a task that left the files is forgotten")
  func forgotten() {
    var world = world(image: "api:1")
    ran(&world, image: "api:1")
    world.desired.removeLast()
    var desired = world.desiredState
    desired.tasks = [:]
    let plan = Planner(desired: desired, recorded: world.recordedState, observed: world.observed).plan()
    #expect(plan.actions == ["forget aws_ecs_task_execution.migrate"])
  }

  @Test("a plan with a run is the same after it was saved, and another image is another deed")
  func file() throws {
    var world = world()
    world.observed.digests[Self.image] = "sha256:a"
    let plan = plan(world)
    let read = try PlanFile.plan(from: JSON(text: PlanFile.json(of: plan).text()))
    #expect(read.stepLines == plan.stepLines)
    #expect(read.steps[1] == plan.steps[1])
    #expect(PlanFile.contract(of: read) == PlanFile.contract(of: plan))
    world.observed.digests[Self.image] = "sha256:b"
    #expect(PlanFile.contract(of: self.plan(world)) != PlanFile.contract(of: plan))
  }
}
