import APIModel
import AWS
import JSONDocument

/// Amazon Elastic Container Service.
enum ECS {
  static let operations = Operation.table(
    [clusters, taskDefinitions, services, deployments, tasks, tagging], .ecs,
    own: ["RegisterTaskDefinition": ["family", "containerDefinitions"]])
}
