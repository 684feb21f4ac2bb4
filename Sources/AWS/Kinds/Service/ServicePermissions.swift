import Resources

extension ServiceCalls {
  static let permissions: [Permission] =
    Permission.list("ecs", ["DescribeServices"], for: .plan)
    + Permission.list("application-autoscaling", ["DescribeScalableTargets"], on: .all, for: .plan)
    + Permission.list("ecs", ["CreateService", "UpdateService", "DeleteService", "TagResource", "UntagResource"], for: .apply)
    // IAM asks about `*` when no container instance is named: cdklabs/construct-hub#1207.
    + Permission.list("ecs", ["ListTasks"], on: .insideClusters, for: .apply)
    + Permission.list("ecs", ["DescribeTasks"], on: .tasksOfClusters, for: .apply)
    + Permission.list("ecs", ["ListTasks"], on: .insideClusters, for: .look)
    + Permission.list("ecs", ["DescribeTasks"], on: .tasksOfClusters, for: .look)
    + Permission.list("ecs", ["ExecuteCommand"], on: .clustersAndTasks, for: .exec)
    + Permission.list(
      "ecs", ["DescribeServiceDeployments", "ContinueServiceDeployment", "StopServiceDeployment"], on: .serviceDeployments,
      for: .apply)
}

extension PermissionScope {
  /// Tasks of the environment's clusters.
  static let tasksOfClusters = PermissionScope { owned in
    Set(owned.resources.compactMap(\.identity.scope)).sorted().map { owned.arn("ecs", "task/\($0)/*") }
  }

  /// IAM asks about the cluster and about the task that is entered.
  fileprivate static let clustersAndTasks = PermissionScope { owned in
    owned.clusters + tasksOfClusters.resources(owned)
  }

  /// Deployments of the environment's services that shift traffic, with the services: IAM asks about both.
  fileprivate static let serviceDeployments = PermissionScope { owned in
    Set(owned.resources.filter { ServiceDocument($0.attributes).shiftsTraffic }.map(\.identity)).sorted().flatMap {
      [owned.arn(of: $0), owned.arn("ecs", "service-deployment/\($0.cluster)/\($0.name)/*")]
    }
  }
}
