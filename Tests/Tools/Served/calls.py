"""The same calls for two clouds: what an account goes through in its life, and how it is refused.

Each step is (service, operation, input). A text `@name@` in an input stands for what an earlier step answered; see KEEP.
"""

import json

CONTAINER = {
    "name": "web",
    "image": "public.ecr.aws/nginx/nginx:1.27",
    "essential": True,
    "portMappings": [{"containerPort": 8080}],
    "environment": [{"name": "MODE", "value": "test"}],
    "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/shapes", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "web"}},
}
DEFINITION = {
    "family": "shapes",
    "containerDefinitions": [CONTAINER],
    "cpu": "256",
    "memory": "512",
    "networkMode": "awsvpc",
    "requiresCompatibilities": ["FARGATE"],
    "executionRoleArn": "arn:aws:iam::123456789012:role/shapes",
    "tags": [{"key": "team", "value": "a"}],
}
NETWORK = {"awsvpcConfiguration": {"subnets": ["@subnet@"], "securityGroups": ["@group@"], "assignPublicIp": "DISABLED"}}
MANIFEST = json.dumps(
    {
        "schemaVersion": 2,
        "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
        "config": {"mediaType": "application/vnd.docker.container.image.v1+json", "size": 1, "digest": "sha256:" + "a" * 64},
        "layers": [{"mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip", "size": 1, "digest": "sha256:" + "b" * 64}],
    }
)
LIFECYCLE = json.dumps(
    {
        "rules": [
            {
                "rulePriority": 1,
                "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 10},
                "action": {"type": "expire"},
            }
        ]
    }
)
ACCESS = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Sid": "pull", "Effect": "Allow", "Principal": "*", "Action": ["ecr:BatchGetImage"]}],
    }
)
REPOSITORY = "arn:aws:ecr:eu-west-1:123456789012:repository/shapes/app"
CLUSTER = "arn:aws:ecs:eu-west-1:123456789012:cluster/shapes"
GROUP = "arn:aws:logs:eu-west-1:123456789012:log-group:/shapes"

DEPLOYMENT = "arn:aws:ecs:eu-west-1:123456789012:service-deployment/shapes/web"
SCALED = {"ServiceNamespace": "ecs", "ResourceId": "service/shapes/web", "ScalableDimension": "ecs:service:DesiredCount"}
TRACKING = {
    "PolicyType": "TargetTrackingScaling",
    "TargetTrackingScalingPolicyConfiguration": {
        "TargetValue": 60,
        "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"},
    },
}
NIGHT = {"Schedule": "cron(0 22 * * ? *)", "ScalableTargetAction": {"MinCapacity": 0, "MaxCapacity": 0}}
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}],
    }
)

# What an account of the simulated cloud has from the start, and moto's has not.
GIVEN = [
    ("iam", "CreateRole", {"RoleName": "shapes", "AssumeRolePolicyDocument": TRUST}),
    ("secretsmanager", "CreateSecret", {"Name": "shapes", "SecretString": "x"}),
    ("ssm", "PutParameter", {"Name": "/shapes", "Value": "x", "Type": "SecureString"}),
    ("elbv2", "CreateTargetGroup", {"Name": "shapes", "Protocol": "HTTP", "Port": 80, "VpcId": "@vpc@", "TargetType": "ip"}),
]

# What later steps need of an answer: name, and the way to it.
KEEP = {
    ("ecs", "RegisterTaskDefinition"): ("definition", ["taskDefinition", "taskDefinitionArn"]),
    ("ecs", "ListTasks"): ("task", ["taskArns", 0]),
    ("ecs", "RunTask"): ("lone-task", ["tasks", 0, "taskArn"]),
    ("elbv2", "CreateTargetGroup"): ("targets", ["TargetGroups", 0, "TargetGroupArn"]),
    ("application-autoscaling", "RegisterScalableTarget"): ("target", ["ScalableTargetARN"]),
    ("ecr", "PutImage"): ("digest", ["image", "imageId", "imageDigest"]),
}

