import APIModel
import JSONDocument

extension ResourceKind {
  /// Scaling policies of Application Auto Scaling: by which metric, or in which steps, a service's number of tasks is changed
  /// (PutScalingPolicy). The alarms of target tracking are AWS's own.
  package static let scalingPolicy = ResourceKind(
    type: "aws_appautoscaling_policy", noun: "scaling policy", folder: "scaling-policies",
    naming: KindNaming(
      member: "PolicyName", scopeMember: "ResourceId", terraformScope: "resource_id",
      usualScope: { ScaledService(name: $0, cluster: $1).resourceId }, fileName: ScaledService.fileName,
      iamResource: { _ in nil }),
    stage: .scalingRules, comparison: .declared,
    input: KindInput(.applicationAutoscaling, "PutScalingPolicy"),
    facts: ScaledService.facts([
      .string("PolicyName").does(.replaces),
      .string("PolicyType").required,
      .object("TargetTrackingScalingPolicyConfiguration", ScalingFacts.targetTracking).emptied(by: [:]),
      .object("StepScalingPolicyConfiguration", ScalingFacts.steps).emptied(by: [:]),
      // No more is known of it than that it is an object.
      .object("PredictiveScalingPolicyConfiguration", ObjectFacts([])).emptied(by: [:]),
    ]),
    limits: KindLimits(
      names: [.init("PolicyName", .scalingPolicy), .init("ResourceId", .scaledService)],
      counts: [
        .init("StepScalingPolicyConfiguration.StepAdjustments", atMost: 20),
        .init("TargetTrackingScalingPolicyConfiguration.CustomizedMetricSpecification.Dimensions", atMost: 30),
      ],
      ranges: [
        .init("TargetTrackingScalingPolicyConfiguration.ScaleInCooldown", in: 0...KindLimits.any),
        .init("TargetTrackingScalingPolicyConfiguration.ScaleOutCooldown", in: 0...KindLimits.any),
        .init("StepScalingPolicyConfiguration.Cooldown", in: 0...KindLimits.any),
      ],
      keys: [
        .init("TargetTrackingScalingPolicyConfiguration.CustomizedMetricSpecification.Dimensions", by: ["Name"]),
        .init("TargetTrackingScalingPolicyConfiguration.CustomizedMetricSpecification.Metrics", by: ["Id"]),
      ]),
    outputOnly: ["PolicyARN", "Alarms", "CreationTime"],
    answers: KindAnswers(
      list: "ScalingPolicies", single: nil, permission: "application-autoscaling:DescribeScalingPolicies", tags: nil),
    canonicalize: { $0.mapMembers { ["PolicyName", "ResourceId"].contains($0) ? Optional.none : $1 } },
    meaning: KindMeaning(
      uses: { _, identity, _ in ScaledService.uses(ofScope: identity.scope) }, isBelonging: true,
      summary: ScalingFacts.summary))
}

enum ScalingFacts {
  static let targetTracking = ObjectFacts([
    FieldFacts("TargetValue", .number).required,
    .object(
      "PredefinedMetricSpecification",
      ObjectFacts([
        .string(
          "PredefinedMetricType"
        ).required,
        .string("ResourceLabel"),
      ])
    ).emptied(by: [:]),
    .object(
      "CustomizedMetricSpecification",
      ObjectFacts([
        .string("MetricName"), .string("Namespace"),
        .string("Statistic"), dimensions, .string("Unit"),
        .set(
          "Metrics",
          of: .object(
            ObjectFacts([
              .string("Id").required, .string("Expression"), .string("Label"), .boolean("ReturnData", true),
              .object(
                "MetricStat",
                ObjectFacts([
                  .object("Metric", ObjectFacts([.string("MetricName"), .string("Namespace"), dimensions])).required,
                  .string("Stat").required, .string("Unit"),
                ])),
            ])), key: ["Id"]),
      ])
    ).emptied(by: [:]),
    // Services wait 300 seconds where nothing is said, and it is not read back.
    .integer("ScaleInCooldown", 300), .integer("ScaleOutCooldown", 300), .boolean("DisableScaleIn", false),
  ])

  static let steps = ObjectFacts([
    .string("AdjustmentType").required,
    .set(
      "StepAdjustments",
      of: .object(
        ObjectFacts([
          FieldFacts("MetricIntervalLowerBound", .number), FieldFacts("MetricIntervalUpperBound", .number),
          .integer("ScalingAdjustment").required,
        ])), key: ["MetricIntervalLowerBound"]),
    .integer("MinAdjustmentMagnitude"), .integer("Cooldown", 300),
    .string("MetricAggregationType", "Average"),
  ])

  private static let dimensions = FieldFacts.set(
    "Dimensions", of: .object(ObjectFacts([.string("Name").required, .string("Value").required])), key: ["Name"])

  /// `ECSServiceAverageCPUUtilization at 60`, `ChangeInCapacity in 2 steps`.
  static func summary(_ policy: JSON) -> [String] {
    if let tracking = policy["TargetTrackingScalingPolicyConfiguration"] {
      let own = tracking["CustomizedMetricSpecification"]
      let metric =
        tracking["PredefinedMetricSpecification"]?["PredefinedMetricType"]?.stringValue ?? own?["MetricName"]?.stringValue
        ?? "metric"
      return tracking["TargetValue"].map { ["\(metric) at \($0.text())"] } ?? []
    }
    if let steps = policy["StepScalingPolicyConfiguration"] {
      let count = steps["StepAdjustments"]?.arrayValue?.count ?? 0
      return ["\(steps["AdjustmentType"]?.stringValue ?? "scales") in \(count) step\(count == 1 ? "" : "s")"]
    }
    return policy["PolicyType"]?.stringValue.map { [$0] } ?? []
  }
}
