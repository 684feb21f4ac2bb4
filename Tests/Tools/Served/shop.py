"""One estate, written twice: as files of reconcile and as a configuration of Terraform. terraform_equality.py compares them.

Services of many shapes in one cluster, repositories with policies, log groups with retention and tags.
"""

import json
from pathlib import Path

REGION, ACCOUNT = "eu-west-1", "111111111111"
REGISTRY = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com"
ROLE = f"arn:aws:iam::{ACCOUNT}:role"
TARGETS = f"arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:targetgroup/web/0123456789abcdef"
NETWORK = {"subnets": ["subnet-0a1b2c3d", "subnet-1a1b2c3d"], "securityGroups": ["sg-0a1b2c3d"]}
NAMESPACE = f"arn:aws:servicediscovery:{REGION}:{ACCOUNT}:namespace/ns-0123456789abcdef"
TAG = "sha-1111111"

LIFECYCLE = {
    "rules": [
        {
            "rulePriority": 1,
            "description": "Untagged images go after a week",
            "selection": {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 7},
            "action": {"type": "expire"},
        },
        {
            "rulePriority": 2,
            "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 50},
            "action": {"type": "expire"},
        },
    ]
}
ACCESS = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "pull",
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::222222222222:root"},
            "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        }
    ],
}


def logs(stream):
    return {
        "logDriver": "awslogs",
        "options": {"awslogs-group": "/shop/app", "awslogs-region": REGION, "awslogs-stream-prefix": stream},
    }


def fargate(family, *containers, **more):
    return {
        "family": family, "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512",
        "executionRoleArn": f"{ROLE}/shop", "containerDefinitions": list(containers), **more,
    }  # fmt: skip


def container(name, **more):
    return {"name": name, "image": f"{REGISTRY}/shop/app:{TAG}", "essential": True, **more}


