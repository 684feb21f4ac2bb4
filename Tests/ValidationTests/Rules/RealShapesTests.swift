import TestSupport
import Testing

/// Files in the shapes that teams keep them in; none of them is wrong.
@Suite struct RealShapesTests {
  @Test("what ECS accepts is accepted", arguments: shapes) func whatECSAcceptsIsAccepted(_ example: RuleExample) throws {
    try example.verify()
  }

  private static let role = #""executionRoleArn": "arn:aws:iam::111111111111:role/ecsTaskExecutionRole""#
  private static let log = """
    "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/shop", "awslogs-region": "eu-west-1",
      "awslogs-stream-prefix": "ecs", "awslogs-create-group": "true", "mode": "non-blocking", "max-buffer-size": "25m"}}
    """

  static let shapes: [RuleExample] = [
    RuleExample(
      "what describe-task-definition prints",
      [
        "task-definitions/shop.json": """
        {"taskDefinition": {"family": "shop", "networkMode": "awsvpc", "cpu": "512", "memory": "1024", \(role),
          "taskRoleArn": "arn:aws:iam::111111111111:role/shop", "requiresCompatibilities": ["FARGATE"], "volumes": [],
          "placementConstraints": [], "containerDefinitions": [{"name": "shop", "image": "111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop:1.4.2",
            "cpu": 0, "essential": true, "entryPoint": [], "command": [], "environment": [{"name": "PORT", "value": "8080"}],
            "mountPoints": [], "volumesFrom": [], "linuxParameters": null, "user": null, "systemControls": [],
            "portMappings": [{"containerPort": 8080, "hostPort": 8080, "protocol": "tcp"}], \(log)}]}}
        """
      ]),
    RuleExample(
      "a console export with application ports and ARM",
      [
        "task-definitions/shop.json": """
        {"family": "shop", "containerDefinitions": [{"name": "shop", "image": "ghcr.io/team/shop:main", "cpu": 0,
          "portMappings": [{"name": "shop-8080-tcp", "containerPort": 8080, "hostPort": 8080, "protocol": "tcp", "appProtocol": "http"}],
          "essential": true, "environmentFiles": [], "ulimits": [], "secrets": [], \(log)}],
         "taskRoleArn": "", \(role), "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "cpu": "1024", "memory": "3072",
         "runtimePlatform": {"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"}}
        """
      ]),
    RuleExample(
      "a web server with its application on instances",
      [
        "task-definitions/shop.json": """
        {"family": "shop", "containerDefinitions": [
          {"name": "nginx", "image": "nginx:1.27-alpine", "memory": 64, "essential": true, "links": ["shop:shop"],
           "portMappings": [{"containerPort": 80, "hostPort": 0}], "volumesFrom": [{"sourceContainer": "shop", "readOnly": true}]},
          {"name": "shop", "image": "shop", "memoryReservation": 256, "essential": true,
           "mountPoints": [{"sourceVolume": "cache", "containerPath": "/var/cache"}], "dockerLabels": {"com.datadoghq.ad.logs": "[{}]"},
           "logConfiguration": {"logDriver": "fluentd", "options": {"tag": "docker.{{.Name}}"}}}],
         "volumes": [{"name": "cache", "host": {"sourcePath": "/data/cache"}}]}
        """
      ]),
    RuleExample(
      "a log router and a tracing daemon",
      [
        "task-definitions/shop.json": """
        {"family": "shop", "networkMode": "awsvpc", "cpu": ".5 vCPU", "memory": "1 GB", \(role), "requiresCompatibilities": ["FARGATE", "EC2"],
         "containerDefinitions": [
          {"name": "log_router", "image": "public.ecr.aws/aws-observability/aws-for-fluent-bit:stable", "essential": true, "user": "0",
           "firelensConfiguration": {"type": "fluentbit", "options": {"enable-ecs-log-metadata": "true"}}, "memoryReservation": 50},
          {"name": "shop", "image": "shop:2024.10.1_b", "essential": true, "dependsOn": [{"containerName": "log_router", "condition": "START"}],
           "healthCheck": {"command": ["CMD-SHELL", "curl -f http://localhost/health || exit 1"], "interval": 30, "timeout": 5, "retries": 3, "startPeriod": 60},
           "logConfiguration": {"logDriver": "awsfirelens", "options": {"Name": "datadog", "TLS": "on"},
             "secretOptions": [{"name": "apikey", "valueFrom": "arn:aws:ssm:eu-west-1:111111111111:parameter/datadog/key"}]},
           "secrets": [{"name": "DATABASE_URL", "valueFrom": "arn:aws:secretsmanager:eu-west-1:111111111111:secret:shop/db-a1B2c3:url::"}]},
          {"name": "xray-daemon", "image": "amazon/aws-xray-daemon:3.x", "essential": false, "cpu": 32, "portMappings": [{"containerPort": 2000, "protocol": "udp"}]}]}
        """
      ]),
    RuleExample(
      "a migration before the application, and shared files",
      [
        "task-definitions/shop.json": """
        {"family": "shop", "networkMode": "awsvpc", "cpu": "256", "memory": "2048", \(role), "requiresCompatibilities": ["FARGATE"],
         "ephemeralStorage": {"sizeInGiB": 50}, "volumes": [{"name": "media", "efsVolumeConfiguration": {"fileSystemId": "fs-0a1b2c3d",
           "rootDirectory": "/", "transitEncryption": "ENABLED", "authorizationConfig": {"accessPointId": "fsap-01", "iam": "ENABLED"}}}],
         "containerDefinitions": [
          {"name": "migrate", "image": "shop:1", "essential": false, "command": ["bin/migrate", ""]},
          {"name": "shop", "image": "shop:1", "dependsOn": [{"containerName": "migrate", "condition": "SUCCESS"}], "stopTimeout": 120,
           "linuxParameters": {"initProcessEnabled": true, "capabilities": {"drop": ["ALL"]}}, "readonlyRootFilesystem": true,
           "mountPoints": [{"sourceVolume": "media", "containerPath": "/media", "readOnly": false}],
           "ulimits": [{"name": "nofile", "softLimit": 65536, "hardLimit": 65536}]}],
         "tags": [{"key": "team", "value": "shop"}]}
        """
      ]),
    RuleExample(
      "an agent on every instance",
      [
        "services/agent.json":
          #"{"schedulingStrategy": "DAEMON", "launchType": "EC2", "deploymentConfiguration": {"minimumHealthyPercent": 0, "maximumPercent": 100}}"#,
        "task-definitions/agent.json": """
        {"family": "agent", "networkMode": "host", "pidMode": "host", "containerDefinitions": [{"name": "agent", "image": "public.ecr.aws/datadog/agent:7",
          "memory": 512, "privileged": true, "environment": [{"name": "DD_API_KEY_SECRET_ARN", "value": "x"}],
          "portMappings": [{"containerPort": 8125, "hostPort": 8125, "protocol": "udp"}],
          "mountPoints": [{"sourceVolume": "docker_sock", "containerPath": "/var/run/docker.sock", "readOnly": true}]}],
         "volumes": [{"name": "docker_sock", "host": {"sourcePath": "/var/run/docker.sock"}}]}
        """,
      ]),
    RuleExample(
      "a service behind two target groups with Service Connect",
      [
        "services/shop.json": """
        {"serviceName": "shop", "taskDefinition": "shop", "desiredCount": 2, "launchType": "FARGATE", "platformVersion": "LATEST",
         "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-0a", "subnet-0b"], "securityGroups": ["sg-0a"], "assignPublicIp": "DISABLED"}},
         "loadBalancers": [
          {"targetGroupArn": "arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/shop/0a", "containerName": "shop", "containerPort": 8080},
          {"targetGroupArn": "arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/shop-int/0b", "containerName": "shop", "containerPort": 8080}],
         "healthCheckGracePeriodSeconds": 60, "enableExecuteCommand": true, "enableECSManagedTags": true, "propagateTags": "SERVICE",
         "deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": true, "rollback": true}, "maximumPercent": 200, "minimumHealthyPercent": 100},
         "serviceConnectConfiguration": {"enabled": true, "namespace": "internal", "services": [{"portName": "http", "discoveryName": "shop",
           "clientAliases": [{"port": 80, "dnsName": "shop.internal"}]}]},
         "placementConstraints": [], "placementStrategy": [], "tags": [{"key": "team", "value": "shop"}]}
        """,
        "task-definitions/shop.json": """
        {"family": "shop", "networkMode": "awsvpc", "cpu": "256", "memory": "512", \(role), "taskRoleArn": "arn:aws:iam::111111111111:role/shop", "requiresCompatibilities": ["FARGATE"],
         "containerDefinitions": [{"name": "shop", "image": "shop:1", "portMappings": [{"containerPort": 8080, "name": "http", "appProtocol": "http"}]}]}
        """,
      ]),
    RuleExample(
      "blue and green behind one listener, on spot",
      [
        "services/shop.json": """
        {"desiredCount": 4, "capacityProviderStrategy": [{"capacityProvider": "FARGATE", "base": 1, "weight": 1}, {"capacityProvider": "FARGATE_SPOT", "weight": 3}],
         "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-0a"], "securityGroups": []}},
         "loadBalancers": [{"targetGroupArn": "arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/blue/0a", "containerName": "shop", "containerPort": 8080,
           "advancedConfiguration": {"alternateTargetGroupArn": "arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/green/0b",
             "productionListenerRule": "arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener-rule/app/x/1/2/3", "roleArn": "arn:aws:iam::111111111111:role/ecs-lb"}}],
         "deploymentConfiguration": {"strategy": "CANARY", "bakeTimeInMinutes": 5, "canaryConfiguration": {"canaryPercent": 10.0, "canaryBakeTimeInMinutes": 10},
           "lifecycleHooks": [{"hookTargetArn": "arn:aws:lambda:eu-west-1:111111111111:function:check", "roleArn": "arn:aws:iam::111111111111:role/hook",
             "lifecycleStages": ["POST_TEST_TRAFFIC_SHIFT"]}]}}
        """,
        "task-definitions/shop.json": """
        {"family": "shop", "networkMode": "awsvpc", "cpu": "4096", "memory": "30720", \(role),
         "containerDefinitions": [{"name": "shop", "image": "shop:1", "portMappings": [{"containerPort": 8080}]}]}
        """,
      ]),
  ]
}
