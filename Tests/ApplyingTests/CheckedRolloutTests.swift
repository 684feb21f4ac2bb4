import Applying
import JSONDocument
import Planning
import Providers
import Recording
import Resources
import Testing

/// Answers each check as its script says.
private struct ScriptedChecks: CheckRunner {
  var results: [String: CheckResult]

  func run(_ check: RolloutCheck, in environment: EnvironmentIdentity) async -> CheckResult {
    results[check.name] ?? .passed
  }
}

@Suite("Rollouts with checks", .timeLimit(.minutes(15))) struct CheckedRolloutTests {
  private static let service = Resource.service("api")
  private static let checks = ["one", "two", "three"].map { RolloutCheck(.command([$0]), service: "api") }

  private static func verdict(
    _ results: [String: CheckResult], _ rollouts: [RolloutVerdict], onFailure: FailureResponse = .report
  ) async throws -> RolloutVerdict? {
    let stage = Stage(sequences: ["api": rollouts])
    stage.provider.change { $0.objects[service.identity] = .made(service) }
    var live = service.attributes
    live["taskDefinition"] = .string(.revision("api", 41))
    var change = Step.ResourceChange(
      resource: service, before: live, after: service.attributes, changedMembers: [],
      revision: .existing(arn: .revision("api", 42)))
    change.completedBefore = .revision("api", 41)
    let report = try await stage.apply(
      [
        Step(1, service.address, .update(change), after: []),
        Step(2, service.address, .awaitRollout(Step.RolloutWait(for: service.identity, checks: checks)), after: [1]),
      ], onFailure: onFailure, checks: ScriptedChecks(results: results))
    guard case .rollout(let verdict) = report.outcome(2) else { return nil }
    return verdict
  }

  private static let completed = RolloutVerdict(.completed, runningRevision: .revision("api", 42), runningCount: 1)

  @Test("All passed: the rollout is complete")
  func passed() async throws {
    let verdict = try await Self.verdict([:], [Self.completed])
    #expect(verdict?.outcome == .completed && verdict?.passedChecks == 3)
  }

  @Test("The first that fails makes it a failure, and no other is run")
  func failed() async throws {
    let verdict = try await Self.verdict(
      ["two": .failed(problem: "two ended with exit code 1", output: ["no"]), "three": .interrupted], [Self.completed])
    #expect(verdict?.outcome == .failed && verdict?.passedChecks == 1)
    #expect(verdict?.failedCheck == "two ended with exit code 1")
    #expect(verdict?.evidence?.logs == [.init(container: "two", source: "check", lines: ["no"])])
    #expect(verdict?.runningRevision == .revision("api", 42))
  }

  @Test("Asked to go back, the revision of before is put back")
  func back() async throws {
    let old = RolloutVerdict(.completed, runningRevision: .revision("api", 41), runningCount: 1)
    let verdict = try await Self.verdict(
      ["one": .failed(problem: "no", output: [])], [Self.completed, old], onFailure: .rollback)
    #expect(verdict?.outcome == .rolledBack && verdict?.failedCheck == "no")
    #expect(verdict?.runningRevision == .revision("api", 41))
  }

  @Test("A rollout that did not complete is not checked")
  func notComplete() async throws {
    let failed = RolloutVerdict(.rolledBack, runningRevision: .revision("api", 41))
    #expect(try await Self.verdict(["one": .failed(problem: "no", output: [])], [failed]) == failed)
  }

  @Test("Told to stop during the checks, the rollout is not called complete")
  func interrupted() async throws {
    #expect(try await Self.verdict(["one": .interrupted], [Self.completed])?.outcome == .interrupted)
  }

  // MARK: What is on record

  /// Applies a rollout with checks and answers what the record of the service says of them.
  private static func pending(
    _ results: [String: CheckResult], _ rollout: RolloutVerdict = completed, onFailure: FailureResponse = .report
  ) async throws -> PendingChecks? {
    let stage = Stage(sequences: ["api": [rollout]])
    try await stage.apply(
      [
        .create(1, service),
        Step(2, service.address, .awaitRollout(Step.RolloutWait(for: service.identity, checks: checks)), after: [1]),
      ], onFailure: onFailure, checks: ScriptedChecks(results: results))
    return try await stage.record(of: service.address)?.pendingChecks
  }

  @Test("Checks are pending from the moment of the change, until they have passed")
  func pendingUntilPassed() async throws {
    let revision = String.revision("api", 1)
    #expect(try await Self.pending([:]) == nil)
    #expect(
      try await Self.pending(["one": .failed(problem: "no", output: [])]) == PendingChecks(revision: revision, problem: "no"))
    #expect(try await Self.pending(["two": .interrupted]) == PendingChecks(revision: revision))
    for outcome in [RolloutVerdict.Outcome.timedOut, .interrupted, .failed] {
      #expect(try await Self.pending([:], RolloutVerdict(outcome)) == PendingChecks(revision: revision), "\(outcome)")
    }
  }

  @Test("Run again without a change, they pass or fail as they do after one")
  func again() async throws {
    let stage = Stage()
    let rollout = ObservedRollout(deploymentId: "ecs-svc/1", revision: .revision("api", 1), state: .unproven("no"))
    let steps = [
      Step(
        1, Self.service.address,
        .awaitRollout(Step.RolloutWait(for: Self.service.identity, resuming: rollout, checks: Self.checks)), after: [])
    ]
    try await stage.apply([.create(1, Self.service)])

    let failing = ScriptedChecks(results: ["one": .failed(problem: "still not", output: [])])
    let failed = try await stage.apply(steps, checks: failing)
    #expect(!failed.isSuccess)
    let record = try await stage.record(of: Self.service.address)
    #expect(record?.pendingChecks == PendingChecks(revision: rollout.revision, problem: "still not"))

    #expect(try await stage.apply(steps, checks: ScriptedChecks(results: [:])).isSuccess)
    #expect(try await stage.record(of: Self.service.address)?.pendingChecks == nil)
  }
}