# Task definitions in the API's own JSON; both sides are made from these.
DEFINITIONS = {
    "web": fargate(
        "shop-web",
        container(
            "web",
            portMappings=[{"containerPort": 8080, "protocol": "tcp"}],
            environment=[{"name": "MODE", "value": "live"}, {"name": "EMPTY", "value": ""}],
            secrets=[{"name": "DATABASE", "valueFrom": f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:shop/database-AbCdEf"}],
            healthCheck={"command": ["CMD-SHELL", "curl -f http://localhost:8080/ || exit 1"], "interval": 10, "startPeriod": 30},
            logConfiguration=logs("web"),
            dependsOn=[{"containerName": "config", "condition": "SUCCESS"}],
            stopTimeout=60,
            ulimits=[{"name": "nofile", "softLimit": 4096, "hardLimit": 8192}],
        ),
        container("config", essential=False, command=["write-config"], logConfiguration=logs("config")),
        taskRoleArn=f"{ROLE}/web",
        runtimePlatform={"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"},
        ephemeralStorage={"sizeInGiB": 30},
        tags=[{"key": "team", "value": "shop"}],
    ),
    "worker": {
        "family": "shop-worker",
        "networkMode": "bridge",
        "requiresCompatibilities": ["EC2"],
        "containerDefinitions": [
            container(
                "worker", cpu=128, memoryReservation=128, portMappings=[{"containerPort": 9000}], links=["cache"],
                mountPoints=[{"sourceVolume": "data", "containerPath": "/data", "readOnly": True}],
                dockerLabels={"role": "worker"}, logConfiguration=logs("worker"),
            ),  # fmt: skip
            container("cache", memory=64, essential=False, linuxParameters={"initProcessEnabled": True}),
        ],
        "volumes": [{"name": "data", "host": {"sourcePath": "/srv/data"}}],
        "placementConstraints": [{"type": "memberOf", "expression": "attribute:disk == ssd"}],
    },
    "agent": {"family": "shop-agent", "containerDefinitions": [container("agent", memory=64)]},
    "mesh": fargate(
        "shop-mesh",
        container("mesh", portMappings=[{"containerPort": 80, "name": "http", "appProtocol": "http"}]),
    ),
    "files": fargate(
        "shop-files",
        container("files", mountPoints=[{"sourceVolume": "shared", "containerPath": "/shared"}], readonlyRootFilesystem=True),
        volumes=[
            {
                "name": "shared",
                "efsVolumeConfiguration": {
                    "fileSystemId": "fs-0123456789abcdef0",
                    "transitEncryption": "ENABLED",
                    "authorizationConfig": {"accessPointId": "fsap-0123456789abcdef0", "iam": "ENABLED"},
                },
            }
        ],
    ),
    "plain": fargate("shop-plain", container("plain")),
}

# Services: for reconcile in the API's JSON, for Terraform in its own words.
SERVICES = {
    "web": (
        {
            "desiredCount": 2, "launchType": "FARGATE", "platformVersion": "1.4.0",
            "networkConfiguration": {"awsvpcConfiguration": {**NETWORK, "assignPublicIp": "ENABLED"}},
            "deploymentConfiguration": {
                "deploymentCircuitBreaker": {"enable": True, "rollback": True}, "minimumHealthyPercent": 50, "maximumPercent": 150},
            "loadBalancers": [{"targetGroupArn": TARGETS, "containerName": "web", "containerPort": 8080}],
            "healthCheckGracePeriodSeconds": 30, "enableExecuteCommand": True, "enableECSManagedTags": True,
            "propagateTags": "SERVICE", "tags": [{"key": "team", "value": "shop"}],
        },
        {
            "desired_count": 2, "launch_type": "FARGATE", "platform_version": "1.4.0",
            "network_configuration": {
                "subnets": NETWORK["subnets"], "security_groups": NETWORK["securityGroups"], "assign_public_ip": True},
            "deployment_circuit_breaker": {"enable": True, "rollback": True},
            "deployment_minimum_healthy_percent": 50, "deployment_maximum_percent": 150,
            "load_balancer": [{"target_group_arn": TARGETS, "container_name": "web", "container_port": 8080}],
            "health_check_grace_period_seconds": 30, "enable_execute_command": True, "enable_ecs_managed_tags": True,
            "propagate_tags": "SERVICE", "tags": {"team": "shop"},
        },
    ),
    "worker": (
        {
            "desiredCount": 2, "launchType": "EC2",
            "placementStrategy": [{"type": "spread", "field": "attribute:ecs.availability-zone"}, {"type": "binpack", "field": "memory"}],
            "placementConstraints": [{"type": "distinctInstance"}],
            "deploymentConfiguration": {"minimumHealthyPercent": 0, "maximumPercent": 100},
        },
        {
            "desired_count": 2, "launch_type": "EC2",
            "ordered_placement_strategy": [
                {"type": "spread", "field": "attribute:ecs.availability-zone"}, {"type": "binpack", "field": "memory"}],
            "placement_constraints": [{"type": "distinctInstance"}],
            "deployment_minimum_healthy_percent": 0, "deployment_maximum_percent": 100,
        },
    ),
    "agent": (
        {"schedulingStrategy": "DAEMON", "launchType": "EC2"},
        {"scheduling_strategy": "DAEMON", "launch_type": "EC2"},
    ),
    "mesh": (
        {
            "desiredCount": 1, "launchType": "FARGATE", "networkConfiguration": {"awsvpcConfiguration": NETWORK},
            "serviceConnectConfiguration": {
                "enabled": True, "namespace": NAMESPACE,
                "services": [{"portName": "http", "discoveryName": "mesh", "clientAliases": [{"port": 80, "dnsName": "mesh"}]}],
            },
        },
        {
            "desired_count": 1, "launch_type": "FARGATE",
            "network_configuration": {"subnets": NETWORK["subnets"], "security_groups": NETWORK["securityGroups"]},
            "service_connect_configuration": {
                "enabled": True, "namespace": NAMESPACE,
                "service": [{"port_name": "http", "discovery_name": "mesh", "client_alias": [{"port": 80, "dns_name": "mesh"}]}],
            },
        },
    ),
    "files": (
        {
            "desiredCount": 1, "networkConfiguration": {"awsvpcConfiguration": NETWORK},
            "capacityProviderStrategy": [
                {"capacityProvider": "FARGATE_SPOT", "weight": 3}, {"capacityProvider": "FARGATE", "weight": 1, "base": 1}],
        },
        {
            "desired_count": 1,
            "network_configuration": {"subnets": NETWORK["subnets"], "security_groups": NETWORK["securityGroups"]},
            "capacity_provider_strategy": [
                {"capacity_provider": "FARGATE_SPOT", "weight": 3}, {"capacity_provider": "FARGATE", "weight": 1, "base": 1}],
        },
    ),
    "plain": (
        {"desiredCount": 1, "launchType": "FARGATE", "networkConfiguration": {"awsvpcConfiguration": NETWORK}},
        {
            "desired_count": 1, "launch_type": "FARGATE",
            "network_configuration": {"subnets": NETWORK["subnets"], "security_groups": NETWORK["securityGroups"]},
        },
    ),
}  # fmt: skip


def write(path, document):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=2) + "\n")


