import JSONDocument
import Resources
import Testing

@testable import Planning

/// Fields that are left to somebody else, and what becomes of drift.
@Suite("Ignored fields and the fate of drift")
struct IgnoringTests {
  private func plan(_ world: World, _ rules: (IgnoreRule.Subject, String)...) throws -> Plan {
    var desired = world.desiredState
    desired.ignoreRules = try rules.map {
      IgnoreRule($0.0, path: try #require(FieldPattern($0.1)), reason: "autoscaled")
    }
    return Planner(desired: desired, recorded: world.recordedState, observed: world.observed).plan()
  }

  private func scaled(_ live: JSON = ["desiredCount": 5]) -> World {
    var world = World()
    world.desired = [task("api"), service("api", with: ["desiredCount": 2, "enableExecuteCommand": false])]
    world.revision(world.desired[0], 1)
    world.exists(world.desired[1], as: world.desired[1].running(World.arn("api", 1)))
    world.exists(world.desired[1], as: world.desired[1].running(World.arn("api", 1), with: live), isRecorded: false)
    return world
  }

  @Test("an ignored field is no change and no drift, and is told with its reason")
  func ignored() throws {
    for subject in [IgnoreRule.Subject.everything, .kind(.service), .address(Address(.service, "api"))] {
      let plan = try plan(scaled(), (subject, "desiredCount"))
      #expect(plan.isEmpty)
      #expect(plan.drift.isEmpty)
      #expect(
        plan.ignored.map { "\($0.address) \($0.field.line) \($0.reason)" } == [
          "aws_ecs_service.api desiredCount: 2 → 5 autoscaled"
        ])
    }
    #expect(try !plan(scaled(), (.kind(.cluster), "desiredCount")).isEmpty)
  }

  @Test("an update of something else does not send it")
  func notSent() throws {
    let plan = try plan(scaled(["desiredCount": 5, "enableExecuteCommand": true]), (.everything, "desiredCount"))
    let updates = plan.steps.compactMap { step -> Step.ResourceChange? in
      if case .update(let change) = step.work { change } else { nil }
    }
    #expect(updates.map(\.changedMembers) == [["enableExecuteCommand"]])
    #expect(updates.first?.after["desiredCount"] == nil)
  }

  @Test("a new service gets the files' value")
  func created() throws {
    var world = World()
    world.desired = [task("api"), service("api", with: ["desiredCount": 2])]
    let plan = try plan(world, (.everything, "desiredCount"))
    #expect(plan.change("aws_ecs_service.api")?.after?["desiredCount"] == 2)
  }

  @Test("a count that the files do not mention is left to whoever scales, and told")
  func undeclared() throws {
    var world = World()
    world.desired = [task("api"), service("api")]
    world.revision(world.desired[0], 1)
    world.exists(world.desired[1], as: world.desired[1].running(World.arn("api", 1), with: ["desiredCount": 2]))
    world.exists(
      world.desired[1], as: world.desired[1].running(World.arn("api", 1), with: ["desiredCount": 5]), isRecorded: false)
    let plan = try plan(world)
    #expect(plan.isEmpty && plan.drift.isEmpty)
    #expect(plan.ignored.map(\.field.line) == ["desiredCount: 2 → 5"])
    #expect(plan.ignored.map(\.reason) == [Ignoring.leftToScaling])
  }

  @Test("a value inside a task definition stays as the running revision has it")
  func taskDefinition() throws {
    func release(_ value: String, level: String = "info") -> JSON {
      [
        "containerDefinitions": [
          [
            "name": "web", "image": "api:1",
            "environment": [["name": "RELEASE", "value": .string(value)], ["name": "LEVEL", "value": .string(level)]],
          ]
        ]
      ]
    }
    var world = World()
    world.desired = [task("api", with: release("2")), service("api")]
    world.revision(task("api", with: release("1")), 1)
    world.exists(world.desired[1], as: world.desired[1].running(World.arn("api", 1)))
    #expect(try !plan(world).isEmpty)
    let rule = (IgnoreRule.Subject.kind(.taskDefinition), "containers[*].environment[RELEASE]")
    let quiet = try plan(world, rule)
    #expect(quiet.isEmpty)
    #expect(quiet.ignored.map(\.field.line) == [#"containers["web"].environment["RELEASE"]: 2 → 1"#])

    world.desired[0] = task("api", with: release("2", level: "debug"))
    let loud = try plan(world, rule)
    #expect(loud.change("aws_ecs_task_definition.api")?.fieldLines == [#"containers["web"].environment["LEVEL"]: info → debug"#])
    #expect(loud.change("aws_ecs_task_definition.api")?.after?.text().contains(#""value":"2""#) == false)
  }

