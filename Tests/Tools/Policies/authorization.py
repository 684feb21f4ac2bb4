"""What IAM is asked before a call is carried out: an action, resources, and the keys that conditions can look at.

From AWS's Service Authorization Reference (authorization.json, written by facts.py) and, where that is not what happens,
from the sources that are named beside the exception.
"""

import json
import pathlib
import re

FACTS = json.loads(pathlib.Path(__file__).with_name("authorization.json").read_text())

# Actions whose resource type in the reference is not what IAM is asked about.
ASKED_ABOUT_ALL = {
    # cdklabs/construct-hub#1207, widdix/complete-aws-iam-reference#74: without a container instance the resource is `*`.
    "ecs:ListTasks",
    # aws/containers-roadmap#929 asks for a way to hold it to a family. The developer guide's examples allow it on `*`.
    "ecs:RegisterTaskDefinition",
    # The same examples; the cluster has no ARN before it is there.
    "ecs:CreateCluster",
    # Application Auto Scaling user guide, "Permissions required to use Application Auto Scaling": it asks for all alarms.
    "cloudwatch:DescribeAlarms",
}

SCALING = "ecs.application-autoscaling.amazonaws.com"


class Request:
    def __init__(self, action, resource, context=None, why=""):
        self.action, self.resource, self.context, self.why = action, resource, context or {}, why

    def __str__(self):
        return f"{self.action} on {self.resource} {self.context or ''} {self.why}".rstrip()


class Place:
    """Where calls are made, and what is known of it from calls before."""

    def __init__(self, partition, region, account, roles_of_revisions):
        self.names = {"Partition": partition, "Region": region, "Account": account}
        self.roles = roles_of_revisions
        self.keys_of_objects = {}

    def arn(self, kind, **names):
        """An ARN in the form of the reference."""
        template = FACTS["resources"][kind]
        return re.sub(r"\$\{(\w+)\}", lambda match: {**self.names, **names}[match[1]], template)

    def cluster(self, text):
        return text if text.startswith("arn:") else self.arn("ecs:cluster", ClusterName=text)

    def within(self, cluster):
        return {"ecs:cluster": self.cluster(cluster)}

    def service(self, cluster, name):
        return self.arn("ecs:service", ClusterName=last(cluster), ServiceName=last(name))

    def task(self, arn, cluster):
        return arn if arn.startswith("arn:") else self.arn("ecs:task", ClusterName=last(cluster), TaskId=arn)

    def revision(self, text):
        family, _, number = last(text).partition(":")
        return self.arn(
            "ecs:task-definition", TaskDefinitionFamilyName=family, TaskDefinitionRevisionNumber=number or "*"
        )

    def role(self, text):
        return text if text.startswith("arn:") else self.arn("iam:role", RoleNameWithPath=text)

    def log_group(self, name):
        return self.arn("logs:log-group", LogGroupName=name)


def alias(key):
    """`alias/states` of that or of its ARN."""
    return key[key.index("alias/") :] if "alias/" in key else None


def form(condition):
    """A condition key as the reference writes it."""
    return re.sub(r"^(kms:EncryptionContext:).+", r"\1${EncryptionContextKey}", condition)


def last(text):
    return text.rsplit("/", 1)[-1]


