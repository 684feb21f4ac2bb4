import Applying
import JSONDocument
import Planning
import Providers
import Recording
import Resources
import Testing

/// What is done about a deployment that failed, when we were asked to go back.
@Suite("Going back after a failure", .timeLimit(.minutes(15))) struct ReturnTests {
  private static let service = Resource.service("api")
  private static let failed = RolloutVerdict(.failed, reason: "no tasks", runningRevision: .revision("api", 42), runningCount: 0)

  private static func step(completedBefore: String?) -> Step {
    var live = service.attributes
    live["taskDefinition"] = .string(.revision("api", 41))
    live["networkConfiguration"] = ["old": true]
    var after = service.attributes
    after["networkConfiguration"] = ["new": true]
    after["desiredCount"] = 5
    var change = Step.ResourceChange(
      resource: service, before: live, after: after, changedMembers: ["networkConfiguration", "desiredCount"],
      revision: .existing(arn: .revision("api", 42)))
    change.completedBefore = completedBefore
    return Step(1, service.address, .update(change), after: [])
  }

  private static func stage(_ verdicts: [RolloutVerdict], faults: [String: ScriptedProvider.Fault] = [:]) -> Stage {
    let stage = Stage(faults: faults, sequences: ["api": verdicts])
    stage.provider.change { $0.objects[service.identity] = .made(service) }
    return stage
  }

  private static let steps = [step(completedBefore: .revision("api", 41)), .awaitRollout(2, service, after: [1])]

  @Test("The revision that was complete before runs again, and that is a rollback, not a success")
  func back() async throws {
    let stage = Self.stage([Self.failed, RolloutVerdict(.completed, runningRevision: .revision("api", 41), runningCount: 1)])
    let report = try await stage.apply(Self.steps, onFailure: .rollback)
    guard case .rollout(let verdict) = report.outcome(2) else {
      Issue.record("\(String(describing: report.outcome(2)))")
      return
    }
    #expect(verdict.outcome == .rolledBack && verdict.reason == "no tasks")
    #expect(verdict.putBack == RolloutVerdict.PutBack(revision: .revision("api", 41), outcome: .completed))
    #expect(verdict.runningRevision == .revision("api", 41))
    #expect(!report.isSuccess)
    let live = stage.provider.now.objects[Self.service.identity]?.attributes
    #expect(live?["taskDefinition"] == .string(.revision("api", 41)))
    #expect(live?["networkConfiguration"] == ["old": true], "what started the deployment goes back, too")
    #expect(live?["desiredCount"] == 5, "what starts none stays")
    let record = try await stage.record(of: Self.service.address)
    #expect(record?.observed["taskDefinition"] == .string(.revision("api", 41)))
    #expect(record?.declared == Self.service.attributes, "so that the next plan shows the wanted change again")
    #expect(try await stage.state.unfinishedOperations().isEmpty)
  }

  @Test("Without being asked nothing is put back")
  func report() async throws {
    let stage = Self.stage([Self.failed])
    let report = try await stage.apply(Self.steps)
    #expect(report.outcome(2) == .rollout(Self.failed))
    #expect(stage.log.all.filter { $0 == "call update api" }.count == 1)
  }

  @Test("Without a revision of before there is nothing to put back")
  func nothing() async throws {
    let stage = Self.stage([Self.failed])
    let report = try await stage.apply(
      [Self.step(completedBefore: nil), .awaitRollout(2, Self.service, after: [1])], onFailure: .rollback)
    guard case .rollout(let verdict) = report.outcome(2) else { return }
    #expect(verdict.outcome == .failed && verdict.putBack == RolloutVerdict.PutBack(revision: nil))
    #expect(stage.log.all.filter { $0 == "call update api" }.count == 1)
  }

  @Test("When the old revision does not come up either, that is the worst of all ends")
  func both() async throws {
    let stage = Self.stage([Self.failed, RolloutVerdict(.failed, reason: "no room", runningRevision: .revision("api", 41))])
    let report = try await stage.apply(Self.steps, onFailure: .rollback)
    guard case .rollout(let verdict) = report.outcome(2) else { return }
    #expect(verdict.outcome == .rollbackFailed)
    #expect(verdict.putBack == RolloutVerdict.PutBack(revision: .revision("api", 41), outcome: .failed, problem: "no room"))
    #expect(ApplyConclusion(report) == .rollbackFailed)
  }

  @Test(
    "Only what nobody undid is undone: not ECS's own rollback, not somebody's newer deployment",
    arguments: [RolloutVerdict.Outcome.rolledBack, .rollbackFailed, .superseded, .interrupted])
  func others(outcome: RolloutVerdict.Outcome) async throws {
    let stage = Self.stage([RolloutVerdict(outcome)])
    let report = try await stage.apply(Self.steps, onFailure: .rollback)
    #expect(report.outcome(2) == .rollout(RolloutVerdict(outcome)))
  }

  @Test("A rollout that ran out of time is undone like one that failed")
  func timedOut() async throws {
    let stage = Self.stage([
      RolloutVerdict(.timedOut), RolloutVerdict(.completed, runningRevision: .revision("api", 41), runningCount: 1),
    ])
    let report = try await stage.apply(Self.steps, onFailure: .rollback)
    guard case .rollout(let verdict) = report.outcome(2) else { return }
    #expect(verdict.outcome == .rolledBack && verdict.runningRevision == .revision("api", 41))
  }

  @Test("A rollout of before that fails goes back to what was complete before it")
  func resumedAndFailed() async throws {
    let stage = Self.stage([Self.failed, RolloutVerdict(.completed, runningRevision: .revision("api", 41), runningCount: 1)])
    let rollout = ObservedRollout(
      deploymentId: "ecs-svc/9", revision: .revision("api", 42), state: .underWay, completedBefore: .revision("api", 41))
    let steps = [
      Step(1, Self.service.address, .adopt(Step.Adoption(of: Self.service, as: .made(Self.service))), after: []),
      Step(2, Self.service.address, .awaitRollout(Step.RolloutWait(for: Self.service.identity, resuming: rollout)), after: [1]),
    ]
    let report = try await stage.apply(steps, onFailure: .rollback)
    guard case .rollout(let verdict) = report.outcome(2) else {
      Issue.record("\(String(describing: report.outcome(2)))")
      return
    }
    #expect(verdict.outcome == .rolledBack)
    #expect(verdict.putBack == RolloutVerdict.PutBack(revision: .revision("api", 41), outcome: .completed))
    #expect(
      stage.provider.now.objects[Self.service.identity]?.attributes["taskDefinition"] == .string(.revision("api", 41)))
  }

  @Test("A rollout of before is waited for under its own id")
  func resumed() async throws {
    let stage = Self.stage([RolloutVerdict(.completed, runningRevision: .revision("api", 42))])
    let rollout = ObservedRollout(deploymentId: "ecs-svc/9", revision: .revision("api", 42), state: .underWay)
    let report = try await stage.apply([
      Step(1, Self.service.address, .awaitRollout(Step.RolloutWait(for: Self.service.identity, resuming: rollout)), after: [])
    ])
    #expect(report.isSuccess)
    #expect(
      stage.provider.followed == [
        Rollout(service: Self.service.identity, deploymentId: "ecs-svc/9", revision: .revision("api", 42))
      ])
  }
}
