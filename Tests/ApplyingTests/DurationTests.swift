import Applying
import Planning
import Providers
import Resources
import Synchronization
import Testing

/// How long complete rollouts took is known afterwards.
@Suite struct DurationTests {
  private static let service = Resource.service("api")

  /// Ten seconds pass from one look at the clock to the next.
  private static func durations(_ outcome: RolloutVerdict.Outcome, resuming: Bool = false) async throws -> [Address: Duration] {
    let stage = Stage(sequences: ["api": [RolloutVerdict(outcome, runningRevision: .revision("api", 42))]])
    stage.provider.change { $0.objects[service.identity] = .made(service) }
    let change = Step.ResourceChange(
      resource: service, before: service.attributes, after: service.attributes, changedMembers: [],
      revision: .existing(arn: .revision("api", 42)))
    let earlier = ObservedRollout(deploymentId: "ecs-svc/1", revision: .revision("api", 42), state: .underWay)
    let steps = [
      Step(1, service.address, .update(change), after: []),
      Step(
        2, service.address, .awaitRollout(Step.RolloutWait(for: service.identity, resuming: resuming ? earlier : nil)), after: [1]
      ),
    ]
    let looks = Mutex(0)
    let report = try await stage.apply(
      resuming ? [steps[1]] : steps,
      elapsed: {
        .seconds(
          10
            * looks.withLock { looks in
              looks += 1
              return looks
            })
      })
    return report.durations
  }

  @Test("a complete rollout is measured")
  func aCompleteRolloutIsMeasured() async throws {
    #expect(try await Self.durations(.completed) == [Self.service.address: .seconds(10)])
  }

  @Test("what failed, or began before, is not measured")
  func whatFailedOrBeganBeforeIsNot() async throws {
    #expect(try await Self.durations(.rolledBack).isEmpty)
    #expect(try await Self.durations(.completed, resuming: true).isEmpty)
  }
}
