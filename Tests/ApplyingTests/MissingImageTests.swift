import Applying
import Planning
import Providers
import Resources
import Testing

/// A service of which one image was pushed and another still carries the bootstrap tag.
@Suite("Images that nobody pushed yet")
struct MissingImageTests {
  private static let service = Resource.service("api")
  private static let missing = "r/web:bootstrap"

  private static func verdict(_ rollout: RolloutVerdict, missing: [String]) async throws -> RolloutVerdict? {
    let stage = Stage(sequences: ["api": [rollout]])
    stage.provider.change { $0.objects[service.identity] = .made(service) }
    let change = Step.ResourceChange(
      resource: service, before: service.attributes, after: service.attributes, changedMembers: [],
      revision: .existing(arn: .revision("api", 42)))
    let report = try await stage.apply([
      Step(1, service.address, .update(change), after: []),
      Step(2, service.address, .awaitRollout(Step.RolloutWait(for: service.identity, missingImages: missing)), after: [1]),
    ])
    guard case .rollout(let verdict) = report.outcome(2) else { return nil }
    return verdict
  }

  private static func failed(_ reasons: [String], _ outcome: RolloutVerdict.Outcome = .failed) -> RolloutVerdict {
    let tasks = reasons.enumerated().map { number, reason in
      RolloutEvidence.StoppedTask(
        id: "\(number)", stopCode: "TaskFailedToStart", containers: [.init(name: "web", reason: reason)])
    }
    return RolloutVerdict(outcome, evidence: RolloutEvidence(tasks: tasks))
  }

  private static let notFound = "CannotPullContainerError: r/web:bootstrap: not found"

  @Test(
    "tasks that fail for it alone are no failure, whatever becomes of the deployment",
    arguments: [RolloutVerdict.Outcome.failed, .timedOut])
  func expected(outcome: RolloutVerdict.Outcome) async throws {
    let verdict = try await Self.verdict(Self.failed([Self.notFound, Self.notFound], outcome), missing: [Self.missing])
    #expect(verdict?.outcome == .nothingToDo)
    #expect(verdict?.reason == "its tasks cannot start before r/web:bootstrap is pushed")
  }

  @Test(
    "what was put back ran before: a rollback is told, and so is one that failed",
    arguments: [RolloutVerdict.Outcome.rolledBack, .rollbackFailed])
  func putBack(outcome: RolloutVerdict.Outcome) async throws {
    let verdict = try await Self.verdict(Self.failed([Self.notFound], outcome), missing: [Self.missing])
    #expect(verdict?.outcome == outcome)
  }

  @Test("any other failure is one, and so is a missing image that nobody said is missing")
  func unexpected() async throws {
    let other = Self.failed([Self.notFound, "CannotPullContainerError: r/api:v2: not found"])
    #expect(try await Self.verdict(other, missing: [Self.missing])?.outcome == .failed)
    #expect(try await Self.verdict(Self.failed([]), missing: [Self.missing])?.outcome == .failed)
    #expect(try await Self.verdict(Self.failed([Self.notFound]), missing: [])?.outcome == .failed)
    let complete = RolloutVerdict(.completed, runningRevision: .revision("api", 42), runningCount: 1)
    #expect(try await Self.verdict(complete, missing: [Self.missing])?.outcome == .completed)
  }
}
