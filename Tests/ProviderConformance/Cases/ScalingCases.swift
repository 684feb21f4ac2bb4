import Providers
import Resources
import Testing

extension ConformanceCase {
  /// What scales a service: made beside it, changed in place, taken away.
  static let scalingCases: [ConformanceCase] = stories.map { story in
    ConformanceCase("\(story.kind.noun), \(story.name): changes in place", needs: [.services, .rollouts]) { provider, setting in
      let setup = try await ServiceSetup(provider, setting)
      let revision = try await setup.register(TaskDefinitions.bridge)
      _ = try await setup.start(try setup.service(#"{"launchType": "EC2", "desiredCount": 2}"#, revision: revision))
      let target = try setting.resource(.scalableTarget, "web", #"{"MinCapacity": 1, "MaxCapacity": 4}"#)
      if story.kind != .scalableTarget { _ = try await provider.create(target, token: setup.tokens(10)) }

      let states = try story.states.map { try setting.resource(story.kind, "web", $0) }
      let made = try await provider.create(states[0], token: setup.tokens(11))
      expectSame(made.object.attributes, as: states[0], "made")
      expectSame(try await provider.observation(of: states[0])?.object?.attributes, as: states[0], "read")
      for (number, wanted) in states.enumerated().dropFirst() {
        let before = try #require(try await provider.observation(of: wanted)?.object?.attributes)
        let change = update(before, wanted)
        #expect(!change.changedMembers.isEmpty, "state \(number) changes nothing")
        let result = try await provider.update(change, token: setup.tokens(11 + number))
        expectSame(result.object.attributes, as: wanted, "state \(number), changed")
        expectSame(try await provider.observation(of: wanted)?.object?.attributes, as: wanted, "state \(number), read")
      }
      for token in [80, 81] {
        try await provider.delete(ResourceDeletion(identity: states[0].identity), token: setup.tokens(token))
        #expect(try await provider.observation(of: states[0]) == .absent)
      }
      if story.kind != .scalableTarget {
        try await provider.delete(ResourceDeletion(identity: target.identity), token: setup.tokens(82))
      }
      try await setup.remove()
    }
  }

  private struct Story: Sendable {
    var kind: ResourceKind
    var name: String
    var states: [String]
  }

  private static let stories: [Story] = [
    Story(
      kind: .scalableTarget, name: "bounds",
      states: [
        #"{"MinCapacity": 1, "MaxCapacity": 4}"#, #"{"MinCapacity": 1, "MaxCapacity": 6}"#,
        #"{"MinCapacity": 2, "MaxCapacity": 6}"#,
      ]),
    Story(
      kind: .scalableTarget, name: "suspended scaling",
      states: [
        #"{"MinCapacity": 1, "MaxCapacity": 4, "SuspendedState": {"DynamicScalingInSuspended": true}}"#,
        #"{"MinCapacity": 1, "MaxCapacity": 4, "SuspendedState": {"DynamicScalingInSuspended": true, "ScheduledScalingSuspended": true}}"#,
        #"{"MinCapacity": 1, "MaxCapacity": 4, "SuspendedState": {"DynamicScalingInSuspended": false, "ScheduledScalingSuspended": true}}"#,
      ]),
    Story(
      kind: .scalingPolicy, name: "target tracking",
      states: [
        tracking(#""TargetValue": 60, "ScaleInCooldown": 120"#), tracking(#""TargetValue": 70.5, "ScaleInCooldown": 120"#),
        tracking(#""TargetValue": 70.5, "ScaleInCooldown": 60, "DisableScaleIn": true"#),
      ]),
    Story(
      kind: .scalingPolicy, name: "steps",
      states: [
        steps(#"{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}"#),
        steps(
          """
          {"MetricIntervalLowerBound": 10, "ScalingAdjustment": 2},
          {"MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 10, "ScalingAdjustment": 1}
          """),
      ]),
    Story(
      kind: .scalingPolicy, name: "from one type into another",
      states: [tracking(#""TargetValue": 60"#), steps(#"{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}"#)]),
    Story(
      kind: .scheduledAction, name: "schedule and bounds",
      states: [
        #"{"Schedule": "cron(0 8 * * ? *)", "ScalableTargetAction": {"MinCapacity": 2, "MaxCapacity": 8}}"#,
        """
        {"Schedule": "cron(30 7 * * ? *)", "Timezone": "Europe/Berlin", "ScalableTargetAction": {"MinCapacity": 3, "MaxCapacity": 8}}
        """,
      ]),
  ]

  private static func tracking(_ members: String) -> String {
    """
    {"PolicyType": "TargetTrackingScaling", "TargetTrackingScalingPolicyConfiguration": {\(members),
      "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"}}}
    """
  }

  private static func steps(_ adjustments: String) -> String {
    """
    {"PolicyType": "StepScaling", "StepScalingPolicyConfiguration": {"AdjustmentType": "ChangeInCapacity",
      "StepAdjustments": [\(adjustments)], "Cooldown": 60}}
    """
  }
}
