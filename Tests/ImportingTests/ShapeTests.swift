import AWS
import Importing
import JSONDocument
import ProviderConformance
import Resources
import SimulatedAWS
import Testing

/// Services of shapes that the random states do not have, made by calls of the API as other tools make them.
@Suite struct ShapeTests {
  private static let container = #""name": "web", "image": "nginx:1.27", "memory": 128"#
  private static let network = """
    "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-2", "subnet-1"], "securityGroups": ["sg-1"],
      "assignPublicIp": "ENABLED"}}
    """
  private static let fargate = """
    "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512",
    "executionRoleArn": "arn:aws:iam::111111111111:role/path/to/execution", "taskRoleArn": "arn:aws:iam::111111111111:role/path/to/task"
    """

  static let shapes: [(name: String, definition: String, service: String)] = [
    ("plain", #""containerDefinitions": [{\#(container)}]"#, #""desiredCount": 1, "launchType": "EC2""#),
    (
      "a daemon", #""containerDefinitions": [{\#(container)}]"#,
      #""schedulingStrategy": "DAEMON", "launchType": "EC2", "deploymentConfiguration": {"maximumPercent": 100, "minimumHealthyPercent": 50}"#
    ),
    (
      "placement", #""containerDefinitions": [{\#(container)}]"#,
      #""desiredCount": 2, "launchType": "EC2", "placementConstraints": [{"type": "distinctInstance"}, {"type": "memberOf", "expression": "attribute:ecs.os-type == linux"}], "placementStrategy": [{"type": "spread", "field": "attribute:ecs.availability-zone"}, {"type": "binpack", "field": "MEMORY"}]"#
    ),
    (
      "texts that look like references",
      #""containerDefinitions": [{\#(container), "command": ["sh", "-c", "echo ${HOME} $${X} ${"], "entryPoint": ["${var.x}"], "environment": [{"name": "EMPTY", "value": ""}, {"name": "TEMPLATE", "value": "${image.api}"}, {"name": "PRICE", "value": "$5 é \\ \" \n"}]}]"#,
      #""desiredCount": 1, "launchType": "EC2""#
    ),
    (
      "everything about a container",
      """
      \(fargate), "runtimePlatform": {"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"},
      "ephemeralStorage": {"sizeInGiB": 40}, "volumes": [{"name": "scratch"}, {"name": "shared", "efsVolumeConfiguration":
        {"fileSystemId": "fs-1", "transitEncryption": "ENABLED", "authorizationConfig": {"accessPointId": "fsap-1", "iam": "ENABLED"}}}],
      "containerDefinitions": [
        {"name": "log", "image": "public.ecr.aws/aws-observability/aws-for-fluent-bit:stable", "essential": true,
         "firelensConfiguration": {"type": "fluentbit", "options": {"enable-ecs-log-metadata": "true"}}},
        {"name": "web", "image": "nginx:1.27", "essential": true, "cpu": 128, "memoryReservation": 256,
         "portMappings": [{"containerPort": 80, "hostPort": 80, "protocol": "tcp", "name": "http", "appProtocol": "http"}, {"containerPort": 81}],
         "secrets": [{"name": "DB", "valueFrom": "arn:aws:secretsmanager:eu-west-1:111111111111:secret:db"}],
         "mountPoints": [{"sourceVolume": "shared", "containerPath": "/data", "readOnly": true}],
         "dependsOn": [{"containerName": "log", "condition": "START"}], "ulimits": [{"name": "nofile", "softLimit": 1024, "hardLimit": 4096}],
         "linuxParameters": {"initProcessEnabled": true}, "stopTimeout": 60, "readonlyRootFilesystem": true, "user": "1000:1000",
         "healthCheck": {"command": ["CMD-SHELL", "curl -f http://localhost/ || exit 1"], "interval": 30, "timeout": 5, "retries": 3},
         "logConfiguration": {"logDriver": "awsfirelens", "options": {"Name": "cloudwatch"}, "secretOptions": []},
         "dockerLabels": {"Traefik.Enable": "true"}}]
      """,
      """
      "desiredCount": 2, "launchType": "FARGATE", "platformVersion": "1.4.0", \(network), "enableExecuteCommand": true,
      "enableECSManagedTags": true, "propagateTags": "SERVICE", "availabilityZoneRebalancing": "ENABLED",
      "deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": true, "rollback": false}, "maximumPercent": 150,
        "minimumHealthyPercent": 100, "alarms": {"alarmNames": ["errors"], "enable": true, "rollback": true}},
      "serviceConnectConfiguration": {"enabled": true, "namespace": "internal",
        "services": [{"portName": "http", "discoveryName": "http", "clientAliases": [{"port": 80, "dnsName": "web"}]}]},
      "tags": [{"key": "team", "value": "a"}, {"key": "empty", "value": ""}]
      """
    ),
    (
      "a strategy of providers", #"\#(fargate), "containerDefinitions": [{"name": "web", "image": "nginx:1.27"}]"#,
      #""desiredCount": 0, \#(network), "capacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT", "weight": 3}, {"capacityProvider": "FARGATE", "weight": 1, "base": 1}]"#
    ),
    (
      "volumes at launch",
      #"\#(fargate), "volumes": [{"name": "data", "configuredAtLaunch": true}], "containerDefinitions": [{"name": "web", "image": "nginx:1.27", "mountPoints": [{"sourceVolume": "data", "containerPath": "/data"}]}]"#,
      #""desiredCount": 1, "launchType": "FARGATE", \#(network), "volumeConfigurations": [{"name": "data", "managedEBSVolume": {"roleArn": "arn:aws:iam::111111111111:role/ebs", "sizeInGiB": 20, "volumeType": "gp3", "filesystemType": "xfs"}}]"#
    ),
    (
      "a load balancer",
      #"\#(fargate), "containerDefinitions": [{"name": "web", "image": "nginx:1.27", "portMappings": [{"containerPort": 80}]}]"#,
      #""desiredCount": 1, "launchType": "FARGATE", \#(network), "healthCheckGracePeriodSeconds": 30, "loadBalancers": [{"targetGroupArn": "arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/web/0123456789abcdef", "containerName": "web", "containerPort": 80}]"#
    ),
  ]

  @Test("the first plan after an import is empty", arguments: shapes.map(\.name))
  func theFirstPlanAfterAnImportIsEmpty(name: String) async throws {
    let world = try await World()
    let shape = try #require(Self.shapes.first { $0.name == name })
    try await world.makeCluster()
    try await world.register("web", shape.definition)
    try await world.serve("web", "web", shape.service)
    #expect(try await world.importing() == [])
    #expect(try await world.importing(services: ["web"]) == [])
  }

  @Test("services of one family may run different revisions")
  func servicesOfOneFamilyMayRunDifferentRevisions() async throws {
    let world = try await World()
    try await world.makeCluster()
    for memory in [128, 256, 512] {
      try await world.register("web", #""containerDefinitions": [{"name": "web", "image": "nginx:1.27", "memory": \#(memory)}]"#)
    }
    for (name, revision) in [("a", "web:1"), ("b", "web:1"), ("c", "web:2"), ("d", "web:3")] {
      try await world.serve(name, revision, #""desiredCount": 1, "launchType": "EC2""#)
    }
    #expect(try await world.importing() == [])
    let (_, draft, _) = try await world.draft()
    #expect(draft.revisions.map(\.shortName) == ["web:1"])
    #expect(
      draft.notes == [
        "service \"c\" is pinned to web:2: most services of the family run web:1",
        "service \"d\" is pinned to web:3: most services of the family run web:1",
      ])
    // A revision that is no longer active cannot stand in a file: registering it again would be a change.
    _ = try await world.cloud.call(AWSRequest(.ecs, "DeregisterTaskDefinition", ["taskDefinition": "web:1"]))
    #expect(try await world.importing() == [])
  }

  @Test("images of the account's registry get keys")
  func imagesOfTheAccountsRegistryGetKeys() async throws {
    let world = try await World()
    try await world.makeCluster()
    let registry = world.setting.provider.registry
    let digest = "sha256:" + String(repeating: "a", count: 64)
    for (family, image) in [
      ("api", "\(registry)/team/app:sha-1"), ("web", "\(registry)/team/app:sha-1"), ("jobs", "\(registry)/team/app:sha-2"),
      ("edge", "\(registry)/edge@\(digest)"), ("both", "\(registry)/edge:sha-3@\(digest)"), ("bare", "\(registry)/bare"),
      ("hub", "nginx:1.27"), ("one", "\(registry)/one/same:v1"), ("two", "\(registry)/two/same:v1"),
    ] {
      try await world.register(family, #""containerDefinitions": [{"name": "web", "image": "\#(image)", "memory": 128}]"#)
      try await world.serve(family, family, #""desiredCount": 0, "launchType": "EC2""#)
    }
    #expect(try await world.importing() == [])
    let (_, draft, _) = try await world.draft()
    let tags = try #require(draft.files.first { $0.path == "image-tags.auto.tfvars.json" }?.content["image_tags"]?.objectValue)
    #expect(
      tags.map { "\($0.key) \($0.value.stringValue ?? "")" } == [
        "app sha-1", "app-jobs sha-2", "edge sha-3@\(digest)", "edge-edge \(digest)", "one-same v1",
        "two-same v1",
      ])
  }

  @Test("names that differ only in case get files that differ in more")
  func namesThatDifferOnlyInCase() async throws {
    let world = try await World()
    try await world.makeCluster()
    for name in ["App", "app", "APP"] {
      try await world.register(name, #""containerDefinitions": [{"name": "web", "image": "nginx:1.27", "memory": 128}]"#)
      try await world.serve(name, name, #""desiredCount": 0, "launchType": "EC2""#)
    }
    #expect(try await world.importing() == [])
    let (_, draft, _) = try await world.draft()
    #expect(draft.files.count == Set(draft.files.map { $0.path.lowercased() }).count)
  }

  @Test("texts that repeat the tag of an image are named")
  func repeatedTags() async throws {
    let world = try await World()
    try await world.makeCluster()
    try await world.register(
      "web",
      """
      "containerDefinitions": [{"name": "web", "image": "\(world.setting.provider.registry)/web:v1.4.2", "memory": 128,
        "environment": [{"name": "RELEASE", "value": "v1.4.2"}, {"name": "MODE", "value": "live"}],
        "dockerLabels": {"version": "v1.4.2"}}]
      """)
    try await world.serve("web", "web", #""desiredCount": 0, "launchType": "EC2""#)
    let (_, draft, _) = try await world.draft()
    #expect(
      draft.notes == [
        "web repeats the image tag \"v1.4.2\" in variable \"RELEASE\", label \"version\"; write \"${tag.web}\" there if it is to follow the tag"
      ])
  }
}

extension World {
  func makeCluster() async throws {
    _ = try await cloud.call(
      AWSRequest(
        .ecs, "CreateCluster",
        ["clusterName": .string(setting.name("cluster")), "capacityProviders": ["FARGATE", "FARGATE_SPOT"]]))
  }

  func register(_ family: String, _ members: String) async throws {
    _ = try await cloud.call(
      AWSRequest(.ecs, "RegisterTaskDefinition", try JSON(text: #"{"family": "\#(family)", \#(members)}"#)))
  }

  func serve(_ name: String, _ definition: String, _ members: String) async throws {
    var input = try JSON(text: "{\(members)}")
    input["cluster"] = .string(setting.name("cluster"))
    input["serviceName"] = .string(name)
    input["taskDefinition"] = .string(definition)
    _ = try await cloud.call(AWSRequest(.ecs, "CreateService", input))
  }
}
