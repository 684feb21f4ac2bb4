import Resources
import Testing

@testable import Planning

/// What the history adds to a plan.
@Suite("Remembered rollouts")
struct RolloutNotesTests {
  private static let api = Address(.service, "api")

  private static let plan = Plan(
    environment: EnvironmentIdentity(
      name: "staging", directory: "envs/staging",
      provider: ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: "111111111111"), cluster: "main"),
    state: nil)

  private static func memory(_ ending: RolloutMemory.Ending) -> RolloutMemory {
    RolloutMemory(run: 4, operation: "apply", who: "kim@laptop", at: 1_700_000_000, outcome: "failed", ending: ending)
  }

  @Test(
    "a service that ECS calls complete and that the last run saw fail is told of, and somebody should act",
    arguments: [
      (RolloutMemory.Ending.failed, true), (.well, false), (.unwatched, false), (.replaced, false),
    ])
  func doubtful(ending: RolloutMemory.Ending, isTold: Bool) {
    let plan = Self.plan.remembering([Self.api: Self.memory(ending)], complete: [Self.api: "api:4"])
    #expect(plan.rolloutNotes.map(\.matter) == (isTold ? [.doubtful] : []))
    #expect(plan.rolloutNotes.allSatisfy { $0.needsAttention })
    #expect(plan.rolloutNotes.allSatisfy { $0.memory?.run == 4 && $0.revision == "api:4" })
  }

  @Test("others than the targets are left out, and so is what is not complete")
  func others() {
    var plan = Self.plan
    #expect(plan.remembering([Self.api: Self.memory(.failed)], complete: [:]).rolloutNotes == [])
    plan.targets = [Address(.service, "web")]
    #expect(plan.remembering([Self.api: Self.memory(.failed)], complete: [Self.api: "api:4"]).rolloutNotes == [])
  }
}
