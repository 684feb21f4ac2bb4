import Engine
import Recording
import Resources
import Testing

/// What the history says of how long rollouts take.
@Suite struct UsualDurationTests {
  private func runs(_ durations: [Int?]) -> [RunRecord] {
    durations.enumerated().map { number, seconds in
      let known = seconds.map { ["aws_ecs_service.api": $0] } ?? [:]
      return RunRecord(
        id: RunID(100 - number), description: RunDescription(operation: "apply", who: "kim@laptop"),
        startedAt: Timestamp(seconds: 7), finishedAt: Timestamp(seconds: 9),
        outcome: RunOutcome(result: .succeeded, summary: "", durations: known), serialBefore: 1, serialAfter: 2)
    }
  }

  @Test(
    "the median of the latest five rollouts is usual",
    arguments: [([], nil), ([nil, nil], nil), ([40], 40), ([10, 900, 20], 20), ([60, nil, 50, 70, 61, 900, 1, 1, 1], 61)]
      as [([Int?], Int?)])
  func median(durations: [Int?], usual: Int?) {
    let found = UsualDurations.usual(in: runs(durations))
    #expect(found == (usual.map { [Address(.service, "api"): .seconds($0)] } ?? [:]))
  }
}