STEPS = [
    ("sts", "GetCallerIdentity", {}),
    ("sts", "AssumeRole", {"RoleArn": "arn:aws:iam::123456789012:role/shapes", "RoleSessionName": "shapes"}),
    (
        "sts",
        "AssumeRoleWithWebIdentity",
        {"RoleArn": "arn:aws:iam::123456789012:role/shapes", "RoleSessionName": "shapes", "WebIdentityToken": "a.b.c"},
    ),
    ("ecr", "GetAuthorizationToken", {}),
    ("logs", "CreateLogGroup", {"logGroupName": "/shapes", "tags": {"team": "a"}}),
    ("logs", "PutRetentionPolicy", {"logGroupName": "/shapes", "retentionInDays": 7}),
    ("logs", "DescribeLogGroups", {"logGroupNamePrefix": "/shapes"}),
    ("logs", "TagResource", {"resourceArn": GROUP, "tags": {"more": "b"}}),
    ("logs", "ListTagsForResource", {"resourceArn": GROUP}),
    ("logs", "UntagResource", {"resourceArn": GROUP, "tagKeys": ["more"]}),
    ("logs", "CreateLogGroup", {"logGroupName": "/shapes"}),
    ("logs", "GetLogEvents", {"logGroupName": "/shapes", "logStreamName": "nothing"}),
    ("logs", "AssociateKmsKey", {"logGroupName": "/shapes", "kmsKeyId": "arn:aws:kms:eu-west-1:123456789012:key/1"}),
    ("logs", "DisassociateKmsKey", {"logGroupName": "/shapes"}),
    ("logs", "PutLogGroupDeletionProtection", {"logGroupIdentifier": "/shapes", "deletionProtectionEnabled": False}),
    ("logs", "DeleteRetentionPolicy", {"logGroupName": "/shapes"}),
    ("logs", "PutRetentionPolicy", {"logGroupName": "/nowhere", "retentionInDays": 7}),
    ("ecr", "DescribeRepositories", {"repositoryNames": ["shapes/app"]}),
    (
        "ecr",
        "CreateRepository",
        {
            "repositoryName": "shapes/app",
            "imageTagMutability": "IMMUTABLE",
            "imageScanningConfiguration": {"scanOnPush": True},
            "tags": [{"Key": "team", "Value": "a"}],
        },
    ),
    ("ecr", "CreateRepository", {"repositoryName": "shapes/app"}),
    ("ecr", "DescribeRepositories", {}),
    ("ecr", "DescribeRepositories", {"repositoryNames": ["shapes/app"]}),
    ("ecr", "PutImageTagMutability", {"repositoryName": "shapes/app", "imageTagMutability": "MUTABLE"}),
    ("ecr", "PutImageScanningConfiguration", {"repositoryName": "shapes/app", "imageScanningConfiguration": {"scanOnPush": False}}),
    ("ecr", "GetLifecyclePolicy", {"repositoryName": "shapes/app"}),
    ("ecr", "PutLifecyclePolicy", {"repositoryName": "shapes/app", "lifecyclePolicyText": LIFECYCLE}),
    ("ecr", "GetLifecyclePolicy", {"repositoryName": "shapes/app"}),
    ("ecr", "DeleteLifecyclePolicy", {"repositoryName": "shapes/app"}),
    ("ecr", "GetRepositoryPolicy", {"repositoryName": "shapes/app"}),
    ("ecr", "SetRepositoryPolicy", {"repositoryName": "shapes/app", "policyText": ACCESS}),
    ("ecr", "GetRepositoryPolicy", {"repositoryName": "shapes/app"}),
    ("ecr", "DeleteRepositoryPolicy", {"repositoryName": "shapes/app"}),
    ("ecr", "TagResource", {"resourceArn": REPOSITORY, "tags": [{"Key": "more", "Value": "b"}]}),
    ("ecr", "ListTagsForResource", {"resourceArn": REPOSITORY}),
    ("ecr", "UntagResource", {"resourceArn": REPOSITORY, "tagKeys": ["more"]}),
    ("ecr", "PutImage", {"repositoryName": "shapes/app", "imageManifest": MANIFEST, "imageTag": "sha-1"}),
    ("ecr", "BatchGetImage", {"repositoryName": "shapes/app", "imageIds": [{"imageTag": "sha-1"}, {"imageTag": "sha-2"}]}),
    ("ecr", "DescribeImages", {"repositoryName": "shapes/app"}),
    ("ecr", "DescribeImages", {"repositoryName": "shapes/app", "imageIds": [{"imageTag": "sha-2"}]}),
    ("ecr", "ListImages", {"repositoryName": "shapes/app"}),
    ("ecs", "DescribeServices", {"cluster": "shapes", "services": ["web"]}),
    ("ecs", "CreateCluster", {"clusterName": "shapes", "tags": [{"key": "team", "value": "a"}]}),
    ("ecs", "DescribeClusters", {"clusters": ["shapes", "nowhere"], "include": ["TAGS", "SETTINGS", "CONFIGURATIONS"]}),
    ("ecs", "ListClusters", {}),
    ("ecs", "UpdateClusterSettings", {"cluster": "shapes", "settings": [{"name": "containerInsights", "value": "enabled"}]}),
    ("ecs", "UpdateCluster", {"cluster": "shapes", "settings": [{"name": "containerInsights", "value": "disabled"}]}),
    (
        "ecs",
        "PutClusterCapacityProviders",
        {"cluster": "shapes", "capacityProviders": ["FARGATE"], "defaultCapacityProviderStrategy": []},
    ),
    ("ecs", "TagResource", {"resourceArn": CLUSTER, "tags": [{"key": "more", "value": "b"}]}),
    ("ecs", "ListTagsForResource", {"resourceArn": CLUSTER}),
    ("ecs", "UntagResource", {"resourceArn": CLUSTER, "tagKeys": ["more"]}),
    ("ecs", "DescribeTaskDefinition", {"taskDefinition": "shapes"}),
    ("ecs", "RegisterTaskDefinition", DEFINITION),
    ("ecs", "DescribeTaskDefinition", {"taskDefinition": "@definition@", "include": ["TAGS"]}),
    ("ecs", "ListTaskDefinitions", {"familyPrefix": "shapes"}),
    ("ecs", "ListTaskDefinitionFamilies", {"familyPrefix": "shapes"}),
    (
        "ecs",
        "CreateService",
        {
            "cluster": "shapes",
            "serviceName": "web",
            "taskDefinition": "@definition@",
            "desiredCount": 2,
            "launchType": "FARGATE",
            "networkConfiguration": NETWORK,
            "tags": [{"key": "team", "value": "a"}],
        },
    ),
    ("ecs", "DescribeServices", {"cluster": "shapes", "services": ["web", "nothing"], "include": ["TAGS"]}),
    ("ecs", "ListServices", {"cluster": "shapes"}),
    ("ecs", "ListTasks", {"cluster": "shapes", "serviceName": "web"}),
    ("ecs", "DescribeTasks", {"cluster": "shapes", "tasks": ["@task@"]}),
    (
        "ecs",
        "RunTask",
        {"cluster": "shapes", "taskDefinition": "@definition@", "launchType": "FARGATE", "networkConfiguration": NETWORK},
    ),
    ("ecs", "DescribeTasks", {"cluster": "shapes", "tasks": ["@lone-task@", "arn:aws:ecs:eu-west-1:123456789012:task/shapes/1"]}),
    ("ecs", "StopTask", {"cluster": "shapes", "task": "@lone-task@", "reason": "no more"}),
    ("ecs", "ListServiceDeployments", {"cluster": "shapes", "service": "web"}),
    ("ecs", "DescribeServiceDeployments", {"serviceDeploymentArns": [f"{DEPLOYMENT}/1"]}),
    ("ecs", "StopServiceDeployment", {"serviceDeploymentArn": f"{DEPLOYMENT}/1"}),
    ("ecs", "ContinueServiceDeployment", {"serviceDeploymentArn": f"{DEPLOYMENT}/1", "hookId": "1"}),
    ("application-autoscaling", "RegisterScalableTarget", {**SCALED, "MinCapacity": 1, "MaxCapacity": 4}),
    ("application-autoscaling", "DescribeScalableTargets", {"ServiceNamespace": "ecs"}),
    ("application-autoscaling", "ListTagsForResource", {"ResourceARN": "@target@"}),
    ("application-autoscaling", "PutScalingPolicy", {**SCALED, "PolicyName": "cpu", **TRACKING}),
    ("application-autoscaling", "DescribeScalingPolicies", {"ServiceNamespace": "ecs"}),
    ("application-autoscaling", "PutScheduledAction", {**SCALED, "ScheduledActionName": "night", **NIGHT}),
    ("application-autoscaling", "DescribeScheduledActions", {"ServiceNamespace": "ecs"}),
    ("application-autoscaling", "DeleteScheduledAction", {**SCALED, "ScheduledActionName": "night"}),
    ("application-autoscaling", "DeleteScheduledAction", {**SCALED, "ScheduledActionName": "night"}),
    ("application-autoscaling", "DeleteScalingPolicy", {**SCALED, "PolicyName": "cpu"}),
    ("application-autoscaling", "DeleteScalingPolicy", {**SCALED, "PolicyName": "cpu"}),
    ("application-autoscaling", "DeregisterScalableTarget", SCALED),
    ("application-autoscaling", "DeregisterScalableTarget", SCALED),
    ("ecs", "RegisterTaskDefinition", {**DEFINITION, "cpu": "512", "memory": "1024"}),
    ("ecs", "UpdateService", {"cluster": "shapes", "service": "web", "taskDefinition": "@definition@"}),
    ("ecs", "UpdateService", {"cluster": "shapes", "service": "web", "desiredCount": 0}),
    ("ecs", "UpdateService", {"cluster": "shapes", "service": "nothing", "desiredCount": 1}),
    ("ecs", "DeleteService", {"cluster": "shapes", "service": "web", "force": True}),
    ("ecs", "DeregisterTaskDefinition", {"taskDefinition": "@definition@"}),
    ("ecs", "DeleteCluster", {"cluster": "nowhere"}),
    ("ecs", "DeleteCluster", {"cluster": "shapes"}),
    ("iam", "GetRole", {"RoleName": "shapes"}),
    ("secretsmanager", "DescribeSecret", {"SecretId": "shapes"}),
    ("ssm", "DescribeParameters", {"ParameterFilters": [{"Key": "Name", "Values": ["/shapes"]}]}),
    ("ec2", "DescribeSubnets", {"Filters": [{"Name": "subnet-id", "Values": ["@subnet@"]}]}),
    ("ec2", "DescribeSecurityGroups", {"Filters": [{"Name": "group-id", "Values": ["@group@"]}]}),
    ("elbv2", "DescribeTargetGroups", {"TargetGroupArns": ["@targets@"]}),
    ("elbv2", "DescribeTargetHealth", {"TargetGroupArn": "@targets@"}),
    ("ecr", "BatchDeleteImage", {"repositoryName": "shapes/app", "imageIds": [{"imageTag": "sha-1"}]}),
    ("ecr", "DeleteRepository", {"repositoryName": "shapes/app", "force": True}),
    ("logs", "DeleteLogGroup", {"logGroupName": "/shapes"}),
]
