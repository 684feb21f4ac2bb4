import JSONDocument
import Resources

extension ScalableTargetCalls {
  static let permissions: [Permission] =
    Permission.list("application-autoscaling", ["DescribeScalableTargets"], on: .all, for: .plan)
    + Permission.list("application-autoscaling", ["ListTagsForResource"], on: .scalableTargets, for: .plan)
    // Whether the service is there, when others own it.
    + Permission.list("ecs", ["DescribeServices"], on: .scaledServices, for: .plan)
    + Permission.list(
      "application-autoscaling", ["RegisterScalableTarget", "DeregisterScalableTarget"], on: .targetsOfServices, for: .apply)
    + Permission.list("application-autoscaling", ["TagResource", "UntagResource"], on: .scalableTargets, for: .apply)
    // Application Auto Scaling changes the count in the name of whoever registers.
    + Permission.list("ecs", ["UpdateService"], on: .scaledServices, for: .apply)
    + Permission.list("iam", ["CreateServiceLinkedRole"], on: .scalingRole, for: .apply)
}

extension ScalingPolicyCalls {
  static let permissions: [Permission] =
    Permission.list("application-autoscaling", ["DescribeScalingPolicies"], on: .all, for: .plan)
    // Policies are answered with the states of their alarms.
    + Permission.list("cloudwatch", ["DescribeAlarms"], on: .all, for: .plan)
    + Permission.list(
      "application-autoscaling", ["PutScalingPolicy", "DeleteScalingPolicy"], on: .targetsOfServices, for: .apply)
    + Permission.list("cloudwatch", ["PutMetricAlarm", "DeleteAlarms"], on: .trackingAlarms, for: .apply)
}

extension ScheduledActionCalls {
  static let permissions: [Permission] =
    Permission.list("application-autoscaling", ["DescribeScheduledActions"], on: .all, for: .plan)
    + Permission.list(
      "application-autoscaling", ["PutScheduledAction", "DeleteScheduledAction"], on: .targetsOfServices, for: .apply)
}

extension PermissionScope {
  /// AWS chooses the ids of targets, so no ARN says which they are.
  fileprivate static let scalableTargets = PermissionScope { [$0.arn("application-autoscaling", "scalable-target/*")] }

  /// Targets of ECS services: all that can be told apart.
  fileprivate static let targetsOfServices = PermissionScope(
    condition: { _ in
      [
        "StringEquals": [
          "application-autoscaling:service-namespace": .string(ScaledService.namespace),
          "application-autoscaling:scalable-dimension": .string(ScaledService.dimension),
        ]
      ]
    }, { [$0.arn("application-autoscaling", "scalable-target/*")] })

  fileprivate static let scaledServices = PermissionScope { owned in
    Set(owned.resources.compactMap { ScaledService($0.identity.name)?.identity }).sorted().map { owned.arn(of: $0) }
  }

  /// The role by which services are scaled: AWS makes it for an account's first target.
  fileprivate static let scalingRole = PermissionScope(
    condition: { _ in ["StringEquals": ["iam:AWSServiceName": .string(scalingService)]] },
    { owned in
      let path = "role/aws-service-role/\(scalingService)/AWSServiceRoleForApplicationAutoScaling_ECSService"
      let provider = owned.provider
      return [ARN("iam", path, partition: provider.partition.name, account: provider.accountId).description]
    })

  private static let scalingService = "ecs.application-autoscaling.amazonaws.com"

  /// Alarms that AWS makes for target tracking.
  fileprivate static let trackingAlarms = PermissionScope { [$0.arn("cloudwatch", "alarm:TargetTracking-service/*")] }
}
