import JSONDocument
import Resources
import Testing

@testable import Planning

/// What makes a saved plan out of date, and what does not.
@Suite("What moved since a plan was saved")
struct PlanMoveTests {
  private static func world(live: JSON = [:], elsewhere: JSON = [:]) -> World {
    var world = World()
    world.desired = [
      task("api"), service("api", with: ["desiredCount": 3]), task("web"), service("web"), thing(.cluster, "main"),
    ]
    world.exists(thing(.cluster, "main"))
    for (name, fields) in [("api", live), ("web", elsewhere)] {
      world.revision(task(name), 3)
      world.exists(service(name), as: service(name).running(World.arn(name, 3), with: fields))
    }
    return world
  }

  private func move(from saved: World, to now: World) throws -> PlanStaleness {
    let file = try PlanFile.plan(from: PlanFile.json(of: saved.plan()))
    return PlanStaleness(from: file, to: now.plan())
  }

  @Test("nothing, when all is as it was")
  func still() throws {
    let world = Self.world(live: ["desiredCount": 2])
    #expect(!world.plan().isEmpty)
    #expect(try move(from: world, to: world).isEmpty)
  }

  @Test("what the plan does not touch may move")
  func elsewhere() throws {
    let before = Self.world(live: ["desiredCount": 2])
    let after = Self.world(live: ["desiredCount": 2], elsewhere: ["enableExecuteCommand": true])
    #expect(try move(from: before, to: after).isEmpty)
  }

  @Test("what there is to do elsewhere since is left to the next plan")
  func besides() throws {
    func world(webCount: Int) -> World {
      var world = Self.world(live: ["desiredCount": 2], elsewhere: ["desiredCount": .int(webCount)])
      world.desired[3] = service("web", with: ["desiredCount": 1])
      return world
    }
    let saved = try PlanFile.plan(from: PlanFile.json(of: world(webCount: 1).plan()))
    let whole = world(webCount: 2).plan()
    #expect(!PlanStaleness(from: saved, to: whole).isEmpty)
    let part = whole.limited(to: Set(saved.changes.map(\.address)))
    #expect(PlanStaleness(from: saved, to: part).isEmpty)
    #expect(part.leftOut == [Address(.service, "web")])
    #expect(part.stepLines == saved.stepLines)
  }

  @Test(
    "a field of a touched object is told with both values",
    arguments: [
      (["desiredCount": 4], "desiredCount"), (["desiredCount": 2, "enableExecuteCommand": true], "enableExecuteCommand"),
    ] as [(JSON, String)])
  func live(now: JSON, field: String) throws {
    let move = try move(from: Self.world(live: ["desiredCount": 2]), to: Self.world(live: now))
    let told = move.objects.flatMap(\.fields).map(\.path.description) + move.deeds.map(\.address.description)
    #expect(told.contains(field) || told.contains("aws_ecs_service.api"))
    #expect(!move.isEmpty)
  }

  @Test("what is left to do no more, and what is to be done besides")
  func deeds() throws {
    let before = Self.world(live: ["desiredCount": 2])
    let after = Self.world(live: ["desiredCount": 3])
    #expect(try move(from: before, to: after).deeds.map { ($0.saved == nil, $0.now == nil) }.map { "\($0)" } == ["(false, true)"])
    #expect(try move(from: after, to: before).deeds.map { ($0.saved == nil, $0.now == nil) }.map { "\($0)" } == ["(true, false)"])
  }

  @Test("the record of a touched resource")
  func record() throws {
    let before = Self.world(live: ["desiredCount": 2])
    var after = before
    for index in after.recorded.indices where after.recorded[index].address == Address(.service, "api") {
      after.recorded[index].arn = "arn:aws:ecs:eu-west-1:111111111111:service/main/another"
    }
    #expect(try move(from: before, to: after).records == [Address(.service, "api")])
  }

  @Test("files: changed, new, gone")
  func inputs() throws {
    func plan(_ files: [String: String]) -> Plan {
      var plan = Self.world(live: ["desiredCount": 2]).plan()
      plan.inputs = files.map { InputFile(path: $0.key, digest: ContentDigest(of: $0.value)) }
      return plan
    }
    let move = PlanStaleness(from: plan(["a": "1", "b": "1", "c": "1"]), to: plan(["a": "1", "b": "2", "d": "1"]))
    #expect(move.inputs.map(\.path) == ["b", "c", "d"])
    #expect(move.inputs.map(\.kind) == [.changed, .removed, .added])
  }
}
