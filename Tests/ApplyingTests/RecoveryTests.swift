import Applying
import JSONDocument
import Planning
import Providers
import Recording
import Resources
import Testing

/// What the next apply makes of operations whose result was never written down.
@Suite(.timeLimit(.minutes(15))) struct RecoveryTests {
  private static let service = Resource.service("api")

  @Test(
    "an object that was made without an answer is found and recorded, and made once",
    arguments: [
      Resource.repository("a"), .service("api"), .taskDefinition("api"),
    ])
  func lostCreation(_ resource: Resource) async throws {
    let stage = Stage(faults: ["create \(resource.address.name)": .loseAnswer])
    try await stage.apply([.create(1, resource)])
    #expect(try await stage.record(of: resource.address) == nil)

    // The next plan sees the object, so it holds no creation.
    let report = try await stage.apply([.create(1, .repository("other"))])
    #expect(report.recovered == [RecoveredOperation(address: resource.address, verb: .create, ending: .finished)])
    let record = try #require(try await stage.record(of: resource.address))
    #expect(record.identity == resource.identity)
    #expect(record.declared == resource.attributes)
    #expect(record.arn != nil)
    #expect(stage.log.all.count { $0 == "call create \(resource.address.name)" } == 1)
    #expect(try await stage.state.unfinishedOperations().isEmpty)
    if resource.identity.kind == .taskDefinition {
      #expect(try await stage.state.read().revisions["api"]?.map(\.number) == [1])
    }
  }

  @Test(
    "a creation that the plan holds again is done under its old token, so it makes one object",
    arguments: [
      Resource.repository("a"), .service("api"), .taskDefinition("api"),
    ])
  func takenUp(_ resource: Resource) async throws {
    let stage = Stage(faults: ["create \(resource.address.name)": .loseAnswer])
    let plan = [Step.create(1, resource)]
    try await stage.apply(plan)
    let token = try await stage.state.unfinishedOperations().map(\.intent.token)

    let report = try await stage.apply(plan)
    #expect(report.isSuccess)
    #expect(report.recovered.map(\.ending) == [.takenUp])
    let cloud = stage.provider.now
    #expect(Array(cloud.madeWith.keys) + Array(cloud.registeredWith.keys) == token)
    #expect(cloud.objects.count + (cloud.revisions["api"]?.count ?? 0) == 1)
    #expect(try await stage.record(of: resource.address) != nil)
    #expect(try await stage.state.unfinishedOperations().isEmpty)
  }

  @Test("a creation with other content is another one: the old is looked up first")
  func otherContent() async throws {
    let stage = Stage(faults: ["create api": .loseAnswer])
    try await stage.apply([.create(1, .taskDefinition("api", image: "nginx:1"))])
    let report = try await stage.apply([.create(1, .taskDefinition("api", image: "nginx:2"))])
    #expect(report.isSuccess)
    #expect(report.recovered.map(\.ending) == [.finished])
    #expect(stage.provider.now.revisions["api"]?.map(\.number) == [1, 2])
    #expect(try await stage.record(of: Address(.taskDefinition, "api"))?.arn == .revision("api", 2))
  }

  @Test("what was made under a name that the files gave up again is left over, and the address stands for what it stood for")
  func renamedAndBack() async throws {
    let stage = Stage(faults: ["create api": .loseAnswer])
    stage.provider.change { $0.objects[Self.service.identity] = .made(Self.service) }
    try await stage.apply([.adopt(1, Self.service)])
    var renamed = Self.service
    renamed.identity = ResourceIdentity(.service, name: "front", scope: "main")
    renamed.attributes["serviceName"] = "front"
    try await stage.apply([.create(1, renamed)])

    let report = try await stage.apply([.create(1, .repository("other"))])
    #expect(report.recovered.map(\.ending) == [.finished])
    let state = try await stage.state.read()
    #expect(state.resources.map(\.identity).contains(Self.service.identity))
    #expect(state.deposed.map(\.name.description) == ["aws_ecs_service.api@main/front"])
    #expect(try await stage.apply([.delete(1, renamed)]).isSuccess)
    #expect(try await stage.state.read().deposed.isEmpty)
  }

  @Test("what was made under its new name is recorded, and what it replaces is left over until its deletion")
  func renamed() async throws {
    let stage = Stage(faults: ["create api": .loseAnswer])
    stage.provider.change { $0.objects[Self.service.identity] = .made(Self.service) }
    try await stage.apply([.adopt(1, Self.service)])
    var renamed = Self.service
    renamed.identity = ResourceIdentity(.service, name: "front", scope: "main")
    renamed.attributes["serviceName"] = "front"
    try await stage.apply([.create(1, renamed), .delete(2, Self.service, after: [1])])
    let report = try await stage.apply([.adopt(1, renamed), .delete(2, Self.service, after: [1])])
    #expect(report.isSuccess)
    let state = try await stage.state.read()
    #expect(state.resources.map(\.identity) == [renamed.identity])
    #expect(state.deposed.isEmpty)
  }

  @Test("our revision is found below one of somebody else")
  func ourRevisionIsFoundBelowOneOfSomebodyElse() async throws {
    let stage = Stage(faults: ["create api": .loseAnswer])
    try await stage.apply([.create(1, .taskDefinition("api"))])
    stage.provider.change { cloud in
      cloud.revisions["api"]?.append(
        Revision(
          arn: .revision("api", 2), family: "api", number: 2, isActive: true,
          content: ["family": "api", "containerDefinitions": [["name": "app", "image": "theirs:1"]]]))
    }
    let report = try await stage.apply([])
    #expect(report.recovered.map(\.ending) == [.finished])
    #expect(try await stage.record(of: Address(.taskDefinition, "api"))?.arn == .revision("api", 1))
  }

  @Test("what never reached the cloud is closed, and the plan does it")
  func notDone() async throws {
    let stage = Stage()
    let run = try await stage.state.beginRun(RunDescription(operation: "apply", who: "the killed"))
    for resource in [Resource.repository("a"), Self.service, .taskDefinition("api")] {
      _ = try await stage.state.begin(.of(.create, resource), in: run)
    }
    let report = try await stage.apply([.create(1, .repository("b"))])
    #expect(report.recovered.map(\.ending) == [.notDone, .notDone, .notDone])
    #expect(try await stage.state.read().resources.map(\.address.name) == ["b"])
    #expect(try await stage.state.unfinishedOperations().isEmpty)
  }

  @Test("an update without an answer: the record says what is, and no field that was ours is forgotten")
  func lostUpdate() async throws {
    let stage = Stage(faults: ["update api": .loseAnswer])
    var before = Self.service
    before.attributes["healthCheckGracePeriodSeconds"] = 60
    stage.provider.change { $0.objects[before.identity] = .made(before) }
    try await stage.apply([.adopt(1, before)])
    try await stage.apply([.deploy(1, Self.service, from: 1, to: 2)])

    let report = try await stage.apply([])
    #expect(report.recovered.map(\.ending) == [.finished])
    let record = try #require(try await stage.record(of: Self.service.address))
    #expect(record.observed["taskDefinition"] == .string(.revision("api", 2)))
    #expect(record.declared == before.attributes)
  }

  @Test("a lost deletion is written down")
  func aLostDeletionIsWrittenDown() async throws {
    let stage = Stage(faults: ["delete api": .loseAnswer])
    try await stage.apply([.create(1, Self.service)])
    try await stage.apply([.delete(1, Self.service)])
    #expect(try await stage.record(of: Self.service.address) != nil)
    let report = try await stage.apply([])
    #expect(report.recovered.map(\.ending) == [.finished])
    #expect(try await stage.record(of: Self.service.address) == nil)
  }

  @Test("a deletion that still drains stays open")
  func aDeletionThatStillDrainsStaysOpen() async throws {
    let stage = Stage(faults: ["delete api": .breakOff])
    try await stage.apply([.create(1, Self.service)])
    try await stage.apply([.delete(1, Self.service)])
    stage.provider.change { $0.draining = [Self.service.identity] }
    #expect(try await stage.apply([]).recovered.map(\.ending) == [.underway])
    stage.provider.change { $0.draining = [] }
    #expect(try await stage.apply([]).recovered.map(\.ending) == [.finished])
    #expect(try await stage.state.unfinishedOperations().isEmpty)
  }

  @Test("a deletion that still drains is over when the plan says what becomes of its object", arguments: [true, false])
  func settledDeletion(isWantedAgain: Bool) async throws {
    let stage = Stage(faults: ["delete api": .breakOff])
    try await stage.apply([.create(1, Self.service)])
    try await stage.apply([.delete(1, Self.service)])
    stage.provider.change { $0.draining = [Self.service.identity] }
    let forgetting = Step(1, Self.service.address, .forget(Self.service.identity), after: [])
    let report = try await stage.apply([isWantedAgain ? .create(1, Self.service) : forgetting])
    #expect(report.recovered.map(\.ending) == [.underway])
    #expect(report.isSuccess)
    #expect(try await stage.state.unfinishedOperations().isEmpty)
    #expect(try await stage.record(of: Self.service.address) == nil || isWantedAgain)
  }

  @Test("what cannot be found out keeps its address from being touched, and nothing else")
  func unknown() async throws {
    let stage = Stage(faults: ["create api": .loseAnswer])
    try await stage.apply([.create(1, Self.service)])
    stage.provider.failReading(ProviderError(.unreachable, operation: "DescribeServices", message: "no answer"))
    let change = Step.deploy(1, Self.service, from: 1, to: 2)
    let report = try await stage.apply([change, .awaitRollout(2, Self.service, after: [1]), .create(3, .repository("b"))])
    #expect(report.outcome(1)?.failure?.kind == .unreachable)
    #expect(report.outcome(2) == .skipped(.dependency(Self.service.address)))
    #expect(report.outcome(3) == .done(revision: nil))
    #expect(!stage.log.all.contains("call update api"))
    #expect(try await stage.state.unfinishedOperations().count == 1)

    stage.provider.failReading(nil)
    #expect(try await stage.apply([change]).isSuccess)
    #expect(try await stage.state.unfinishedOperations().isEmpty)
  }

  @Test("a result that could not be written down is written by the next apply")
  func unrecorded() async throws {
    let state = MemoryStateStore()
    let full = Stage(state: state, failing: [.complete("a")])
    try await full.apply([.create(1, .repository("a"))])
    let stage = Stage(state: state)
    stage.provider.change { $0 = full.provider.now }
    #expect(try await stage.apply([]).recovered.map(\.ending) == [.finished])
    #expect(try await stage.record(of: Address(.repository, "a")) != nil)
  }

  @Test("a journal that cannot be read stops everything")
  func aJournalThatCannotBeReadStopsEverything() async throws {
    let stage = Stage(failing: [.unfinished])
    let report = try await stage.apply([.create(1, .repository("a")), .create(2, .repository("b"))])
    #expect(report.outcome(1)?.isUnrecorded == true)
    #expect(report.outcome(2) == .skipped(.stopped))
    #expect(!stage.log.all.contains { $0.hasPrefix("call") })
  }

  @Test("with nothing open, nothing is read")
  func withNothingOpenNothingIsRead() async throws {
    let stage = Stage()
    let report = try await stage.apply([.create(1, .repository("a"))])
    #expect(report.recovered.isEmpty)
    #expect(!stage.log.all.contains { $0.hasPrefix("read") })
  }
}

extension OperationIntent {
  static func of(_ verb: Verb, _ resource: Resource) -> OperationIntent {
    OperationIntent(
      address: resource.address, identity: resource.identity, verb: verb, token: "lost", declared: resource.attributes)
  }
}
