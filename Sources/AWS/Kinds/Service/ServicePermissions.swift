import Resources

extension ServiceCalls {
  static let permissions: [Permission] =
    Permission.list("ecs", ["DescribeServices"], for: .plan)
    + Permission.list("application-autoscaling", ["DescribeScalableTargets"], on: .all, for: .plan)
    + Permission.list("ecs", ["CreateService", "UpdateService", "DeleteService", "TagResource", "UntagResource"], for: .apply)
    + Permission.list("ecs", ["ListTasks", "DescribeTasks"], on: .tasksOfClusters, for: .apply)
    + Permission.list(
      "ecs", ["DescribeServiceDeployments", "ContinueServiceDeployment", "StopServiceDeployment"], on: .serviceDeployments,
      for: .apply)
}

extension PermissionScope {
  /// Tasks and container instances of the environment's clusters.
  static let tasksOfClusters = PermissionScope { owned in
    Set(owned.resources.compactMap(\.identity.scope)).sorted().flatMap {
      [owned.arn("ecs", "task/\($0)/*"), owned.arn("ecs", "container-instance/\($0)/*")]
    }
  }

  /// Deployments of the environment's services that shift traffic.
  fileprivate static let serviceDeployments = PermissionScope { owned in
    Set(owned.resources.filter { ServiceDocument($0.attributes).shiftsTraffic }.map(\.identity)).sorted().map {
      owned.arn("ecs", "service-deployment/\($0.cluster)/\($0.name)/*")
    }
  }
}
