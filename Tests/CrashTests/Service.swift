/// One service of the environment that the tests use, and the files that it is made of.
struct Service: Sendable {
  static let environment = "drill"
  static let cluster = "drill-cluster"

  var name: String
  var tag = "v1"
  var launchType = "EC2"
  var count = 1
  /// Names in AWS, where they are not those of the files.
  var serviceName: String?
  var family: String?

  static func several(_ count: Int) -> [Service] { (0..<count).map { Service(name: "s\($0)") } }

  /// The files of an environment of these services, in one cluster, with a log group.
  ///
  static func files(
    _ services: [Service], registry: String = "public.ecr.aws", state: StatePlace = .file, cluster: String = Self.cluster,
    logGroup: String = "/ecs/drill"
  ) -> [String: String] {
    let images = services.map { #""\#($0.name)": {"repository": "team/\#($0.name)", "registry": "\#(registry)"}"# }
    let tags = services.map { #""\#($0.name)": "\#($0.tag)""# }
    var files = [
      "environment.json": """
      {"name": "\(environment)", "cluster": "\(cluster)",
       "provider": {"name": "simulated-aws", "region": "eu-west-1", "accountId": "111111111111"},
       \(state.member)
       "images": {\(images.joined(separator: ", "))}}
      """,
      "image-tags.auto.tfvars.json": #"{"image_tags": {\#(tags.joined(separator: ", "))}}"#,
      "clusters/main.json": #"{"clusterName": "\#(cluster)"}"#,
      "log-groups/all.json": #"{"logGroupName": "\#(logGroup)", "retentionInDays": 30}"#,
    ]
    for service in services {
      files["task-definitions/\(service.name).json"] = service.taskDefinition
      files["services/\(service.name).json"] = service.service
    }
    return files
  }

  /// Images of the account's own registry: they are pushed first, and can be told how to behave.
  static let ownRegistry = "111111111111.dkr.ecr.eu-west-1.amazonaws.com"

  private var taskDefinition: String {
    """
    {"family": "\(family ?? name)", "networkMode": "awsvpc", "requiresCompatibilities": ["EC2", "FARGATE"], "cpu": "256",
     "memory": "512", "executionRoleArn": "arn:aws:iam::111111111111:role/execution",
     "containerDefinitions": [{"name": "\(name)", "image": "${image.\(name)}", "essential": true}]}
    """
  }

  private var service: String {
    """
    {"serviceName": "\(serviceName ?? name)", "taskDefinition": "\(name)", "desiredCount": \(count), "launchType": "\(launchType)",
     "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-0a1b2c3d"], "securityGroups": ["sg-0a1b2c3d"],
       "assignPublicIp": "DISABLED"}}}
    """
  }
}

/// What the files of the environment say at one moment.
struct Drill: Sendable {
  var services: [Service]
  var cluster = Service.cluster
  var logGroup = "/ecs/drill"
  /// A repository that holds data.
  var repository: String?
  /// The first service is scaled.
  var isScaled = false

  func files(_ state: StatePlace) -> [String: String] {
    var files = Service.files(services, state: state, cluster: cluster, logGroup: logGroup)
    if let repository { files["repositories/app.json"] = #"{"repositoryName": "\#(repository)"}"# }
    guard isScaled, let service = services.first else { return files }
    let scaled = "service/\(cluster)/\(service.serviceName ?? service.name)"
    files["scaling-targets/first.json"] = #"{"ResourceId": "\#(scaled)", "MinCapacity": 1, "MaxCapacity": 4}"#
    files["scaling-policies/first.json"] = """
      {"PolicyName": "cpu", "ResourceId": "\(scaled)", "PolicyType": "TargetTrackingScaling",
       "TargetTrackingScalingPolicyConfiguration": {"TargetValue": 60,
         "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"}}}
      """
    return files
  }
}
