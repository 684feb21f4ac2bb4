import AWS
import JSONDocument

/// Application Auto Scaling for ECS services: scalable targets, scaling policies and scheduled actions.
///
/// What is declared is kept, checked and read back as AWS does it; a count outside of a target's bounds is moved into them.
/// Nothing is measured here and no alarm watches, so no policy ever scales by itself, and scheduled actions do not run:
/// whoever plays the autoscaler calls UpdateService.
enum ApplicationAutoScaling {
  static let operations: [String: Operation] = targets.merging(policies) { first, _ in first }
    .merging(scheduledActions) { first, _ in first }.merging(tags) { first, _ in first }

  private static let key =
    "ServiceNamespace*:ServiceNamespace, ResourceId*:ResourceIdMaxLen1600, ScalableDimension*:ScalableDimension"
  private static let page = "MaxResults:integer, NextToken:XmlString"

  private static let targets: [String: Operation] = [
    "RegisterScalableTarget": .writing(
      "\(key), MinCapacity:integer, MaxCapacity:integer, RoleARN:ResourceIdMaxLen1600, SuspendedState:SuspendedState, Tags:TagMap"
    ) { call, input throws(AWSError) in try ScalableTargets(call).register(input) },
    "DeregisterScalableTarget": .writing(key) { call, input throws(AWSError) in try ScalableTargets(call).deregister(input) },
    "DescribeScalableTargets": .reading(
      "ServiceNamespace*:ServiceNamespace, ResourceIds:ResourceIdsMaxLen1600, ScalableDimension:ScalableDimension, \(page)"
    ) { call, input throws(AWSError) in try ScalableTargets(call).describe(input) },
    "DescribeScalingActivities": .reading(
      "ServiceNamespace*:ServiceNamespace, ResourceId:ResourceIdMaxLen1600, ScalableDimension:ScalableDimension, \(page), "
        + "IncludeNotScaledActivities:boolean"
    ) { call, input throws(AWSError) in try ScalingActivities(call).describe(input) },
  ]

  private static let policies: [String: Operation] = [
    "PutScalingPolicy": .writing(
      "PolicyName*:PolicyName, \(key), PolicyType:StepScaling|TargetTrackingScaling|PredictiveScaling, "
        + "StepScalingPolicyConfiguration:StepScalingPolicyConfiguration, "
        + "TargetTrackingScalingPolicyConfiguration:TargetTrackingScalingPolicyConfiguration, "
        + "PredictiveScalingPolicyConfiguration:PredictiveScalingPolicyConfiguration"
    ) { call, input throws(AWSError) in try ScalingPolicies(call).put(input) },
    "DescribeScalingPolicies": .reading(
      "PolicyNames:ResourceIdsMaxLen1600, ServiceNamespace*:ServiceNamespace, ResourceId:ResourceIdMaxLen1600, "
        + "ScalableDimension:ScalableDimension, \(page)"
    ) { call, input throws(AWSError) in try ScalingPolicies(call).describe(input) },
    "DeleteScalingPolicy": .writing("PolicyName*:ResourceIdMaxLen1600, \(key)") { call, input throws(AWSError) in
      try ScalingPolicies(call).delete(input)
    },
  ]

  private static let scheduledActions: [String: Operation] = [
    "PutScheduledAction": .writing(
      "\(key), ScheduledActionName*:ScheduledActionName, Schedule:ResourceIdMaxLen1600, Timezone:ResourceIdMaxLen1600, "
        + "StartTime:timestamp, EndTime:timestamp, ScalableTargetAction:ScalableTargetAction"
    ) { call, input throws(AWSError) in try ScheduledActions(call).put(input) },
    "DescribeScheduledActions": .reading(
      "ScheduledActionNames:ResourceIdsMaxLen1600, ServiceNamespace*:ServiceNamespace, ResourceId:ResourceIdMaxLen1600, "
        + "ScalableDimension:ScalableDimension, \(page)"
    ) { call, input throws(AWSError) in try ScheduledActions(call).describe(input) },
    "DeleteScheduledAction": .writing("ScheduledActionName*:ResourceIdMaxLen1600, \(key)") { call, input throws(AWSError) in
      try ScheduledActions(call).delete(input)
    },
  ]

  private static let tags: [String: Operation] = [
    "ListTagsForResource": .reading("ResourceARN*:AmazonResourceName") { call, input throws(AWSError) in
      try ScalingTags(call).list(input)
    },
    "TagResource": .writing("ResourceARN*:AmazonResourceName, Tags*:TagMap") { call, input throws(AWSError) in
      try ScalingTags(call).add(input)
    },
    "UntagResource": .writing("ResourceARN*:AmazonResourceName, TagKeys*:TagKeyList") { call, input throws(AWSError) in
      try ScalingTags(call).remove(input)
    },
  ]
}

extension Operation {
  fileprivate static func reading(
    _ shape: String, _ perform: @escaping @Sendable (Call, JSON) throws(AWSError) -> JSON
  ) -> Operation {
    Operation(access: .reads, shape: ScalingShapes.object(shape), dialect: .allProblems, perform: perform)
  }

  fileprivate static func writing(
    _ shape: String, _ perform: @escaping @Sendable (Call, JSON) throws(AWSError) -> JSON
  ) -> Operation {
    Operation(access: .writes, shape: ScalingShapes.object(shape), dialect: .allProblems, perform: perform)
  }
}
