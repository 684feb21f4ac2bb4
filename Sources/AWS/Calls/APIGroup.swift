/// Calls that share one token bucket of the account and region (ECS developer guide, "Request throttling").
///
/// The buckets are also used by every other tool and by the agents of ECS, hence the shares in `Pacer`.
enum APIGroup: String, Sendable, CaseIterable {
  case taskDefinitionModify, taskDefinitionRead
  case serviceModify, serviceRead
  case clusterModify, clusterRead
  case taskModify, taskRead
  case tagModify, tagRead
  /// ECR's image calls, whose limits (2,000/s) are out of reach.
  case imageRead
  /// ECR and CloudWatch Logs publish no rates for these.
  case registry, logs
  /// Objects in S3, whose limits (3,500 writes and 5,500 reads a second of one prefix) are out of reach.
  case objects
  case other

  /// Size of the bucket, and how many tokens come back each second.
  var limits: (burst: Double, rate: Double) {
    switch self {
    case .taskDefinitionModify: (20, 1)
    case .taskDefinitionRead: (50, 20)
    case .serviceModify: (50, 5)
    case .serviceRead: (100, 20)
    case .clusterModify: (20, 1)
    case .clusterRead: (50, 20)
    case .taskModify: (100, 40)
    case .taskRead: (100, 20)
    case .tagModify: (20, 10)
    case .tagRead: (50, 20)
    case .imageRead: (400, 200)
    case .registry: (40, 12)
    case .logs: (20, 12)
    case .objects: (400, 200)
    case .other: (20, 10)
    }
  }

  init(_ request: AWSRequest) {
    switch request.service {
    case .ecs: self = Self.ecs[request.operation] ?? .other
    case .ecr: self = request.operation == "BatchGetImage" ? .imageRead : .registry
    case .logs: self = .logs
    case .s3: self = .objects
    case .sts, .applicationAutoscaling, .kms, .iam, .secretsmanager, .ssm, .ec2, .elbv2: self = .other
    }
  }

  private static let ecs: [String: APIGroup] = [
    "RegisterTaskDefinition": .taskDefinitionModify, "DeregisterTaskDefinition": .taskDefinitionModify,
    "DescribeTaskDefinition": .taskDefinitionRead, "ListTaskDefinitions": .taskDefinitionRead,
    "CreateService": .serviceModify, "UpdateService": .serviceModify, "DeleteService": .serviceModify,
    "DescribeServices": .serviceRead, "ListServices": .serviceRead, "DescribeServiceDeployments": .serviceRead,
    "ContinueServiceDeployment": .serviceModify, "StopServiceDeployment": .serviceModify,
    "CreateCluster": .clusterModify, "UpdateCluster": .clusterModify, "DeleteCluster": .clusterModify,
    "PutClusterCapacityProviders": .clusterModify, "UpdateClusterSettings": .clusterModify,
    "DescribeClusters": .clusterRead, "ListClusters": .clusterRead,
    "RunTask": .taskModify, "StopTask": .taskModify, "ListTasks": .taskRead, "DescribeTasks": .taskRead,
    "TagResource": .tagModify, "UntagResource": .tagModify, "ListTagsForResource": .tagRead,
  ]
}