  @Test("a service whose revision somebody else rolls out is left on it, and its family is not registered again")
  func revision() throws {
    var world = World()
    world.desired = [task("api", image: "api:1"), service("api", with: ["enableExecuteCommand": true])]
    world.revision(task("api", image: "api:1"), 1)
    world.revision(task("api", image: "api:2"), 2, isRecorded: false)
    world.exists(world.desired[1], as: world.desired[1].running(World.arn("api", 2), with: ["enableExecuteCommand": false]))
    let plan = try plan(world, (.kind(.service), "taskDefinition"))
    #expect(plan.actions == ["update aws_ecs_service.api"])
    #expect(plan.change("aws_ecs_service.api")?.fieldLines == ["enableExecuteCommand: false → true"])
    #expect(plan.change("aws_ecs_service.api")?.revision == nil)
  }

  // MARK: Fates

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var files: String
    var recorded: String
    var live: String
    var fates: [String]

    init(_ name: String, files: String, recorded: String, live: String, _ fates: String...) {
      (testDescription, self.files, self.recorded, self.live, self.fates) = (name, files, recorded, live, fates)
    }
  }

  static let cases: [Case] = [
    Case(
      "the files declare what was recorded", files: #"{"enableExecuteCommand":true}"#,
      recorded: #"{"enableExecuteCommand":true}"#,
      live: #"{"enableExecuteCommand":false}"#, "enableExecuteCommand restored"),
    Case(
      "the files declare a third value", files: #"{"desiredCount":7}"#, recorded: #"{"desiredCount":2}"#,
      live: #"{"desiredCount":5}"#, "desiredCount overridden"),
    Case(
      "the files declare what is there now", files: #"{"desiredCount":5}"#, recorded: #"{"desiredCount":2}"#,
      live: #"{"desiredCount":5}"#),
    Case(
      "the files are silent", files: "{}", recorded: #"{"propagateTags":"NONE"}"#, live: #"{"propagateTags":"SERVICE"}"#,
      "propagateTags kept"),
    Case(
      "inside a member", files: #"{"deploymentConfiguration":{"maximumPercent":150}}"#,
      recorded: #"{"deploymentConfiguration":{"maximumPercent":150,"bakeTimeInMinutes":0}}"#,
      live: #"{"deploymentConfiguration":{"maximumPercent":120,"bakeTimeInMinutes":5}}"#,
      "deploymentConfiguration.bakeTimeInMinutes kept", "deploymentConfiguration.maximumPercent restored"),
  ]

  @Test("what becomes of drift depends on who owns the field", arguments: cases)
  func fate(_ example: Case) throws {
    var world = World()
    let wanted = service("api", with: try JSON(text: example.files))
    world.desired = [task("api"), wanted]
    world.revision(world.desired[0], 1)
    world.recorded.append(
      RecordedResource(
        address: wanted.address, identity: wanted.identity,
        declared: try JSON(text: example.recorded == "{}" ? "{}" : example.files),
        observed: service("api").running(World.arn("api", 1), with: try JSON(text: example.recorded))))
    world.exists(wanted, as: service("api").running(World.arn("api", 1), with: try JSON(text: example.live)), isRecorded: false)
    let fates = world.plan().drift.flatMap(\.fates).map { "\($0.key) \($0.value.rawValue)" }.sorted()
    #expect(fates == example.fates)
  }

  @Test("what is gone and wanted comes back; what is gone and no longer wanted does not")
  func deleted() {
    var world = World()
    world.desired = [thing(.cluster, "main"), thing(.cluster, "other")]
    world.exists(thing(.cluster, "other"))
    world.record(thing(.cluster, "main"))
    world.record(thing(.cluster, "old"))
    world.observed.objects[ResourceIdentity(.cluster, name: "main")] = .absent
    world.observed.objects[ResourceIdentity(.cluster, name: "old")] = .absent
    #expect(world.plan().drift.flatMap(\.fates).map(\.value) == [.restored, .unwanted])
  }
}