def values(node, *names):
    """All texts of members with these names, at any depth."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in names and isinstance(value, str) and value:
                yield value
            yield from values(value, *names)
    elif isinstance(node, list):
        for value in node:
            yield from values(value, *names)


def passed(place, roles, service):
    return [
        Request("iam:PassRole", place.role(role), {"iam:PassedToService": service}, "(role that is passed on)")
        for role in sorted(set(roles))
    ]


def requests(place, call):
    """Everything IAM is asked for one call."""
    service, operation, given = call["service"], call["operation"], call["input"]
    service = "elasticloadbalancing" if service == "elbv2" else service
    operation = {"HeadObject": "GetObject", "ListObjectsV2": "ListBucket", "HeadBucket": "ListBucket"}.get(operation, operation)
    action = f"{service}:{operation}"
    if action == "sts:GetCallerIdentity":
        return []  # "No permissions are required to perform this operation" (STS API reference).
    facts = FACTS["actions"].get(action)
    if facts is None:
        raise SystemExit(f"{action} is not in authorization.json: add it to facts.py")
    asked = [Request(action, resource, context) for resource, context in subjects(place, action, given, facts)]
    return asked + consequences(place, action, given)


def subjects(place, action, given, facts):
    """The resources of the call itself, each with its context."""
    service = action.split(":")[0]
    context = {}
    if service == "ecs" and given.get("cluster"):
        context = place.within(given["cluster"])
    if service == "application-autoscaling" and given.get("ServiceNamespace"):
        context = {
            "application-autoscaling:service-namespace": given["ServiceNamespace"],
            "application-autoscaling:scalable-dimension": given.get("ScalableDimension", ""),
        }
    if service == "kms":
        context = {f"kms:EncryptionContext:{name}": value for name, value in given.get("EncryptionContext", {}).items()}
        if alias(given["KeyId"]):
            context["kms:RequestAlias"] = alias(given["KeyId"])
    context = {key: value for key, value in context.items() if form(key) in facts["conditions"]}
    if action in ASKED_ABOUT_ALL or not facts["types"]:
        return [("*", context)]
    return [(resource, context) for resource in named(place, action, given)]


def named(place, action, given):
    service, operation = action.split(":")
    cluster = given.get("cluster") or given.get("clusterName") or "default"
    if operation in ("TagResource", "UntagResource", "ListTagsForResource"):
        return [given.get("resourceArn") or given.get("ResourceARN")]
    if service == "ecr":
        registry = {"Account": given["registryId"]} if given.get("registryId") else {}
        repositories = given.get("repositoryNames") or [given.get("repositoryName", "*")]
        return [place.arn("ecr:repository", RepositoryName=name, **registry) for name in repositories]
    if service == "logs":
        group = place.log_group(given.get("logGroupName") or given.get("logGroupIdentifier"))
        # CloudWatch Logs API reference, `LogGroup.arn`: "for all API actions" but those about tags the ARN ends in `:*`.
        return [f"{group}:log-stream:{given['logStreamName']}" if operation == "GetLogEvents" else f"{group}:*"]
    if service == "application-autoscaling":
        # AWS chooses the id; what stands here is one that nobody could have guessed.
        return [place.arn("application-autoscaling:ScalableTarget", ResourceId="0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b")]
    if service == "s3":
        if operation == "ListBucket":
            return [place.arn("s3:bucket", BucketName=given["Bucket"])]
        return [place.arn("s3:object", BucketName=given["Bucket"], ObjectName=given["Key"])]
    if service == "kms":
        # IAM is asked about the key itself, whatever names it.
        key = given["KeyId"]
        unknown = "5f60718293a4-0a1b-0a1b-0a1b-0a1b2c3d4e5f"
        return [place.arn("kms:key", KeyId=unknown if alias(key) else key) if alias(key) or not key.startswith("arn:") else key]
    if service == "secretsmanager":
        secret = given["SecretId"]
        whole = re.search(r"-[A-Za-z0-9]{6}$", secret) and secret.startswith("arn:")
        arn = secret if secret.startswith("arn:") else place.arn("secretsmanager:Secret", SecretId=secret)
        return [arn if whole else arn + "-Zk3xQ9"]
    if service == "iam":
        return [place.role(given["RoleName"])]
    if operation in ("DescribeServices", "CreateService", "UpdateService", "DeleteService"):
        names = given.get("services") or [given.get("service") or given.get("serviceName")]
        return [place.service(cluster, name) for name in names]
    if operation in ("DescribeServiceDeployments", "ContinueServiceDeployment", "StopServiceDeployment"):
        arns = given.get("serviceDeploymentArns") or [given["serviceDeploymentArn"]]
        owners = [arn.replace(":service-deployment/", ":service/").rsplit("/", 1)[0] for arn in arns]
        return arns + owners
    if operation in ("DescribeTasks", "StopTask"):
        return [place.task(task, cluster) for task in given.get("tasks") or [given["task"]]]
    if operation == "ExecuteCommand":
        return [place.cluster(cluster), place.task(given["task"], cluster)]
    if operation == "RunTask":
        return [place.revision(given["taskDefinition"])]
    if service == "ecs":
        return [place.cluster(name) for name in given.get("clusters") or [cluster]]
    raise SystemExit(f"what {action} is about is not known")


def consequences(place, action, given):
    """What AWS asks for besides: tags of what is made, roles that are passed on, what it does in the caller's name."""
    asked = []
    tags = given.get("tags") or given.get("Tags")
    if action == "ecs:RegisterTaskDefinition":
        family = given["family"]
        roles = [given[name] for name in ("taskRoleArn", "executionRoleArn") if given.get(name)]
        place.roles[family] = place.roles.get(family, set()) | set(roles)
        asked += passed(place, roles, "ecs-tasks.amazonaws.com")
        if tags:
            asked.append(Request("ecs:TagResource", place.revision(family), why="(tags of what is registered)"))
    elif action in ("ecs:CreateService", "ecs:UpdateService"):
        asked += passed(place, values(given, "role", "roleArn", "hookRoleArn"), "ecs.amazonaws.com")
        if tags:
            name = place.service(given["cluster"], given["serviceName"])
            asked.append(Request("ecs:TagResource", name, why="(tags of what is made)"))
    elif action == "ecs:CreateCluster" and tags:
        asked.append(Request("ecs:TagResource", place.cluster(given["clusterName"]), why="(tags of what is made)"))
    elif action == "ecs:RunTask":
        family = last(given["taskDefinition"]).split(":")[0]
        roles = place.roles.get(family, set()) | set(values(given.get("overrides"), "taskRoleArn", "executionRoleArn"))
        asked += passed(place, roles, "ecs-tasks.amazonaws.com")
        if tags:
            task = place.arn("ecs:task", ClusterName=last(given["cluster"]), TaskId="*")
            asked.append(Request("ecs:TagResource", task, why="(tags of the task)"))
    elif action == "ecr:CreateRepository":
        repository = place.arn("ecr:repository", RepositoryName=given["repositoryName"])
        if tags:
            asked.append(Request("ecr:TagResource", repository, why="(tags of what is made)"))
        key = (given.get("encryptionConfiguration") or {}).get("kmsKey")
        if key:
            # ECR user guide, "Encryption at rest": grants on the key are made and retired in the caller's name.
            for name in ("CreateGrant", "DescribeKey", "RetireGrant"):
                asked.append(Request(f"kms:{name}", key if key.startswith("arn:") else place.arn("kms:key", KeyId=key)))
    elif action == "logs:CreateLogGroup" and tags:
        # "An additional permission logs:TagResource is required" (DataDog/cloudformation-template#61), which does not say by
        # which of the group's two ARNs: so both must do.
        group = place.log_group(given["logGroupName"])
        asked += [Request("logs:TagResource", group), Request("logs:TagResource", group + ":*")]
    elif action == "application-autoscaling:RegisterScalableTarget":
        # User guide, "How Application Auto Scaling works with IAM": the service is looked at and changed for the caller.
        _, cluster, service = given["ResourceId"].split("/")
        for name in ("DescribeServices", "UpdateService"):
            asked.append(Request(f"ecs:{name}", place.service(cluster, service)))
        role = place.arn("iam:role", RoleNameWithPath=f"aws-service-role/{SCALING}/AWSServiceRoleForApplicationAutoScaling_ECSService")
        asked.append(Request("iam:CreateServiceLinkedRole", role, {"iam:AWSServiceName": SCALING}))
        if tags:
            target = place.arn("application-autoscaling:ScalableTarget", ResourceId="0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b")
            asked.append(Request("application-autoscaling:TagResource", target))
    elif action in ("application-autoscaling:PutScalingPolicy", "application-autoscaling:DeleteScalingPolicy"):
        # Same guide: alarms of target tracking are made and deleted in the caller's name.
        name = "PutMetricAlarm" if action.endswith("PutScalingPolicy") else "DeleteAlarms"
        if given.get("PolicyType", "TargetTrackingScaling") == "TargetTrackingScaling":
            alarm = f"TargetTracking-{given['ResourceId']}-AlarmHigh-0a1b2c3d"
            asked.append(Request(f"cloudwatch:{name}", place.arn("cloudwatch:alarm", AlarmName=alarm)))
    elif action == "application-autoscaling:DescribeScalingPolicies":
        asked.append(Request("cloudwatch:DescribeAlarms", "*"))
    elif action == "s3:GetObject":
        # S3 API reference, GetObject, "Permissions": without it an object that is not there is "forbidden".
        asked.append(Request("s3:ListBucket", place.arn("s3:bucket", BucketName=given["Bucket"])))
        key = place.keys_of_objects.get((given["Bucket"], given["Key"]))
        if key:
            asked.append(Request("kms:Decrypt", key, why="(of the bucket's object)"))
    elif action == "s3:PutObject" and given.get("SSEKMSKeyId", "").startswith("arn:"):
        asked += [Request(f"kms:{name}", given["SSEKMSKeyId"]) for name in ("GenerateDataKey", "Decrypt")]
        place.keys_of_objects[given["Bucket"], given["Key"]] = given["SSEKMSKeyId"]
    return asked
