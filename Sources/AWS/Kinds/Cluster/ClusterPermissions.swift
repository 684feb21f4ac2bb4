extension ClusterCalls {
  static let permissions: [Permission] =
    Permission.list("ecs", ["DescribeClusters"], for: .plan)
    + Permission.list("ecs", ["CreateCluster"], on: .all, for: .apply)
    + Permission.list("ecs", ["ListServices"], on: .insideClusters, for: .apply)
    + Permission.list(
      "ecs", ["UpdateCluster", "PutClusterCapacityProviders", "DeleteCluster", "TagResource", "UntagResource"], for: .apply)
}
