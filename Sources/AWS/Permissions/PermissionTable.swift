import Resources

/// Which IAM actions the calls of each kind need, and on what.
///
/// From the "Service Authorization Reference" of ECS, ECR and CloudWatch Logs: actions without resource types can be
/// allowed on `*` only.
enum PermissionTable {
  enum Use: Sendable {
    /// Plan reads; it changes nothing.
    case plan
    /// Apply changes, waits, and asks why something failed.
    case apply
    /// Apply and destroy delete what holds data, only with `-delete-data`.
    case deleteData
  }

  /// What an action is allowed on.
  enum Scope: Sendable {
    case all
    /// The objects of the kind that the environment owns.
    case own
    /// Tasks and container instances of the environment's clusters.
    case tasksOfClusters
    /// Deployments of the environment's services.
    case serviceDeployments
    /// Revisions of the task definitions that one-off tasks run.
    case runTaskDefinitions
    /// Streams of the log groups.
    case logStreams
  }

  struct Entry: Sendable {
    var action: String
    var scope: Scope
    var use: Use
  }

  static func entries(_ kind: ResourceKind) -> [Entry] {
    switch kind {
    case .cluster: cluster
    case .service: service
    case .taskDefinition: taskDefinition
    case .repository: repository
    case .logGroup: logGroup
    case .oneOffTask: oneOffTask
    default: []
    }
  }

  private static func entries(
    _ service: String, _ actions: [String], on scope: Scope = .own, for use: Use
  ) -> [Entry] {
    actions.map { Entry(action: "\(service):\($0)", scope: scope, use: use) }
  }

  private static let cluster =
    entries("ecs", ["DescribeClusters"], for: .plan)
    + entries("ecs", ["CreateCluster", "ListServices"], on: .all, for: .apply)
    + entries(
      "ecs", ["UpdateCluster", "PutClusterCapacityProviders", "DeleteCluster", "TagResource", "UntagResource"], for: .apply)

  private static let service =
    entries("ecs", ["DescribeServices"], for: .plan)
    + entries("ecs", ["CreateService", "UpdateService", "DeleteService", "TagResource", "UntagResource"], for: .apply)
    + entries("ecs", ["ListTasks", "DescribeTasks"], on: .tasksOfClusters, for: .apply)
    + entries(
      "ecs", ["DescribeServiceDeployments", "ContinueServiceDeployment", "StopServiceDeployment"], on: .serviceDeployments,
      for: .apply)

  private static let oneOffTask =
    entries("ecs", ["RunTask"], on: .runTaskDefinitions, for: .apply)
    + entries("ecs", ["ListTasks", "DescribeTasks", "StopTask", "TagResource"], on: .tasksOfClusters, for: .apply)
    + entries("ecs", ["DescribeTaskDefinition"], on: .all, for: .apply)

  private static let taskDefinition =
    entries("ecs", ["DescribeTaskDefinition"], on: .all, for: .plan)
    + entries("ecs", ["RegisterTaskDefinition", "DeregisterTaskDefinition"], on: .all, for: .apply)
    + entries("ecs", ["TagResource", "UntagResource"], for: .apply)

  private static let repository =
    entries(
      "ecr",
      ["DescribeRepositories", "GetLifecyclePolicy", "GetRepositoryPolicy", "ListTagsForResource", "BatchGetImage"], for: .plan)
    + entries(
      "ecr",
      [
        "CreateRepository", "PutImageTagMutability", "PutImageScanningConfiguration", "PutLifecyclePolicy",
        "DeleteLifecyclePolicy", "SetRepositoryPolicy", "DeleteRepositoryPolicy", "TagResource", "UntagResource",
      ], for: .apply)
    + entries("ecr", ["DeleteRepository"], for: .deleteData)

  private static let logGroup =
    entries("logs", ["DescribeLogGroups"], on: .all, for: .plan)
    + entries("logs", ["ListTagsForResource"], for: .plan)
    + entries(
      "logs",
      [
        "CreateLogGroup", "PutRetentionPolicy", "DeleteRetentionPolicy", "AssociateKmsKey", "DisassociateKmsKey",
        "PutLogGroupDeletionProtection", "TagResource", "UntagResource",
      ], for: .apply)
    + entries("logs", ["GetLogEvents"], on: .logStreams, for: .apply)
    + entries("logs", ["DeleteLogGroup"], for: .deleteData)
}
