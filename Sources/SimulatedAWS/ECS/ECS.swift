import AWS
import JSONDocument

/// Amazon Elastic Container Service.
enum ECS {
  static let operations: [String: Operation] = [clusters, taskDefinitions, services, deployments, tasks, tagging]
    .reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } }

  // Pieces of shapes that several operations share.
  static let tag = "{key:string, value:string}"
  static let strategy = "[{capacityProvider*:string, weight:integer, base:integer}]"
  static let launchType = "EC2|FARGATE|EXTERNAL|MANAGED_INSTANCES"
  static let network =
    "{awsvpcConfiguration:{subnets*:[string], securityGroups:[string], assignPublicIp:ENABLED|DISABLED}}"
}
