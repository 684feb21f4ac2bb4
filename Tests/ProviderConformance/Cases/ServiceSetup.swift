import JSONDocument
import Providers
import Resources
import Testing

/// A cluster, a task definition and a service of it, made by a provider for one case.
struct ServiceSetup: Sendable {
  let provider: any Provider
  let setting: ConformanceSetting
  let tokens: Tokens
  let cluster: Resource

  init(_ provider: any Provider, _ setting: ConformanceSetting, cluster: String = "{}") async throws {
    self.provider = provider
    self.setting = setting
    tokens = Tokens(setting)
    self.cluster = try setting.resource(.cluster, "cluster", cluster)
    _ = try await provider.create(self.cluster, token: tokens(1))
  }

  /// Registers a revision and answers its ARN.
  func register(_ attributes: String, number: Int = 2) async throws -> String {
    let wanted = try setting.resource(.taskDefinition, "web", attributes)
    let made = try await provider.create(wanted, token: tokens(number))
    expectSame(made.object.attributes, as: wanted, "registered")
    return try #require(made.object.arn)
  }

  func service(_ attributes: String, revision: String) throws -> Resource {
    var wanted = try setting.resource(.service, "web", attributes)
    wanted.attributes["taskDefinition"] = .string(revision)
    return wanted
  }

  /// Makes the service and waits until it runs.
  func start(_ wanted: Resource) async throws -> ObservedObject {
    let made = try await provider.create(wanted, token: tokens(3))
    expectSame(made.object.attributes, as: wanted, "made")
    let rollout = try #require(made.rollout)
    let verdict = await provider.follow(rollout, patience: RolloutPatience(timeout: .seconds(3600))) { _ in }
    #expect(verdict.outcome == .completed, "\(verdict)")
    return made.object
  }

  func remove() async throws {
    try await provider.delete(ResourceDeletion(identity: setting.identity(.service, "web")), token: tokens(90))
    try await provider.delete(ResourceDeletion(identity: cluster.identity), token: tokens(91))
  }
}

/// Task definitions that the service cases use.
enum TaskDefinitions {
  static let bridge = """
    {"containerDefinitions": [{"name": "web", "image": "@IMAGE@", "memory": 128,
      "portMappings": [{"containerPort": 80}], "environment": [{"name": "B", "value": "2"}, {"name": "A", "value": "1"}]}]}
    """

  static let fargate = """
    {"requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": ".25 vCPU", "memory": "0.5 GB",
     "executionRoleArn": "@EXECUTION@", "taskRoleArn": "@EXECUTION@",
     "containerDefinitions": [{"name": "web", "image": "@IMAGE@",
       "portMappings": [{"name": "http", "containerPort": 8080, "appProtocol": "http"}],
       "healthCheck": {"command": ["CMD-SHELL", "true"]},
       "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/web",
         "awslogs-region": "@REGION@", "awslogs-stream-prefix": "web"}}}]}
    """

  static let volume = """
    {"requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512",
     "executionRoleArn": "@EXECUTION@", "volumes": [{"name": "data", "configuredAtLaunch": true}],
     "containerDefinitions": [{"name": "web", "image": "@IMAGE@",
       "mountPoints": [{"sourceVolume": "data", "containerPath": "/data"}]}]}
    """

  static func image(_ image: String) -> String {
    #"{"containerDefinitions": [{"name": "web", "image": "\#(image)", "memory": 128}]}"#
  }

  static let network = """
    "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["@SUBNET@"], "securityGroups": ["@GROUP@"]}}
    """
}