def write_environment(directory):
    """The files of reconcile."""
    write(directory / "environment.json", {
        "name": "shop", "provider": {"name": "aws-cli", "region": REGION, "accountId": ACCOUNT}, "cluster": "shop",
        "images": {"app": {"repository": "shop/app"}},
    })  # fmt: skip
    write(directory / "image-tags.auto.tfvars.json", {"image_tags": {"app": TAG}})
    write(directory / "clusters" / "shop.json", {
        "clusterName": "shop", "settings": [{"name": "containerInsights", "value": "enabled"}],
        "capacityProviders": ["FARGATE", "FARGATE_SPOT"], "tags": [{"key": "team", "value": "shop"}],
    })  # fmt: skip
    write(directory / "repositories" / "app.json", {
        "repositoryName": "shop/app", "imageTagMutability": "IMMUTABLE", "imageScanningConfiguration": {"scanOnPush": True},
        "tags": [{"Key": "team", "Value": "shop"}], "lifecyclePolicy": LIFECYCLE, "repositoryPolicy": ACCESS,
    })  # fmt: skip
    write(directory / "repositories" / "plain.json", {"repositoryName": "shop/plain"})
    write(directory / "log-groups" / "app.json", {"logGroupName": "/shop/app", "retentionInDays": 30, "tags": {"team": "shop"}})
    write(directory / "log-groups" / "plain.json", {"logGroupName": "/shop/plain"})
    for name, definition in DEFINITIONS.items():
        text = json.dumps(definition).replace(f"{REGISTRY}/shop/app:{TAG}", "${image.app}")
        write(directory / "task-definitions" / f"{name}.json", json.loads(text))
    for name, (service, _) in SERVICES.items():
        write(directory / "services" / f"{name}.json", service)


def words(name):
    """containerDefinitions → container_definitions"""
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name)


def volume(given):
    made = {"name": given["name"]}
    if host := given.get("host"):
        made["host_path"] = host["sourcePath"]
    if files := given.get("efsVolumeConfiguration"):
        access = files["authorizationConfig"]
        made["efs_volume_configuration"] = {
            "file_system_id": files["fileSystemId"], "transit_encryption": files["transitEncryption"],
            "authorization_config": {"access_point_id": access["accessPointId"], "iam": access["iam"]},
        }  # fmt: skip
    return made


def terraform_definition(definition):
    made = {words(key): value for key, value in definition.items() if isinstance(value, str)}
    made["container_definitions"] = json.dumps(definition["containerDefinitions"])
    if compatibilities := definition.get("requiresCompatibilities"):
        made["requires_compatibilities"] = compatibilities
    if platform := definition.get("runtimePlatform"):
        made["runtime_platform"] = {words(key): value for key, value in platform.items()}
    if storage := definition.get("ephemeralStorage"):
        made["ephemeral_storage"] = {"size_in_gib": storage["sizeInGiB"]}
    if constraints := definition.get("placementConstraints"):
        made["placement_constraints"] = constraints
    if volumes := definition.get("volumes"):
        made["volume"] = [volume(given) for given in volumes]
    if tags := definition.get("tags"):
        made["tags"] = {tag["key"]: tag["value"] for tag in tags}
    return made


def rebalancing(service):
    """ECS spreads over zones what can be: no daemons, no more than all tasks, and spread first."""
    maximum = service.get("deploymentConfiguration", {}).get("maximumPercent", 200)
    return "DISABLED" if service.get("schedulingStrategy") == "DAEMON" or maximum <= 100 else "ENABLED"


