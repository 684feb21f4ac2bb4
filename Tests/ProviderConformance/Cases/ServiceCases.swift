import Providers
import Resources
import Testing

extension ConformanceCase {
  /// Services of many shapes: made, running, read back, deleted.
  static let serviceCases: [ConformanceCase] = shapes.map { shape in
    ConformanceCase("service, \(shape.name): runs and reads back as it was made", needs: shape.needs) { provider, setting in
      let setup = try await ServiceSetup(provider, setting, cluster: shape.cluster)
      let wanted = try setup.service(shape.service, revision: try await setup.register(shape.taskDefinition))
      let made = try await setup.start(wanted)
      let read = try await provider.observation(of: wanted)?.object
      expectSame(read?.attributes, as: wanted, "read")
      #expect(read?.arn == made.arn)
      try await setup.remove()
      #expect(try await provider.observation(of: wanted) == .absent)
    }
  }

  private struct Shape: Sendable {
    var name: String
    var cluster = "{}"
    var taskDefinition: String
    var service: String
    var needs: Set<Capability> = [.services, .rollouts]
  }

  private static let shapes: [Shape] = [
    Shape(
      name: "on instances in bridge mode", taskDefinition: TaskDefinitions.bridge,
      service: #"{"launchType": "EC2", "desiredCount": 2, "placementStrategy": [{"type": "spread", "field": "host"}]}"#),
    Shape(
      name: "on Fargate behind a load balancer", taskDefinition: TaskDefinitions.fargate,
      service: """
        {"launchType": "FARGATE", "desiredCount": 2, "platformVersion": "LATEST", "healthCheckGracePeriodSeconds": 60,
         "enableExecuteCommand": true, "loadBalancers": [{"targetGroupArn": "@TARGET@", "containerName": "web",
           "containerPort": 8080}], \(TaskDefinitions.network)}
        """),
    Shape(
      name: "with Service Connect", taskDefinition: TaskDefinitions.fargate,
      service: """
        {"launchType": "FARGATE", "desiredCount": 1, "serviceConnectConfiguration": {"enabled": true, "namespace": "internal",
           "services": [{"portName": "http", "clientAliases": [{"port": 80, "dnsName": "web"}]}]}, \(TaskDefinitions.network)}
        """),
    Shape(
      name: "with a capacity provider strategy", cluster: #"{"capacityProviders": ["FARGATE", "FARGATE_SPOT"]}"#,
      taskDefinition: TaskDefinitions.fargate,
      service: """
        {"desiredCount": 2, "capacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT", "weight": 3},
          {"capacityProvider": "FARGATE", "weight": 1, "base": 1}], \(TaskDefinitions.network)}
        """),
    Shape(
      name: "as a daemon", taskDefinition: TaskDefinitions.bridge,
      service: #"{"launchType": "EC2", "schedulingStrategy": "DAEMON"}"#),
    Shape(
      name: "with a volume of its own", taskDefinition: TaskDefinitions.volume,
      service: """
        {"launchType": "FARGATE", "desiredCount": 1, "volumeConfigurations": [{"name": "data", "managedEBSVolume":
          {"roleArn": "@INFRASTRUCTURE@", "sizeInGiB": 10, "volumeType": "gp3"}}], \(TaskDefinitions.network)}
        """),
    Shape(
      name: "guarded by the circuit breaker", taskDefinition: TaskDefinitions.bridge,
      service: """
        {"launchType": "EC2", "desiredCount": 1, "deploymentConfiguration": {"maximumPercent": 150,
          "minimumHealthyPercent": 50, "deploymentCircuitBreaker": {"enable": true, "rollback": true}}}
        """, needs: [.services, .rollouts, .circuitBreaker]),
    Shape(
      name: "with tags", taskDefinition: TaskDefinitions.bridge,
      service: """
        {"launchType": "EC2", "desiredCount": 1, "propagateTags": "SERVICE", "enableECSManagedTags": true,
         "tags": [{"key": "team", "value": "a"}, {"key": "stage", "value": ""}]}
        """),
    Shape(
      name: "of nothing", taskDefinition: TaskDefinitions.bridge, service: #"{"launchType": "EC2", "desiredCount": 0}"#),
  ]
}
