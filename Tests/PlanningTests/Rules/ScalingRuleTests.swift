import Resources
import Testing

/// R06: scalable targets, scaling policies and scheduled actions.
@Suite("Rules of what scales services")
struct ScalingRuleTests {
  @Test("examples of scalable targets", arguments: ScalingCases.targets)
  func targets(_ example: RuleCase) throws { try DeclaredRuleTests().check(example, .scalableTarget) }

  @Test("examples of scaling policies", arguments: ScalingCases.policies)
  func policies(_ example: RuleCase) throws { try DeclaredRuleTests().check(example, .scalingPolicy) }

  @Test("examples of scheduled actions", arguments: ScalingCases.actions)
  func actions(_ example: RuleCase) throws { try DeclaredRuleTests().check(example, .scheduledAction) }
}

enum ScalingCases {
  static let targets: [RuleCase] = [
    RuleCase(
      "R06", "what a target answers", #"{"MinCapacity":1,"MaxCapacity":4}"#,
      #"{"ServiceNamespace":"ecs","ResourceId":"service/main/api","ScalableDimension":"ecs:service:DesiredCount","MinCapacity":1,"MaxCapacity":4,"RoleARN":"arn:aws:iam::111111111111:role/aws-service-role/x","CreationTime":1.5,"SuspendedState":{"DynamicScalingInSuspended":false,"DynamicScalingOutSuspended":false,"ScheduledScalingSuspended":false},"ScalableTargetARN":"arn:aws:application-autoscaling:eu-west-1:111111111111:scalable-target/0ec5"}"#
    ),
    RuleCase(
      "R06", "a role is ignored", #"{"MinCapacity":1,"RoleARN":"arn:aws:iam::111111111111:role/mine"}"#, #"{"MinCapacity":1}"#),
    RuleCase("R06", "another bound", #"{"MaxCapacity":8}"#, #"{"MaxCapacity":4}"#, differing: ["MaxCapacity"]),
    RuleCase(
      "R06", "a suspended process", #"{"SuspendedState":{"ScheduledScalingSuspended":true}}"#,
      #"{"SuspendedState":{"DynamicScalingInSuspended":true,"ScheduledScalingSuspended":false}}"#,
      differing: ["SuspendedState.ScheduledScalingSuspended"]),
  ]

  static let policies: [RuleCase] = [
    RuleCase(
      "R06", "target tracking reads back doubles and no cooldown", tracking(#""TargetValue":60,"ScaleOutCooldown":300"#),
      tracking(#""TargetValue":60.0,"DisableScaleIn":false"#)),
    RuleCase(
      "R06", "another cooldown", tracking(#""ScaleInCooldown":60"#), tracking(#""TargetValue":60.0"#),
      differing: ["TargetTrackingScalingPolicyConfiguration.ScaleInCooldown"]),
    RuleCase(
      "R06", "dimensions are a set", tracking(custom(#"{"Name":"b","Value":"2"},{"Name":"a","Value":"1"}"#)),
      tracking(custom(#"{"Name":"a","Value":"1"},{"Name":"b","Value":"2"}"#))),
    RuleCase(
      "R06", "steps are a set",
      steps(
        #"{"MetricIntervalLowerBound":10,"ScalingAdjustment":2},{"MetricIntervalLowerBound":0,"MetricIntervalUpperBound":10,"ScalingAdjustment":1}"#
      ),
      steps(
        #"{"MetricIntervalLowerBound":0.0,"MetricIntervalUpperBound":10.0,"ScalingAdjustment":1},{"MetricIntervalLowerBound":10.0,"MetricIntervalUpperBound":null,"ScalingAdjustment":2}"#
      )),
    RuleCase(
      "R06", "no bound is not 0", steps(#"{"MetricIntervalUpperBound":0,"ScalingAdjustment":-1}"#),
      steps(#"{"MetricIntervalLowerBound":0.0,"ScalingAdjustment":-1}"#),
      differing: [
        #"StepScalingPolicyConfiguration.StepAdjustments[""]"#, #"StepScalingPolicyConfiguration.StepAdjustments["0"]"#,
      ]),
  ]

  static let actions: [RuleCase] = [
    RuleCase(
      "R06", "a time zone of none is UTC, and instants are equal", #"{"Timezone":"UTC","StartTime":"2027-01-31T09:00:00+01:00"}"#,
      #"{"ScheduledActionName":"a","StartTime":1801382400.0,"ScheduledActionARN":"arn:x","CreationTime":1}"#),
    RuleCase(
      "R06", "another schedule", #"{"Schedule":"rate(2 days)"}"#, #"{"Schedule":"rate(1 day)"}"#, differing: ["Schedule"]),
  ]

  private static func tracking(_ members: String) -> String {
    #"{"TargetTrackingScalingPolicyConfiguration":{\#(members)}}"#
  }

  private static func custom(_ dimensions: String) -> String {
    #""CustomizedMetricSpecification":{"MetricName":"depth","Dimensions":[\#(dimensions)]}"#
  }

  private static func steps(_ steps: String) -> String {
    #"{"StepScalingPolicyConfiguration":{"StepAdjustments":[\#(steps)]}}"#
  }
}