def resources():
    """Terraform's resources: (type, name) → its arguments and the id to import it by."""
    made = {
        ("aws_ecs_cluster", "shop"): (
            {"name": "shop", "setting": {"name": "containerInsights", "value": "enabled"}, "tags": {"team": "shop"}}, "shop"),
        ("aws_ecs_cluster_capacity_providers", "shop"): (
            {"cluster_name": "${aws_ecs_cluster.shop.name}", "capacity_providers": ["FARGATE", "FARGATE_SPOT"]}, "shop"),
        ("aws_ecr_repository", "app"): (
            {"name": "shop/app", "image_tag_mutability": "IMMUTABLE", "image_scanning_configuration": {"scan_on_push": True},
             "tags": {"team": "shop"}}, "shop/app"),
        ("aws_ecr_lifecycle_policy", "app"): (
            {"repository": "${aws_ecr_repository.app.name}", "policy": json.dumps(LIFECYCLE)}, "shop/app"),
        ("aws_ecr_repository_policy", "app"): (
            {"repository": "${aws_ecr_repository.app.name}", "policy": json.dumps(ACCESS)}, "shop/app"),
        ("aws_ecr_repository", "plain"): ({"name": "shop/plain"}, "shop/plain"),
        ("aws_cloudwatch_log_group", "app"): (
            {"name": "/shop/app", "retention_in_days": 30, "tags": {"team": "shop"}}, "/shop/app"),
        ("aws_cloudwatch_log_group", "plain"): ({"name": "/shop/plain"}, "/shop/plain"),
        ("aws_appautoscaling_target", "web"): (
            {"service_namespace": "ecs", "resource_id": "service/shop/web", "scalable_dimension": "ecs:service:DesiredCount",
             "min_capacity": 1, "max_capacity": 4, "depends_on": ["aws_ecs_service.web"]},
            "ecs/service/shop/web/ecs:service:DesiredCount"),
        # Nothing of reconcile's makes one, so there is nothing to import.
        ("aws_appautoscaling_policy", "web"): (
            {"name": "cpu", "policy_type": "TargetTrackingScaling", "service_namespace": "ecs",
             "resource_id": "${aws_appautoscaling_target.web.resource_id}", "scalable_dimension": "ecs:service:DesiredCount",
             "target_tracking_scaling_policy_configuration": {
                 "target_value": 60, "predefined_metric_specification": {"predefined_metric_type": "ECSServiceAverageCPUUtilization"}}},
            None),
    }  # fmt: skip
    for name, definition in DEFINITIONS.items():
        arn = f"arn:aws:ecs:{REGION}:{ACCOUNT}:task-definition/{definition['family']}:1"
        made["aws_ecs_task_definition", name] = (terraform_definition(definition), arn)
    for name, (given, service) in SERVICES.items():
        # An import knows the revision by this name; Terraform would plan to write its ARN instead.
        revision = f"${{aws_ecs_task_definition.{name}.family}}:${{aws_ecs_task_definition.{name}.revision}}"
        # What ECS itself chooses; the provider 5.100 has another default.
        service = {"availability_zone_rebalancing": rebalancing(given), **service}
        arguments = {
            "name": name, "cluster": "${aws_ecs_cluster.shop.arn}", "task_definition": revision,
            "depends_on": ["aws_ecs_cluster_capacity_providers.shop"], **service,
        }  # fmt: skip
        made["aws_ecs_service", name] = (arguments, f"shop/{name}")
    return made


def write_terraform(directory, imports):
    document = {
        "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws"}}},
        # What reconcile finds its registrations by, when it was killed in the middle: not Terraform's to take away.
        "provider": {
            "aws": {
                "region": REGION, "skip_metadata_api_check": True, "ignore_tags": {"key_prefixes": ["reconcile:"]},
            }
        },  # fmt: skip
        "resource": {},
    }
    for (kind, name), (arguments, id) in resources().items():
        if imports and not id:
            continue
        document["resource"].setdefault(kind, {})[name] = arguments
    if imports:
        document["import"] = [{"to": f"{kind}.{name}", "id": id} for (kind, name), (_, id) in resources().items() if id]
    write(Path(directory) / "main.tf.json", document)
