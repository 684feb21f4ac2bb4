import Applying
import Planning
import Providers
import Recording
import Resources
import Testing

@Suite(.timeLimit(.minutes(15))) struct OrderTests {
  @Test("steps run after what they need")
  func stepsRunAfterWhatTheyNeed() async throws {
    let stage = Stage()
    let service = Resource.service("api")
    let report = try await stage.apply([
      .create(1, .repository("api")), .create(2, .taskDefinition("api"), after: [1]), .createLinked(3, service, after: [2]),
      .awaitRollout(4, service, after: [3]), .delete(5, .repository("old"), after: [3]),
    ])
    #expect(report.isSuccess)
    let calls = stage.log.all.filter { $0.hasPrefix("call") || $0.hasPrefix("follow") }
    #expect(calls.prefix(3) == ["call create api", "call create api", "call create api"])
    #expect(Set(calls.dropFirst(3)) == ["follow api", "call delete old"])
    #expect(report.outcome(4) == .rollout(RolloutVerdict(.completed, runningRevision: .revision("api", 1))))
  }

  @Test("independent steps run at once, as many as allowed and no more")
  func bound() async throws {
    let barrier = Barrier(3)
    let stage = Stage(during: { _ in await barrier.arrive() })
    let report = try await stage.apply((1...9).map { .create($0, .repository("r\($0)")) }, parallelism: 3)
    #expect(report.isSuccess)
    #expect(stage.provider.now.mostInFlight == 3)
  }

  @Test("a rollout that is waited for keeps nobody from working")
  func waitsTakeNoPlace() async throws {
    let made = Latch()
    let stage = Stage(
      during: { name in if name == "create later" { await made.open() } }, following: { _ in await made.wait() })
    let service = Resource.service("api")
    let report = try await stage.apply(
      [.create(1, service), .awaitRollout(2, service, after: [1]), .create(3, .repository("later"), after: [1])], parallelism: 1)
    #expect(report.isSuccess)
  }

  @Test("each call has its intent committed before and its result after", arguments: [1, 4])
  func journal(_ parallelism: Int) async throws {
    let stage = Stage(faults: ["create c": .refuse])
    try await stage.apply(
      ["a", "b", "c", "d"].enumerated().map { .create($0.offset + 1, .repository($0.element)) } + [
        .delete(5, .repository("e")), .adopt(6, .repository("f")),
      ], parallelism: parallelism)
    for name in ["a", "b", "d"] {
      #expect(stage.log.all(of: " \(name)") == ["intent create \(name)", "call create \(name)", "recorded \(name)"])
    }
    #expect(stage.log.all(of: " c") == ["intent create c", "call create c", "failed c"])
    #expect(stage.log.all(of: " e") == ["intent delete e", "call delete e", "removed e"])
    #expect(stage.log.all(of: " f") == ["intent adopt f", "recorded f"])
  }

  @Test("events of a step come in order")
  func eventsOfAStepComeInOrder() async throws {
    let stage = Stage()
    let service = Resource.service("api")
    try await stage.apply([.create(1, service), .awaitRollout(2, service, after: [1])])
    #expect(stage.log.all(of: " 1") == ["started 1", "finished 1"])
    #expect(stage.log.all(of: " 2") == ["started 2", "progress 2", "finished 2"])
  }

  @Test("a plan without steps does nothing")
  func aPlanWithoutStepsDoesNothing() async throws {
    let stage = Stage()
    let report = try await stage.apply([])
    #expect(report.isSuccess)
    #expect(!report.wasInterrupted)
    #expect(stage.log.all.isEmpty)
  }

  @Test("two thousand steps of one apply all run")
  func many() async throws {
    let stage = Stage()
    let steps = (0..<500).flatMap { index -> [Step] in
      let (first, service) = (index * 4 + 1, Resource.service("s\(index)"))
      return [
        .create(first, .repository("s\(index)")), .create(first + 1, .taskDefinition("s\(index)"), after: [first]),
        .createLinked(first + 2, service, after: [first + 1]), .awaitRollout(first + 3, service, after: [first + 2]),
      ]
    }
    let report = try await stage.apply(steps)
    #expect(report.isSuccess)
    #expect(report.outcomes.count == 2000)
    #expect(try await stage.state.read().resources.count == 1500)
  }
}
