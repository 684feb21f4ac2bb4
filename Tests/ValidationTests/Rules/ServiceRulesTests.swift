import TestSupport
import Testing

@Suite struct ServiceRulesTests {
  @Test("services are what ECS takes", arguments: examples) func servicesAreWhatECSTakes(_ example: RuleExample) throws {
    try example.verify()
  }

  private static let vpc =
    #""networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-1"], "securityGroups": ["sg-1"]}}"#
  private static let group = #""targetGroupArn": "arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/app/01""#
  private static let balancer = #""loadBalancers": [{\#(group), "containerName": "web", "containerPort": 8080}]"#
  private static let fargateTask = RuleExample.fargateMembers

  private static func daemon(_ service: String, cluster provider: String) -> [String: String] {
    [
      "services/app.json": "{\"serviceName\": \"app\", \(service)}",
      "task-definitions/app.json":
        #"{"family": "app", "containerDefinitions": [{"name": "web", "image": "nginx:1", "memory": 64}]}"#,
      "clusters/default.json":
        #"{"clusterName": "default", "capacityProviders": ["\#(provider)"], "defaultCapacityProviderStrategy": [{"capacityProvider": "\#(provider)", "weight": 1}]}"#,
    ]
  }

  static let examples: [RuleExample] = [
    .service("a plain service", #""desiredCount": 1"#),
    .service(
      "a service on Fargate", #""desiredCount": 1, "launchType": "FARGATE", "platformVersion": "1.4.0", \#(vpc)"#,
      task: fargateTask),
    .service("no count", "", "services/app.json:1:1 note desired-count-missing"),
    .service(
      "a launch type and a strategy",
      #""desiredCount": 1, 1️⃣"launchType": "EC2", "capacityProviderStrategy": [{"capacityProvider": "cp", "weight": 1}]"#,
      "1️⃣ error launch-type: \"launchType\" and \"capacityProviderStrategy\" exclude each other"),
    .service(
      "a platform version on instances", #""desiredCount": 1, "launchType": "EC2", "platformVersion": 1️⃣"LATEST""#,
      "1️⃣ error launch-type"),
    .service(
      "a strategy without weight", #""desiredCount": 1, "capacityProviderStrategy": 1️⃣[{"capacityProvider": "cp"}]"#,
      "1️⃣ error capacity-strategy: no provider of the strategy has a weight above 0"),
    .service(
      "a strategy that mixes",
      #""desiredCount": 1, \#(vpc), "capacityProviderStrategy": 1️⃣[{"capacityProvider": "FARGATE", "weight": 1}, {"capacityProvider": "cp", "weight": 1}]"#,
      task: fargateTask,
      "1️⃣ error capacity-strategy: a strategy cannot mix Fargate with other providers"),
    .service(
      "two bases",
      #""desiredCount": 1, "capacityProviderStrategy": [{"capacityProvider": "a", "weight": 1, "base": 1}, {"capacityProvider": "b", "weight": 1, "base": 1️⃣1}]"#,
      "1️⃣ error capacity-strategy: only one provider of a strategy has a base"),
    .service(
      "awsvpc without network configuration", #""desiredCount": 1"#, task: #""networkMode": "awsvpc""#,
      "services/app.json:1:1 error network-configuration: the service needs a \"networkConfiguration\": its tasks run in network mode awsvpc"
    ),
    .service(
      "a network configuration in bridge mode", #""desiredCount": 1, 1️⃣\#(vpc)"#,
      "1️⃣ error network-configuration: tasks in network mode bridge have no \"networkConfiguration\""),
    .service(
      "a subnet that is none",
      #""desiredCount": 1, "networkConfiguration": {"awsvpcConfiguration": {"subnets": [1️⃣"private-a"]}}"#,
      task: #""networkMode": "awsvpc""#,
      "1️⃣ error network-configuration: \"private-a\" in \"subnets\" does not begin with \"subnet-\""),
    .service(
      "Fargate with a task definition for instances", #""desiredCount": 1, "launchType": "FARGATE", \#(vpc)"#,
      task: #""networkMode": "awsvpc", "memory": "512""#,
      "task-definitions/app.json:1:1 error fargate-size: a task for Fargate needs \"cpu\""),
    .service(
      "two ways to name a balancer",
      #""desiredCount": 1, "loadBalancers": [{\#(group), 1️⃣"loadBalancerName": "x", "containerName": "web", "containerPort": 8080}]"#,
      "1️⃣ error load-balancer"),
    .service(
      "a balancer by its own ARN",
      #""desiredCount": 1, "loadBalancers": [{"targetGroupArn": 1️⃣"arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/x/1", "containerName": "web", "containerPort": 8080}]"#,
      "1️⃣ error load-balancer: \"targetGroupArn\" is no ARN of a target group"),
    .service(
      "a role without balancer", #""desiredCount": 1, 1️⃣"role": "ecs""#,
      "1️⃣ error service-role: the service takes no \"role\": it has no load balancer"),
    .service("a role with a balancer", #""desiredCount": 1, "role": "ecs", \#(balancer)"#),
    .service(
      "CodeDeploy without balancer", #""desiredCount": 1, "deploymentController": 1️⃣{"type": "CODE_DEPLOY"}"#,
      "1️⃣ error deployment-controller"),
    .service(
      "an external controller with a task definition",
      #""desiredCount": 1, "deploymentController": {"type": "EXTERNAL"}, 1️⃣"taskDefinition": "app""#,
      "1️⃣ error deployment-controller"),
    .service("a daemon", #""schedulingStrategy": "DAEMON""#),
    .service(
      "a daemon with a count", #""schedulingStrategy": "DAEMON", 1️⃣"desiredCount": 0"#,
      "1️⃣ error daemon-service: a daemon has no \"desiredCount\""),
    .service(
      "a daemon on Fargate", #""schedulingStrategy": "DAEMON", 1️⃣"launchType": "FARGATE", \#(vpc)"#, task: fargateTask,
      "1️⃣ error daemon-service: daemons do not run on Fargate"),
    .service(
      "a daemon with a strategy",
      #""schedulingStrategy": "DAEMON", 1️⃣"capacityProviderStrategy": [{"capacityProvider": "cp", "weight": 1}]"#,
      "1️⃣ error daemon-service: a daemon takes no capacity provider strategy"),
    RuleExample(
      "a daemon that its cluster would place", daemon(#"1️⃣"schedulingStrategy": "DAEMON""#, cluster: "FARGATE"),
      all: [
        "1️⃣ error daemon-service: the daemon would be placed by the default strategy of the cluster \"default\", FARGATE, and daemons take none"
      ]),
    RuleExample(
      "a daemon that says where it runs", daemon(#""schedulingStrategy": "DAEMON", "launchType": "EC2""#, cluster: "FARGATE"),
      all: []),
    RuleExample(
      "a daemon of another cluster", daemon(#""schedulingStrategy": "DAEMON", "cluster": "other""#, cluster: "FARGATE"), all: []),
    .service(
      "ECS Exec without a task role", #""desiredCount": 1, 1️⃣"enableExecuteCommand": true"#,
      "1️⃣ error exec-task-role: \"enableExecuteCommand\" needs a task role, and the task definition \"app\" has none"),
    .service(
      "ECS Exec with a task role", #""desiredCount": 1, "enableExecuteCommand": true"#,
      task: #""taskRoleArn": "arn:aws:iam::111111111111:role/task""#),
    .service("no ECS Exec", #""desiredCount": 1, "enableExecuteCommand": false"#),
    .service("a negative count", #""desiredCount": 1️⃣-1"#, "1️⃣ error value-out-of-range"),
    .service(
      "no room", #""desiredCount": 1, "deploymentConfiguration": {"maximumPercent": 100, "minimumHealthyPercent": 1️⃣100}"#,
      "1️⃣ error deployment-percents: 100 as minimum and as maximum leaves no room for a deployment"),
    .service(
      "no room for one task",
      #""desiredCount": 1, "deploymentConfiguration": {"maximumPercent": 1️⃣150, "minimumHealthyPercent": 100}"#,
      "1️⃣ warning deployment-percents: with 1 task these percentages leave no room for a deployment"),
    .service(
      "room for two tasks",
      #""desiredCount": 2, "deploymentConfiguration": {"maximumPercent": 150, "minimumHealthyPercent": 100}"#),
    .service(
      "a daemon's maximum", #""schedulingStrategy": "DAEMON", "deploymentConfiguration": {"maximumPercent": 1️⃣200}"#,
      "1️⃣ error deployment-percents"),
    .service(
      "a rollback that never comes",
      #""desiredCount": 1, "deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": false, "rollback": 1️⃣true}}"#,
      "1️⃣ warning circuit-breaker"),
    .service(
      "a number beyond its limit and its type, which is one mistake",
      #""desiredCount": 1, "healthCheckGracePeriodSeconds": 1️⃣99999999999"#,
      "1️⃣ error value-out-of-range: \"healthCheckGracePeriodSeconds\" is 99999999999; AWS takes 0 to 2147483647",
      "1️⃣ warning grace-period"),
    .service(
      "alarms without name",
      #""desiredCount": 1, "deploymentConfiguration": {"alarms": {"alarmNames": [], "enable": 1️⃣true, "rollback": true}}"#,
      "1️⃣ error circuit-breaker: alarms are enabled, and none is named"),
    .service(
      "settings of another strategy",
      #""desiredCount": 1, "deploymentConfiguration": {1️⃣"canaryConfiguration": {"canaryPercent": 5}}"#,
      "1️⃣ error deployment-strategy: \"canaryConfiguration\" is for the strategy CANARY; this is ROLLING"),
    .service(
      "a PAUSE in a service that rolls",
      #""desiredCount": 1, "deploymentConfiguration": {"strategy": "ROLLING", "lifecycleHooks": [{"targetType": "PAUSE", "lifecycleStages": ["POST_SCALE_UP"], "timeoutConfiguration": {"timeoutInMinutes": 60, "action": "ROLLBACK"}}]}"#
    ),
    .service(
      "a function in a service that rolls",
      #""desiredCount": 1, "deploymentConfiguration": {"lifecycleHooks": [1️⃣{"hookTargetArn": "arn:aws:lambda:eu-west-1:111111111111:function:f", "roleArn": "arn:aws:iam::111111111111:role/r", "lifecycleStages": ["POST_SCALE_UP"]}]}"#,
      "1️⃣ error deployment-strategy: the strategy ROLLING has no lifecycle hooks that call a function"),
    .service(
      "a PAUSE while traffic shifts",
      #""desiredCount": 1, "deploymentConfiguration": {"lifecycleHooks": [{"targetType": "PAUSE", "lifecycleStages": [1️⃣"PRODUCTION_TRAFFIC_SHIFT"]}]}"#,
      "1️⃣ warning deployment-strategy: a PAUSE in PRODUCTION_TRAFFIC_SHIFT is not among those that ECS documents"),
    .service(
      "a hook in the bake time",
      #""desiredCount": 1, "deploymentConfiguration": {"lifecycleHooks": [{"targetType": "PAUSE", "lifecycleStages": [1️⃣"BAKE_TIME"]}]}"#,
      "1️⃣ error wrong-value"),
    .service(
      "traffic that cannot be shifted", #""desiredCount": 1, "deploymentConfiguration": {"strategy": 1️⃣"LINEAR"}"#,
      "1️⃣ error deployment-strategy: the strategy LINEAR needs a load balancer or Service Connect"),
    .service(
      "a second target group that is missing",
      #""desiredCount": 1, "deploymentConfiguration": {"strategy": "BLUE_GREEN"}, "loadBalancers": [1️⃣{\#(group), "containerName": "web", "containerPort": 8080}]"#,
      "1️⃣ error deployment-strategy"),
    .service(
      "placement on Fargate",
      #""desiredCount": 1, "launchType": "FARGATE", \#(vpc), 1️⃣"placementConstraints": [{"type": "distinctInstance"}]"#,
      task: fargateTask, "1️⃣ error placement: Fargate has no \"placementConstraints\""),
    .service(
      "random with a field", #""desiredCount": 1, "placementStrategy": [{"type": "random", "field": 1️⃣"cpu"}]"#,
      "1️⃣ error placement"),
    .service(
      "spread", #""desiredCount": 1, "placementStrategy": [{"type": "SPREAD", "field": "attribute:ecs.availability-zone"}]"#),
    .service(
      "two registries",
      #""desiredCount": 1, "serviceRegistries": 1️⃣[{"registryArn": "a", "containerName": "web", "containerPort": 8080}, {"registryArn": "b", "containerName": "web", "containerPort": 8080}]"#,
      "1️⃣ error too-many-elements"),
    .service(
      "a registry with two ports",
      #""desiredCount": 1, "serviceRegistries": [{"registryArn": "a", 1️⃣"port": 80, "containerName": "web", "containerPort": 8080}]"#,
      "1️⃣ error service-registry"),
    .service(
      "a registry with container in awsvpc mode",
      #""desiredCount": 1, \#(vpc), "serviceRegistries": [1️⃣{"registryArn": "a", "containerName": "web", "containerPort": 8080}]"#,
      task: #""networkMode": "awsvpc""#, "1️⃣ warning service-registry"),
    RuleExample(
      "Service Connect without namespace",
      [
        "clusters/main.json": #"{"clusterName": "main"}"#,
        "services/app.json":
          #"{"desiredCount": 1, "cluster": "main", "taskDefinition": "other", "serviceConnectConfiguration": 1️⃣{"enabled": true}}"#,
      ],
      "1️⃣ error service-connect: no namespace for Service Connect, here or in aws_ecs_cluster.main"),
    .service(
      "Service Connect in host mode", #""desiredCount": 1, "serviceConnectConfiguration": {"enabled": 1️⃣true, "namespace": "x"}"#,
      task: #""networkMode": "host""#, "1️⃣ error service-connect: Service Connect does not work in network mode host"),
    .service("a grace period for nothing", #""desiredCount": 1, "healthCheckGracePeriodSeconds": 1️⃣30"#, "1️⃣ warning grace-period"),
    .service("a grace period", #""desiredCount": 1, "healthCheckGracePeriodSeconds": 30, \#(balancer)"#),
    .service(
      "a volume that is not for launch",
      #""desiredCount": 1, "volumeConfigurations": [{"name": 1️⃣"data", "managedEBSVolume": {"roleArn": "r", "sizeInGiB": 10}}]"#,
      "1️⃣ error volume-configuration"),
    .service(
      "a volume of a strange size",
      #""desiredCount": 1, "volumeConfigurations": [{"name": "data", "managedEBSVolume": {"roleArn": "r", "volumeType": "st1", "sizeInGiB": 1️⃣10}}]"#,
      task: #""volumes": [{"name": "data", "configuredAtLaunch": true}]"#,
      container: #""mountPoints": [{"sourceVolume": "data", "containerPath": "/x"}]"#,
      "1️⃣ error volume-configuration: \"sizeInGiB\" is 10; st1 takes 125 to 16384"),
    .service(
      "zones of a daemon", #""schedulingStrategy": "DAEMON", "availabilityZoneRebalancing": 1️⃣"ENABLED""#,
      "1️⃣ error zone-rebalancing: zones cannot be rebalanced: the service is a daemon"),
    RuleExample(
      "a cluster's near miss",
      [
        "clusters/main.json": #"{"clusterName": "main"}"#,
        "services/app.json": #"{"desiredCount": 1, "taskDefinition": "other", "cluster": 1️⃣"mian"}"#,
      ],
      "1️⃣ warning cluster-unknown: no file here describes the cluster \"mian\""),
    .service("a service's name with a dot", #""desiredCount": 1, "serviceName": 1️⃣"web.api""#, "1️⃣ error invalid-name"),
  ]
}
