import APIModel
import AWS
import JSONDocument

/// Application Auto Scaling for ECS services: scalable targets, scaling policies and scheduled actions.
///
/// What is declared is kept, checked and read back as AWS does it; a count outside of a target's bounds is moved into them.
/// Nothing is measured here and no alarm watches, so no policy ever scales by itself, and scheduled actions do not run:
/// whoever plays the autoscaler calls UpdateService.
enum ApplicationAutoScaling {
  static let operations = Operation.table(
    [targets, policies, scheduledActions, tags], .applicationAutoscaling, dialect: .allProblems)

  private static let targets: [String: Operation] = [
    "RegisterScalableTarget": .writes { call, input throws(AWSError) in try ScalableTargets(call).register(input) },
    "DeregisterScalableTarget": .writes { call, input throws(AWSError) in try ScalableTargets(call).deregister(input) },
    "DescribeScalableTargets": .reads { call, input throws(AWSError) in try ScalableTargets(call).describe(input) },
    "DescribeScalingActivities": .reads { call, input throws(AWSError) in try ScalingActivities(call).describe(input) },
  ]

  private static let policies: [String: Operation] = [
    "PutScalingPolicy": .writes { call, input throws(AWSError) in try ScalingPolicies(call).put(input) },
    "DescribeScalingPolicies": .reads { call, input throws(AWSError) in try ScalingPolicies(call).describe(input) },
    "DeleteScalingPolicy": .writes { call, input throws(AWSError) in
      try ScalingPolicies(call).delete(input)
    },
  ]

  private static let scheduledActions: [String: Operation] = [
    "PutScheduledAction": .writes { call, input throws(AWSError) in try ScheduledActions(call).put(input) },
    "DescribeScheduledActions": .reads { call, input throws(AWSError) in try ScheduledActions(call).describe(input) },
    "DeleteScheduledAction": .writes { call, input throws(AWSError) in
      try ScheduledActions(call).delete(input)
    },
  ]

  private static let tags: [String: Operation] = [
    "ListTagsForResource": .reads { call, input throws(AWSError) in
      try ScalingTags(call).list(input)
    },
    "TagResource": .writes { call, input throws(AWSError) in
      try ScalingTags(call).add(input)
    },
    "UntagResource": .writes { call, input throws(AWSError) in
      try ScalingTags(call).remove(input)
    },
  ]
}
