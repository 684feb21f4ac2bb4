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

# What later steps need of an answer: name, and the way to it.
KEEP = {
    ("ecs", "RegisterTaskDefinition"): ("definition", ["taskDefinition", "taskDefinitionArn"]),
    ("ecs", "ListTasks"): ("task", ["taskArns", 0]),
    ("ecr", "PutImage"): ("digest", ["image", "imageId", "imageDigest"]),
}

STEPS = [
    ("sts", "GetCallerIdentity", {}),
    ("logs", "CreateLogGroup", {"logGroupName": "/shapes", "tags": {"team": "a"}}),
    ("logs", "PutRetentionPolicy", {"logGroupName": "/shapes", "retentionInDays": 7}),
    ("logs", "DescribeLogGroups", {"logGroupNamePrefix": "/shapes"}),
    ("logs", "TagResource", {"resourceArn": GROUP, "tags": {"more": "b"}}),
    ("logs", "ListTagsForResource", {"resourceArn": GROUP}),
    ("logs", "UntagResource", {"resourceArn": GROUP, "tagKeys": ["more"]}),
    ("logs", "CreateLogGroup", {"logGroupName": "/shapes"}),
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
    ("ecs", "RegisterTaskDefinition", {**DEFINITION, "cpu": "512", "memory": "1024"}),
    ("ecs", "UpdateService", {"cluster": "shapes", "service": "web", "taskDefinition": "@definition@"}),
    ("ecs", "UpdateService", {"cluster": "shapes", "service": "web", "desiredCount": 0}),
    ("ecs", "UpdateService", {"cluster": "shapes", "service": "nothing", "desiredCount": 1}),
    ("ecs", "DeleteService", {"cluster": "shapes", "service": "web", "force": True}),
    ("ecs", "DeregisterTaskDefinition", {"taskDefinition": "@definition@"}),
    ("ecr", "BatchDeleteImage", {"repositoryName": "shapes/app", "imageIds": [{"imageTag": "sha-1"}]}),
    ("ecr", "DeleteRepository", {"repositoryName": "shapes/app", "force": True}),
    ("logs", "DeleteLogGroup", {"logGroupName": "/shapes"}),
]
