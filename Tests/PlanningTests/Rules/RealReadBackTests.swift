import JSONDocument
import Planning
import Resources
import Testing

/// What AWS answered of objects that somebody declared with a few members, as drift tools recorded it of real accounts.
/// Nobody changed any of them, so no member may differ.
@Suite("What real accounts answer of what was declared")
struct RealReadBackTests {
  struct Pair: Sendable, CustomStringConvertible {
    var kind: ResourceKind
    var description: String
    var written: String
    var returned: String
  }

  @Test("is no difference", arguments: pairs)
  func pair(_ pair: Pair) throws {
    let fields = Differ(pair.kind).changes(from: try JSON(text: pair.returned), to: try JSON(text: pair.written))
    #expect(fields.map(\.path.description) == [])
  }

  /// What a container has without a word of its own.
  private static let empty =
    #""extraHosts":[],"secrets":[],"volumesFrom":[],"cpu":0,"entryPoint":[],"dnsServers":[],"resourceRequirements":[],"environmentFiles":[],"dependsOn":[],"dockerLabels":{},"portMappings":[],"dockerSecurityOptions":[],"command":[],"dnsSearchDomains":[],"environment":[],"links":[],"credentialSpecs":[],"ulimits":[]"#

  private static let pairs = [
    Pair(
      kind: .taskDefinition, description: "one container on the network of its host",
      written: """
        {"family": "probe", "networkMode": "host", "requiresCompatibilities": ["EC2"],
         "containerDefinitions": [{"name": "app", "image": "busybox", "memory": 128}]}
        """,
      returned: """
        {"family": "probe", "networkMode": "host", "requiresCompatibilities": ["EC2"], "volumes": [],
         "inferenceAccelerators": [], "placementConstraints": [],
         "taskDefinitionArn": "arn:aws:ecs:us-east-1:111111111111:task-definition/probe:1",
         "containerDefinitions": [{"name": "app", "image": "busybox", "memory": 128, "essential": true, "mountPoints": [],
           "systemControls": [], \(empty)}]}
        """),
    Pair(
      kind: .taskDefinition, description: "compatibilities in another order",
      written: """
        {"family": "probe", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE", "EC2"], "cpu": "256", "memory": "512",
         "containerDefinitions": [{"name": "app", "image": "linux", "essential": true}]}
        """,
      returned: """
        {"family": "probe", "networkMode": "awsvpc", "requiresCompatibilities": ["EC2", "FARGATE"], "cpu": "256",
         "memory": "512", "volumes": [], "inferenceAccelerators": [], "placementConstraints": [],
         "containerDefinitions": [{"name": "app", "image": "linux", "essential": true, "mountPoints": [], "systemControls": [],
           \(empty)}]}
        """),
    Pair(
      kind: .taskDefinition, description: "mounts, kernel parameters and containers in another order",
      written: """
        {"family": "probe", "networkMode": "bridge", "requiresCompatibilities": ["EC2"], "cpu": "256", "memory": "512",
         "volumes": [{"name": "cache"}, {"name": "data"}],
         "containerDefinitions": [
           {"name": "app", "image": "nginx", "essential": true, "memoryReservation": 256,
            "mountPoints": [{"sourceVolume": "cache", "containerPath": "/cache", "readOnly": false},
                            {"sourceVolume": "data", "containerPath": "/data", "readOnly": true}],
            "systemControls": [{"namespace": "net.ipv4.tcp_keepalive_time", "value": "600"},
                               {"namespace": "net.core.somaxconn", "value": "1024"}]},
           {"name": "logger", "image": "nginx", "essential": false, "memoryReservation": 64}]}
        """,
      returned: """
        {"family": "probe", "networkMode": "bridge", "requiresCompatibilities": ["EC2"], "cpu": "256", "memory": "512",
         "volumes": [{"host": {}, "name": "cache"}, {"host": {}, "name": "data"}], "inferenceAccelerators": [],
         "placementConstraints": [],
         "containerDefinitions": [
           {"name": "logger", "image": "nginx", "essential": false, "memoryReservation": 64, "mountPoints": [],
            "systemControls": [], \(empty)},
           {"name": "app", "image": "nginx", "essential": true, "memoryReservation": 256,
            "mountPoints": [{"readOnly": true, "containerPath": "/data", "sourceVolume": "data"},
                            {"readOnly": false, "containerPath": "/cache", "sourceVolume": "cache"}],
            "systemControls": [{"namespace": "net.core.somaxconn", "value": "1024"},
                               {"namespace": "net.ipv4.tcp_keepalive_time", "value": "600"}], \(empty)}]}
        """),
    Pair(
      kind: .cluster, description: "providers in another order, and a base that is 0",
      written: """
        {"clusterName": "probe", "capacityProviders": ["FARGATE_SPOT", "FARGATE"],
         "defaultCapacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT", "weight": 2},
                                             {"base": 1, "capacityProvider": "FARGATE", "weight": 1}]}
        """,
      returned: """
        {"clusterName": "probe", "capacityProviders": ["FARGATE", "FARGATE_SPOT"],
         "settings": [{"name": "containerInsights", "value": "disabled"}],
         "defaultCapacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT", "weight": 2, "base": 0},
                                             {"capacityProvider": "FARGATE", "weight": 1, "base": 1}]}
        """),
    Pair(
      kind: .service, description: "a bare service of EC2",
      written: """
        {"serviceName": "probe", "desiredCount": 0, "launchType": "EC2",
         "taskDefinition": "arn:aws:ecs:us-east-1:111111111111:task-definition/probe:1"}
        """,
      returned: """
        {"serviceName": "probe", "desiredCount": 0, "launchType": "EC2", "healthCheckGracePeriodSeconds": 0,
         "enableECSManagedTags": false, "enableExecuteCommand": false, "placementConstraints": [], "placementStrategy": [],
         "deploymentController": {"type": "ECS"}, "availabilityZoneRebalancing": "ENABLED", "schedulingStrategy": "REPLICA",
         "taskDefinition": "arn:aws:ecs:us-east-1:111111111111:task-definition/probe:1",
         "deploymentConfiguration": {"bakeTimeInMinutes": 0, "strategy": "ROLLING", "maximumPercent": 200,
           "minimumHealthyPercent": 100, "deploymentCircuitBreaker": {"enable": false, "rollback": false,
             "resetOnHealthyTask": true, "thresholdConfiguration": {"type": "BOUNDED_PERCENT", "value": 50}}}}
        """),
    Pair(
      kind: .service, description: "a service of Fargate with a circuit breaker and no alarms",
      written: """
        {"serviceName": "probe", "desiredCount": 0, "launchType": "FARGATE", "enableExecuteCommand": true,
         "enableECSManagedTags": false, "deploymentController": {"type": "ECS"},
         "deploymentConfiguration": {"alarms": {"alarmNames": [], "enable": false, "rollback": false}, "maximumPercent": 200,
           "minimumHealthyPercent": 50, "deploymentCircuitBreaker": {"enable": true, "rollback": true}},
         "networkConfiguration": {"awsvpcConfiguration": {"assignPublicIp": "ENABLED", "securityGroups": ["sg-0a1b2c3d"],
           "subnets": ["subnet-0a1b2c3d"]}}}
        """,
      returned: """
        {"serviceName": "probe", "desiredCount": 0, "launchType": "FARGATE", "platformVersion": "LATEST",
         "healthCheckGracePeriodSeconds": 0, "enableECSManagedTags": false, "enableExecuteCommand": true,
         "placementConstraints": [], "placementStrategy": [], "deploymentController": {"type": "ECS"},
         "availabilityZoneRebalancing": "ENABLED", "schedulingStrategy": "REPLICA",
         "role": "arn:aws:iam::111111111111:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
         "deploymentConfiguration": {"bakeTimeInMinutes": 0, "alarms": {"alarmNames": [], "enable": false, "rollback": false},
           "strategy": "ROLLING", "maximumPercent": 200, "minimumHealthyPercent": 50,
           "deploymentCircuitBreaker": {"enable": true, "rollback": true}},
         "networkConfiguration": {"awsvpcConfiguration": {"securityGroups": ["sg-0a1b2c3d"], "subnets": ["subnet-0a1b2c3d"],
           "assignPublicIp": "ENABLED"}}}
        """),
  ]
}
