import Diagnostics
import Loading
import TestSupport
import Testing
import Validation

/// Every numbered rule of validation (`ecs-semantics`, c.1 to c.7): its wrong example, and the rule of ours that finds it.
@Suite("Coverage of the rules of validation")
struct RuleNumberTests {
  /// Files that break one rule, and the code of the finding.
  struct Example: Sendable, CustomTestStringConvertible {
    var number: Int
    var code: String
    var files: [String: String]
    var severity = Diagnostic.Severity.error

    /// AWS takes it, so it blocks nothing.
    var asWarning: Example {
      var example = self
      example.severity = .warning
      return example
    }

    var testDescription: String { "V\(number < 10 ? "0" : "")\(number): \(code)" }
  }

  @Test(arguments: examples)
  func theWrongExampleIsFound(_ example: Example) throws {
    let found = try MarkedEnvironment(example.files).load().diagnostics
    #expect(
      found.contains { $0.code == example.code && $0.severity == example.severity },
      "\(example.testDescription): \(found.map { "\($0.severity) \($0.code): \($0.message)" })")
  }

  @Test func everyNumberHasAnExample() {
    let missing = Set(1...97).subtracting(Self.examples.map(\.number)).subtracting(Self.elsewhere.keys)
    #expect(missing.isEmpty, "\(missing.sorted())")
  }

  @Test func everyRuleHasANumberOrIsOurs() {
    let codes = Set(ValidationRules.all.map(\.code))
    #expect(Set(Self.examples.map(\.code)).subtracting(codes).isEmpty)
    let ours: Set = [
      "image-tag-missing", "image-tag-undeclared", "image-tag-invalid", "image-tag-pattern", "image-unused", "image-fixed",
      "unknown-member", "foreign-template", "duplicate-identity", "task-definition-unknown", "cluster-unknown",
      "secret-in-environment", "desired-count-missing", "variable-without-value",
    ]
    #expect(codes.subtracting(Self.examples.map(\.code)) == ours)
  }

  /// Numbers that no rule over files can be about.
  private static let elsewhere = [97: "scalable targets are no kind of file; a count outside of their bounds is said by plan"]

  // MARK: Making examples

  private static func task(_ number: Int, _ code: String, _ members: String) -> Example {
    let containers =
      members.contains("containerDefinitions")
      ? "" : #", "containerDefinitions": [{"name": "web", "image": "nginx:1", "memory": 64}]"#
    return Example(
      number: number, code: code, files: ["task-definitions/app.json": #"{"family": "app", \#(members)\#(containers)}"#])
  }

  private static func container(_ number: Int, _ code: String, _ members: String, task: String = "") -> Example {
    let image = members.contains(#""image""#) ? "" : #", "image": "nginx:1""#
    let memory = members.contains(#""memory"#) ? "" : #", "memory": 64"#
    return self.task(
      number, code,
      #"\#(task.isEmpty ? "" : task + ", ")"containerDefinitions": [{"name": "web"\#(image)\#(memory), \#(members)}]"#)
  }

  private static let fargateTask =
    #""requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512""#
  private static let role = #", "executionRoleArn": "arn:aws:iam::111111111111:role/exec""#

  private static func fargate(_ number: Int, _ code: String, _ members: String, role: String = role) -> Example {
    container(number, code, members, task: fargateTask + role)
  }

  private static func service(
    _ number: Int, _ code: String, _ members: String, task: String = "", container: String = ""
  ) -> Example {
    let definition = #"""
      {"family": "app", \#(task)\#(task.isEmpty ? "" : ", ")"containerDefinitions": [{"name": "web", "image": "nginx:1", "memory": 64,
        "portMappings": [{"containerPort": 80, "name": "http"}]\#(container)}]}
      """#
    return Example(
      number: number, code: code, files: ["services/app.json": "{\(members)}", "task-definitions/app.json": definition])
  }

  private static func file(_ number: Int, _ code: String, _ path: String, _ text: String) -> Example {
    Example(number: number, code: code, files: [path: text])
  }

  private static let network = #""networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-1"]}}"#
  private static let target = "arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/app/1"
  private static let balancer =
    #""loadBalancers": [{"targetGroupArn": "\#(target)", "containerName": "web", "containerPort": 80}]"#

  // MARK: Examples

  static let examples: [Example] = tasks + networks + runs + storage + services + others

  private static let tasks: [Example] = [
    container(1, "misspelt-member", #""enviroment": []"#), container(1, "misspelt-member", #""devices": []"#),
    container(2, "wrong-type", #""portMappings": [{"containerPort": "80"}]"#),
    container(2, "wrong-type", #""environment": {"A": "b"}"#),
    container(2, "wrong-type", #""environment": [{"name": "A", "value": 1}]"#),
    task(3, "missing-member", #""containerDefinitions": [{"name": "web", "memory": 64}]"#),
    container(3, "missing-member", #""healthCheck": {"interval": 10}"#),
    container(4, "wrong-value", #""portMappings": [{"containerPort": 80, "protocol": "TCP"}]"#),
    container(5, "blank-element", #""portMappings": [{"containerPort": 80}, {}]"#),
    file(
      6, "invalid-name", "task-definitions/app.json",
      #"{"family": "web.api", "containerDefinitions": [{"name": "web", "image": "nginx:1", "memory": 64}]}"#),
    task(7, "invalid-name", #""containerDefinitions": [{"name": "web app", "image": "nginx:1", "memory": 64}]"#),
    task(
      8, "duplicate-container-name",
      #""containerDefinitions": [{"name": "web", "image": "nginx:1", "memory": 64}, {"name": "web", "image": "nginx:1", "memory": 64}]"#
    ),
    task(
      9, "container-count",
      #""containerDefinitions": [\#((0...10).map { #"{"name": "c\#($0)", "image": "nginx:1", "memory": 64}"# }.joined(separator: ", "))]"#
    ),
    container(10, "essential-container", #""essential": false"#),
    container(11, "image-reference", #""image": "Team/Web:1""#), container(11, "image-reference", #""image": "nginx:""#),
    task(12, "invalid-tag", #""tags": [{"key": "aws:team", "value": "a"}]"#),
    container(
      13, "definition-too-large",
      #""environment": [\#((0..<80).map { #"{"name": "V\#($0)", "value": "\#(String(repeating: "x", count: 900))"}"# }.joined(separator: ", "))]"#
    ),
    task(14, "fargate-size", #""requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc""#),
    task(15, "fargate-size", #""requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "512", "memory": "512""#),
    task(16, "size-format", #""cpu": "256", "memory": "512Mi""#), task(16, "size-format", #""cpu": "64", "memory": "512""#),
    task(17, "memory-missing", #""containerDefinitions": [{"name": "web", "image": "nginx:1"}]"#),
    container(18, "memory-reservation", #""memory": 256, "memoryReservation": 512"#),
    container(19, "task-capacity", #""memory": 1024"#, task: #""cpu": "256", "memory": "512""#),
    container(20, "task-capacity", #""cpu": 300"#, task: #""cpu": "256", "memory": "512""#),
    task(21, "value-out-of-range", #"\#(fargateTask), "ephemeralStorage": {"sizeInGiB": 20}"#),
    task(21, "ephemeral-storage", #""ephemeralStorage": {"sizeInGiB": 30}"#).asWarning,
    task(
      22, "windows-unsupported",
      #"\#(fargateTask), "runtimePlatform": {"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE", "cpuArchitecture": "ARM64"}"#),
    fargate(23, "accelerators", #""resourceRequirements": [{"type": "GPU", "value": "1"}]"#),
    task(23, "accelerators", #""inferenceAccelerators": [{"deviceName": "d", "deviceType": "eia2.medium"}]"#),
  ]

  private static let networks: [Example] = [
    task(24, "fargate-network-mode", #""requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512""#),
    container(25, "link-target", #""links": ["web"]"#, task: #""networkMode": "awsvpc""#),
    container(26, "link-target", #""links": ["db:db"]"#),
    container(27, "host-port", #""portMappings": [{"containerPort": 80, "hostPort": 8080}]"#, task: #""networkMode": "awsvpc""#),
    container(28, "value-out-of-range", #""portMappings": [{"containerPort": 70000}]"#),
    container(29, "port-range", #""portMappings": [{"containerPortRange": "100-200", "hostPort": 100}]"#),
    container(30, "network-mode-unsupported", #""portMappings": [{"containerPort": 80}]"#, task: #""networkMode": "none""#),
    container(
      31, "duplicate-port", #""portMappings": [{"containerPort": 80}, {"containerPort": 80}]"#, task: #""networkMode": "awsvpc""#),
    container(32, "invalid-name", #""portMappings": [{"containerPort": 80, "name": "HTTP"}]"#),
    container(32, "port-name", #""portMappings": [{"containerPort": 80, "name": "a"}, {"containerPort": 81, "name": "a"}]"#),
    // Without a name the protocol is taken and does nothing.
    container(32, "port-name", #""portMappings": [{"containerPort": 80, "appProtocol": "http"}]"#).asWarning,
    container(33, "network-mode-unsupported", #""dnsServers": ["1.1.1.1"]"#, task: #""networkMode": "awsvpc""#),
  ]

  private static func pair(_ first: String, _ second: String) -> String {
    #""containerDefinitions": [{"name": "a", "image": "nginx:1", "memory": 64, \#(first)}, {"name": "b", "image": "nginx:1", "memory": 64, \#(second)}]"#
  }

  private static let runs: [Example] = [
    container(34, "dependency-target", #""dependsOn": [{"containerName": "db", "condition": "START"}]"#),
    task(
      35, "dependency-cycle",
      pair(
        #""dependsOn": [{"containerName": "b", "condition": "START"}]"#,
        #""dependsOn": [{"containerName": "a", "condition": "START"}]"#)),
    task(36, "dependency-target", pair(#""essential": true"#, #""dependsOn": [{"containerName": "a", "condition": "SUCCESS"}]"#)),
    task(37, "dependency-target", pair(#""essential": true"#, #""dependsOn": [{"containerName": "a", "condition": "HEALTHY"}]"#)),
    fargate(38, "fargate-timeout", #""stopTimeout": 300"#), container(38, "value-out-of-range", #""stopTimeout": 1"#),
    container(39, "value-out-of-range", #""healthCheck": {"command": ["CMD", "true"], "interval": 1}"#),
    container(40, "health-check-command", #""healthCheck": {"command": ["CMD"]}"#),
    // AWS takes it; which one wins is nowhere said.
    container(41, "duplicate-element", #""environment": [{"name": "A", "value": "1"}, {"name": "A", "value": "2"}]"#).asWarning,
    container(
      42, "environment-and-secret",
      #""environment": [{"name": "T", "value": "1"}], "secrets": [{"name": "T", "valueFrom": "/t"}]"#,
      task: #""executionRoleArn": "arn:aws:iam::111111111111:role/exec""#),
    container(43, "environment-file", #""environmentFiles": [{"type": "s3", "value": "s3://bucket/a.env"}]"#),
    container(
      44, "secret-reference",
      #""secrets": [{"name": "T", "valueFrom": "arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-AbCdEf:password"}]"#),
    container(45, "execution-role-missing", #""secrets": [{"name": "T", "valueFrom": "/t"}]"#),
    fargate(
      45, "execution-role-missing",
      #""logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "g", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "p"}}"#,
      role: ""),
  ]

  private static let storage: [Example] = [
    container(46, "volume-not-defined", #""mountPoints": [{"sourceVolume": "data", "containerPath": "/d"}]"#),
    task(47, "invalid-name", #""volumes": [{"name": "my/vol"}]"#),
    task(
      48, "volume-kind",
      #""volumes": [{"name": "v", "host": {"sourcePath": "/x"}, "efsVolumeConfiguration": {"fileSystemId": "fs-1"}}]"#),
    task(
      49, "efs-volume",
      #""volumes": [{"name": "v", "efsVolumeConfiguration": {"fileSystemId": "fs-1", "authorizationConfig": {"iam": "ENABLED"}}}]"#
    ),
    task(50, "volume-kind", #"\#(fargateTask), "volumes": [{"name": "v", "dockerVolumeConfiguration": {"scope": "task"}}]"#),
    container(51, "volume-not-defined", #""volumesFrom": [{"sourceContainer": "db"}]"#),
    task(52, "launch-volume", #""volumes": [{"name": "data", "configuredAtLaunch": true}]"#),
    container(
      53, "duplicate-mount-path",
      #""mountPoints": [{"sourceVolume": "a", "containerPath": "/d"}, {"sourceVolume": "b", "containerPath": "/d"}]"#,
      task: #""volumes": [{"name": "a"}, {"name": "b"}]"#),
    fargate(54, "fargate-log-driver", #""logConfiguration": {"logDriver": "json-file"}"#),
    container(55, "log-options", #""logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "g"}}"#),
    container(56, "firelens", #""logConfiguration": {"logDriver": "awsfirelens"}"#),
    container(57, "firelens", #""firelensConfiguration": {"type": "fluentbit"}, "user": "1000""#),
    fargate(58, "fargate-unsupported", #""linuxParameters": {"capabilities": {"add": ["NET_ADMIN"]}}"#),
    fargate(58, "fargate-unsupported", #""privileged": true"#),
    container(59, "ulimit-order", #""ulimits": [{"name": "nofile", "softLimit": 20, "hardLimit": 10}]"#),
    container(60, "value-out-of-range", #""linuxParameters": {"maxSwap": 1, "swappiness": 101}"#),
    container(60, "swappiness", #""linuxParameters": {"swappiness": 10}"#).asWarning,
    container(61, "system-control", #""systemControls": [{"namespace": "vm.max_map_count", "value": "1"}]"#),
    container(62, "value-out-of-range", #""restartPolicy": {"enabled": true, "restartAttemptPeriod": 30}"#),
    task(63, "role-reference", #""executionRoleArn": "arn:aws:iam::111111111111:user/kim""#),
    task(64, "placement-expression", #""placementConstraints": [{"type": "memberOf"}]"#),
    task(
      65, "proxy-configuration",
      #""networkMode": "awsvpc", "proxyConfiguration": {"type": "APPMESH", "containerName": "envoy", "properties": []}"#),
    task(66, "fargate-unsupported", #"\#(fargateTask), "pidMode": "host""#),
    container(67, "too-many-elements", #""credentialSpecs": ["a", "b"]"#),
  ]

  private static let services: [Example] = [
    service(68, "service-role", #""desiredCount": 1, "role": "ecsServiceRole""#),
    service(69, "deployment-controller", #""desiredCount": 1, "deploymentController": {"type": "CODE_DEPLOY"}"#),
    service(70, "invalid-name", #""serviceName": "web.api", "desiredCount": 1"#),
    service(
      71, "launch-type",
      #""desiredCount": 1, "launchType": "EC2", "capacityProviderStrategy": [{"capacityProvider": "a", "weight": 1}]"#),
    service(72, "capacity-strategy", #""desiredCount": 1, "capacityProviderStrategy": [{"capacityProvider": "a", "weight": 0}]"#),
    service(73, "network-configuration", #""desiredCount": 1"#, task: #""networkMode": "awsvpc""#),
    service(73, "network-configuration", #""desiredCount": 1, \#(network)"#),
    service(
      74, "port-not-defined",
      #""desiredCount": 1, "loadBalancers": [{"targetGroupArn": "\#(target)", "containerName": "web", "containerPort": 8080}]"#),
    service(
      74, "container-not-defined",
      #""desiredCount": 1, "loadBalancers": [{"targetGroupArn": "\#(target)", "containerName": "app", "containerPort": 80}]"#),
    service(
      74, "load-balancer",
      #""desiredCount": 1, "loadBalancers": [{"targetGroupArn": "\#(target)", "loadBalancerName": "x", "containerName": "web", "containerPort": 80}]"#
    ),
    service(75, "value-out-of-range", #""desiredCount": -1"#),
    service(76, "daemon-service", #""schedulingStrategy": "DAEMON", "desiredCount": 0"#),
    service(
      77, "deployment-percents",
      #""desiredCount": 1, "deploymentConfiguration": {"maximumPercent": 100, "minimumHealthyPercent": 100}"#),
    service(
      78, "circuit-breaker",
      #""desiredCount": 1, "deploymentController": {"type": "EXTERNAL"}, "deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": true, "rollback": true}}"#
    ),
    service(
      79, "deployment-strategy",
      #""desiredCount": 1, "deploymentConfiguration": {"strategy": "ROLLING", "canaryConfiguration": {"canaryPercent": 10}}"#),
    service(
      80, "deployment-strategy",
      #""desiredCount": 1, "deploymentConfiguration": {"lifecycleHooks": [{"hookTargetArn": "arn:aws:lambda:eu-west-1:111111111111:function:f", "roleArn": "arn:aws:iam::111111111111:role/r", "lifecycleStages": ["PRE_SCALE_UP"]}]}"#
    ),
    service(80, "wrong-value", hooks(#"{"targetType": "PAUSE", "lifecycleStages": ["BAKE_TIME"]}"#)),
    service(
      80, "value-out-of-range",
      hooks(
        #"{"targetType": "PAUSE", "lifecycleStages": ["PRE_SCALE_UP"], "timeoutConfiguration": {"timeoutInMinutes": 0}}"#)),
    // The guide's list of stages for a PAUSE leaves it out; nobody has seen it refused.
    service(80, "deployment-strategy", hooks(#"{"targetType": "PAUSE", "lifecycleStages": ["PRODUCTION_TRAFFIC_SHIFT"]}"#))
      .asWarning,
    service(81, "placement", #""desiredCount": 1, "placementStrategy": [{"type": "random", "field": "x"}]"#),
    service(82, "placement", #""desiredCount": 1, "placementConstraints": [{"type": "distinctInstance", "expression": "x"}]"#),
    service(
      83, "too-many-elements",
      #""desiredCount": 1, "serviceRegistries": [{"registryArn": "arn:aws:servicediscovery:eu-west-1:111111111111:service/a"}, {"registryArn": "arn:aws:servicediscovery:eu-west-1:111111111111:service/b"}]"#
    ),
    service(
      83, "service-registry",
      #""desiredCount": 1, "serviceRegistries": [{"registryArn": "arn:aws:servicediscovery:eu-west-1:111111111111:service/a", "port": 80, "containerName": "web", "containerPort": 80}]"#
    ),
    service(
      84, "port-not-defined",
      #""desiredCount": 1, "serviceConnectConfiguration": {"enabled": true, "namespace": "n", "services": [{"portName": "grpc"}]}"#
    ),
    service(
      84, "service-connect", #""desiredCount": 1, "serviceConnectConfiguration": {"enabled": true, "namespace": "n"}"#,
      task: #""networkMode": "host""#),
    service(
      84, "too-many-elements",
      #""desiredCount": 1, "serviceConnectConfiguration": {"enabled": true, "namespace": "n", "services": [{"portName": "http", "clientAliases": [{"port": 1}, {"port": 2}]}]}"#
    ),
    service(85, "launch-type", #""desiredCount": 1, "launchType": "EC2", "platformVersion": "1.4.0""#),
    service(86, "value-out-of-range", #""desiredCount": 1, "healthCheckGracePeriodSeconds": -5"#),
    Example(
      number: 86, code: "grace-period",
      files: [
        "services/app.json": #"{"desiredCount": 1, "healthCheckGracePeriodSeconds": 60}"#,
        "task-definitions/app.json":
          #"{"family": "app", "containerDefinitions": [{"name": "web", "image": "nginx:1", "memory": 64}]}"#,
      ], severity: .warning),
    service(
      87, "volume-configuration",
      #""desiredCount": 1, "volumeConfigurations": [{"name": "data", "managedEBSVolume": {"roleArn": "arn:aws:iam::111111111111:role/r", "sizeInGiB": 10}}]"#
    ),
    service(
      88, "fargate-network-mode", #""desiredCount": 1, "launchType": "FARGATE", \#(network)"#,
      task: #""networkMode": "bridge", "cpu": "256", "memory": "512""#),
    service(
      89, "zone-rebalancing",
      #""desiredCount": 1, "availabilityZoneRebalancing": "ENABLED", "deploymentConfiguration": {"maximumPercent": 100, "minimumHealthyPercent": 50}"#
    ),
  ]

  private static func hooks(_ hook: String) -> String {
    #""desiredCount": 1, "deploymentConfiguration": {"lifecycleHooks": [\#(hook)]}"#
  }

  private static func lifecycle(_ rules: String) -> String { #"{"lifecyclePolicy": {"rules": [\#(rules)]}}"# }

  private static let others: [Example] = [
    file(90, "invalid-name", "repositories/app.json", #"{"repositoryName": "Team/App"}"#),
    file(
      91, "repository-settings", "repositories/app.json",
      #"{"imageTagMutability": "IMMUTABLE", "imageTagMutabilityExclusionFilters": [{"filterType": "WILDCARD", "filter": "dev-*"}]}"#
    ),
    file(
      92, "repository-settings", "repositories/app.json",
      #"{"encryptionConfiguration": {"encryptionType": "AES256", "kmsKey": "arn:aws:kms:eu-west-1:111111111111:key/1"}}"#),
    file(
      93, "lifecycle-policy", "repositories/app.json",
      lifecycle(
        #"{"rulePriority": 1, "selection": {"tagStatus": "tagged", "countType": "imageCountMoreThan", "countNumber": 1}, "action": {"type": "expire"}}"#
      )),
    file(
      93, "lifecycle-policy", "repositories/app.json",
      lifecycle(
        #"{"rulePriority": 1, "name": "x", "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 1}, "action": {"type": "expire"}}"#
      )),
    file(
      94, "repository-policy", "repositories/app.json",
      #"{"repositoryPolicy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ecr:*"}]}}"#),
    file(95, "invalid-name", "log-groups/app.json", #"{"logGroupName": "aws/app"}"#),
    file(95, "retention", "log-groups/app.json", #"{"logGroupName": "app", "retentionInDays": 10}"#),
    file(96, "invalid-name", "clusters/app.json", #"{"clusterName": "main cluster"}"#),
    file(96, "cluster-settings", "clusters/app.json", #"{"settings": [{"name": "containerInsights", "value": "on"}]}"#),
  ]
}
