import JSONDocument
import Providers
import Resources

/// Writes a desired state in the order in which its files would be read.
struct DesiredStateText {
  let setting: ConformanceSetting
  private(set) var resources: [Resource] = []

  init(_ setting: ConformanceSetting) {
    self.setting = setting
  }

  mutating func add(_ kind: ResourceKind, _ name: String, _ text: String) throws {
    var resource = try setting.resource(kind, name, text)
    if kind == .service, let target = resource.attributes["taskDefinition"]?.stringValue {
      resource.attributes["taskDefinition"] = .string(setting.name(target))
      resource.links = [Resource.Link(member: "taskDefinition", target: Address(.taskDefinition, target))]
    }
    resources.append(resource)
  }

  var state: DesiredState {
    DesiredState(
      environment: EnvironmentIdentity(
        name: setting.prefix, directory: "envs/\(setting.prefix)", provider: setting.provider, cluster: setting.name("cluster")),
      resources: resources)
  }
}

extension ConvergenceCase {
  /// One state from kind, name and attributes of each resource.
  private static func state(
    _ setting: ConformanceSetting, _ files: [(ResourceKind, String, String)]
  ) throws -> DesiredState {
    var text = DesiredStateText(setting)
    for file in files { try text.add(file.0, file.1, file.2) }
    return text.state
  }

  private static let cluster: (ResourceKind, String, String) = (.cluster, "cluster", "{}")

  private static func service(_ more: String = "", count: Int = 1) -> (ResourceKind, String, String) {
    (.service, "web", #"{"taskDefinition": "web", "launchType": "EC2", "desiredCount": \#(count)\#(more)}"#)
  }

  private static func definition(_ environment: String) -> (ResourceKind, String, String) {
    (
      .taskDefinition, "web",
      """
      {"taskRoleArn": "@EXECUTION@", "containerDefinitions": [{"name": "web", "image": "@IMAGE@", "memory": 128,
        "portMappings": [{"containerPort": 80}], "environment": [{"name": "LEVEL", "value": "\(environment)"}]}]}
      """
    )
  }

  private static func scaled(_ target: String, _ rules: (ResourceKind, String, String)...) -> [(ResourceKind, String, String)] {
    [cluster, definition("info"), service(count: 2), (.scalableTarget, "web", target)] + rules
  }

  private static func tracking(_ value: String) -> (ResourceKind, String, String) {
    (
      .scalingPolicy, "web",
      """
      {"PolicyType": "TargetTrackingScaling", "TargetTrackingScalingPolicyConfiguration": {"TargetValue": \(value),
        "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"}}}
      """
    )
  }

  private static func scheduled(_ minimum: Int) -> (ResourceKind, String, String) {
    (
      .scheduledAction, "web",
      #"{"Schedule": "cron(0 8 * * ? *)", "ScalableTargetAction": {"MinCapacity": \#(minimum), "MaxCapacity": 8}}"#
    )
  }

  static let convergenceCases: [ConvergenceCase] = [
    ConvergenceCase("a service is scaled, otherwise, and no more", needs: [.services, .rollouts]) { setting in
      [
        try state(setting, scaled(#"{"MinCapacity": 1, "MaxCapacity": 4}"#, tracking("60"), scheduled(2))),
        try state(
          setting,
          scaled(
            #"{"MinCapacity": 2, "MaxCapacity": 8, "SuspendedState": {"DynamicScalingInSuspended": true}}"#, tracking("70.5"),
            scheduled(3))),
        try state(setting, scaled(#"{"MinCapacity": 2, "MaxCapacity": 8}"#, scheduled(3))),
        try state(setting, [cluster, definition("info"), service(count: 2)]),
      ]
    },
    ConvergenceCase("a service is made, changed, and put back", needs: [.services, .rollouts]) { setting in
      [
        try state(setting, [cluster, definition("info"), service()]),
        try state(setting, [cluster, definition("debug"), service()]),
        try state(setting, [cluster, definition("info"), service()]),
        try state(setting, [cluster, definition("info"), service(count: 3)]),
        try state(setting, [cluster]),
      ]
    },
    ConvergenceCase("blocks come and go", needs: [.services, .rollouts, .circuitBreaker]) { setting in
      let breaker = #", "deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": true, "rollback": true}}"#
      return [
        try state(setting, [cluster, definition("info"), service()]),
        try state(setting, [cluster, definition("info"), service(breaker + #", "enableExecuteCommand": true"#)]),
        try state(setting, [cluster, definition("info"), service(#", "tags": [{"key": "team", "value": "a"}]"#)]),
        try state(setting, [cluster, definition("info"), service()]),
        try state(setting, [cluster]),
      ]
    },
    ConvergenceCase("Fargate with Service Connect on a strategy", needs: [.services, .rollouts]) { setting in
      let capacity: (ResourceKind, String, String) = (
        .cluster, "cluster", #"{"capacityProviders": ["FARGATE", "FARGATE_SPOT"]}"#
      )
      func web(_ weight: Int) -> (ResourceKind, String, String) {
        (
          .service, "web",
          """
          {"taskDefinition": "web", "desiredCount": 2, \(TaskDefinitions.network),
           "capacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT", "weight": \(weight)}],
           "serviceConnectConfiguration": {"enabled": true, "namespace": "internal",
             "services": [{"portName": "http", "clientAliases": [{"port": 80}]}]}}
          """
        )
      }
      let definition: (ResourceKind, String, String) = (.taskDefinition, "web", TaskDefinitions.fargate)
      return [
        try state(setting, [capacity, definition, web(1)]), try state(setting, [capacity, definition, web(2)]),
        try state(setting, [capacity]),
      ]
    },
    ConvergenceCase("repositories and log groups", needs: [.repositories, .repositoryPolicies, .logGroups]) { setting in
      [
        try state(setting, [(.repository, "app", "{}"), (.logGroup, "app", "{}")]),
        try state(
          setting,
          [
            (.repository, "app", #"{"imageTagMutability": "IMMUTABLE", "tags": [{"Key": "team", "Value": "a"}]}"#),
            (.logGroup, "app", #"{"retentionInDays": 30, "tags": {"team": "a"}}"#),
          ]),
        try state(setting, [(.repository, "app", "{}"), (.logGroup, "app", "{}")]),
      ]
    },
    ConvergenceCase("many services of one task definition", needs: [.services, .rollouts]) { setting in
      let services = (0..<23).map { number -> (ResourceKind, String, String) in
        (.service, "web-\(number)", #"{"taskDefinition": "web", "launchType": "EC2", "desiredCount": 1}"#)
      }
      return [
        try state(setting, [cluster, definition("info")] + services),
        try state(setting, [cluster, definition("debug")] + services),
        try state(setting, [cluster]),
      ]
    },
  ]
}
