import Applying
import JSONDocument
import Planning
import Providers
import Recording
import Resources
import Testing

@Suite(.timeLimit(.minutes(15))) struct RolloutOutcomeTests {
  private static let service = Resource.service("api")

  private static func stage(_ verdict: RolloutVerdict) -> Stage {
    let stage = Stage(verdicts: ["api": verdict])
    stage.provider.change { $0.objects[service.identity] = .made(service) }
    return stage
  }

  private static let steps: [Step] = [
    .deploy(1, service, from: 41, to: 42), .awaitRollout(2, service, after: [1]), .create(3, .repository("next"), after: [2]),
  ]

  /// What runs afterwards, for each verdict that a provider can give.
  @Test(
    "a rollout ends in the verdict that the cloud tells",
    arguments: [
      (RolloutVerdict(.completed, runningRevision: .revision("api", 42)), 42, true),
      (RolloutVerdict(.rolledBack, reason: "circuit breaker", runningRevision: .revision("api", 41)), 41, false),
      (RolloutVerdict(.failed, reason: "no tasks", runningRevision: .revision("api", 42)), 42, false),
      (RolloutVerdict(.superseded, runningRevision: .revision("api", 50)), 50, false),
      (RolloutVerdict(.timedOut, runningRevision: nil), 42, false), (RolloutVerdict(.interrupted), 42, false),
      (RolloutVerdict(.nothingToDo), 42, true),
    ])
  func verdict(_ verdict: RolloutVerdict, _ running: Int, _ isSuccess: Bool) async throws {
    let stage = Self.stage(verdict)
    let report = try await stage.apply(Self.steps)
    #expect(report.outcome(1) == .done(revision: "api:42"))
    #expect(report.outcome(2) == .rollout(verdict))
    #expect(report.outcome(3) == (isSuccess ? .done(revision: nil) : .skipped(.dependency(Self.service.address))))
    #expect(report.isSuccess == isSuccess)
    #expect(report.wasInterrupted == (verdict.outcome == .interrupted))
    let record = try await stage.record(of: Self.service.address)
    #expect(record?.observed["taskDefinition"] == .string(.revision("api", running)))
    #expect(record?.declared == Self.service.attributes)
    #expect(try await stage.state.unfinishedOperations().isEmpty)
  }

  private static func seen(_ outcome: RolloutVerdict.Outcome, _ time: Double) -> RolloutVerdict {
    var verdict = RolloutVerdict(outcome, runningRevision: .revision("api", 42), runningCount: 1)
    verdict.seenAt = time
    return verdict
  }

  @Test(
    "what was complete long before the end is looked at once more, and what was seen of it then counts",
    arguments: [(100.0, 3), (990.0, 2)])
  func lastLook(time: Double, waits: Int) async throws {
    let other = Resource.service("web")
    let stage = Stage(sequences: [
      "api": [Self.seen(.completed, time), Self.seen(.failed, 1010)], "web": [Self.seen(.completed, 1000)],
    ])
    stage.provider.change { cloud in
      for service in [Self.service, other] { cloud.objects[service.identity] = .made(service) }
    }
    let report = try await stage.apply([
      .deploy(1, Self.service, from: 41, to: 42), .awaitRollout(2, Self.service, after: [1]),
      .deploy(3, other, from: 41, to: 42), .awaitRollout(4, other, after: [3]),
    ])
    #expect(stage.provider.followed.count == waits)
    #expect(report.isSuccess == (waits == 2))
    #expect(ApplyConclusion(report) == (waits == 2 ? .succeeded : .deploymentFailed))
  }

  @Test("a step whose answer names no deployment tells of no revision, and what it may have started is looked for")
  func noDeployment() async throws {
    let stage = Stage()
    var live = Self.service.attributes
    live["taskDefinition"] = .string(.revision("api", 41))
    stage.provider.change {
      $0.objects[Self.service.identity] = ObservedObject(identity: Self.service.identity, attributes: live)
    }
    var after = Self.service.attributes
    after["desiredCount"] = 3
    let change = Step.ResourceChange(
      resource: Self.service, before: live, after: after, changedMembers: ["desiredCount"],
      revision: .existing(arn: .revision("api", 41)))
    let report = try await stage.apply([
      Step(1, Self.service.address, .update(change), after: []),
      .awaitRollout(2, Self.service, after: [1]),
    ])
    #expect(report.outcome(1) == .done(revision: nil))
    #expect(report.isSuccess)
    let wait = try #require(stage.provider.followed.last)
    #expect(wait.deploymentId == nil, "nobody named it, so it is looked for")
    #expect(wait.service == Self.service.identity)
  }

  @Test("a service gets the revision that this apply registered")
  func aServiceGetsTheRevisionThatThisApplyRegistered() async throws {
    let stage = Stage()
    let report = try await stage.apply([
      .create(1, .taskDefinition("api")), .createLinked(2, Self.service, after: [1]),
    ])
    #expect(report.outcome(1) == .done(revision: "api:1"))
    #expect(report.outcome(2) == .done(revision: "api:1"))
    let state = try await stage.state.read()
    #expect(state.revisions["api"]?.map(\.number) == [1])
    let record = state.resources.first { $0.address == Self.service.address }
    #expect(record?.observed["taskDefinition"] == .string(.revision("api", 1)))
    #expect(record?.declared == Self.service.attributes)
  }

  @Test("a service gets the old revision that this apply takes up again")
  func aServiceGetsTheOldRevisionThatThisApplyTakesUpAgain() async throws {
    let stage = Stage()
    let report = try await stage.apply([
      .adopt(1, .taskDefinition("api"), arn: .revision("api", 7)), .createLinked(2, Self.service, after: [1]),
    ])
    #expect(report.outcome(2) == .done(revision: "api:7"))
  }
}
