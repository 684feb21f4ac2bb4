"""Asks the simulated cloud everything that the model of Application Auto Scaling says it must refuse.

Usage: python scaling_model.py ADDRESS      the address of `reconcile simulate -listen`

Every leaf of every input in botocore's model has to be in one of the inputs below, which are all accepted. Then each is
broken in one place: a required member left out, a member misspelt, a value of another type, outside of its enumeration,
length or range, or against its pattern. Every one of these must be refused, by the code that AWS has for it.
"""

import copy
import json
import sys
import urllib.error
import urllib.request

import boto3
import botocore.session

SCALED = {"ServiceNamespace": "ecs", "ResourceId": "service/scaled/web", "ScalableDimension": "ecs:service:DesiredCount"}
GROUP = "targetgroup/web/943f017f100becff"
REFUSALS = {"ValidationException", "SerializationException"}

QUERY = {
    "Id": "m1",
    "Label": "queue",
    "MetricStat": {
        "Metric": {"MetricName": "Size", "Namespace": "Shop", "Dimensions": [{"Name": "Queue", "Value": "orders"}]},
        "Stat": "Sum",
        "Unit": "Count",
    },
    "ReturnData": False,
}
MATH = {"Id": "e1", "Expression": "m1 / 2", "ReturnData": True}
PAIR = {"PredefinedMetricType": "ECSServiceCPUUtilization", "ResourceLabel": "x"}


def policy(name, type, **configuration):
    return ("PutScalingPolicy", {**SCALED, "PolicyName": name, "PolicyType": type, f"{type}PolicyConfiguration": configuration})


INPUTS = [
    (
        "RegisterScalableTarget",
        {
            **SCALED, "MinCapacity": 1, "MaxCapacity": 4, "RoleARN": "arn:aws:iam::111111111111:role/mine", "Tags": {"team": "a"},
            "SuspendedState": {
                "DynamicScalingInSuspended": False, "DynamicScalingOutSuspended": False, "ScheduledScalingSuspended": True,
            },
        },
    ),
    policy(
        "label", "TargetTrackingScaling", TargetValue=60, ScaleInCooldown=60, ScaleOutCooldown=30, DisableScaleIn=False,
        PredefinedMetricSpecification={
            "PredefinedMetricType": "ALBRequestCountPerTarget", "ResourceLabel": f"app/web/778d41231b141a0f/{GROUP}",
        },
    ),
    policy(
        "one-metric", "TargetTrackingScaling", TargetValue=0.5,
        CustomizedMetricSpecification={
            "MetricName": "Size", "Namespace": "Shop", "Statistic": "Average", "Unit": "Count",
            "Dimensions": [{"Name": "Queue", "Value": "orders"}],
        },
    ),
    policy("math", "TargetTrackingScaling", TargetValue=7, CustomizedMetricSpecification={"Metrics": [QUERY, MATH]}),
    policy(
        "step", "StepScaling", AdjustmentType="PercentChangeInCapacity", MinAdjustmentMagnitude=1, Cooldown=60,
        MetricAggregationType="Maximum",
        StepAdjustments=[
            {"MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 10.5, "ScalingAdjustment": 10},
            {"MetricIntervalLowerBound": 10.5, "ScalingAdjustment": 30},
        ],
    ),
    policy(
        "forecast", "PredictiveScaling", Mode="ForecastOnly", SchedulingBufferTime=300, MaxCapacityBuffer=10,
        MaxCapacityBreachBehavior="IncreaseMaxCapacity",
        MetricSpecifications=[
            {
                "TargetValue": 50,
                "PredefinedMetricPairSpecification": PAIR,
                "PredefinedScalingMetricSpecification": PAIR,
                "PredefinedLoadMetricSpecification": PAIR,
                **{
                    f"Customized{kind}MetricSpecification": {"MetricDataQueries": [QUERY, MATH]}
                    for kind in ("Scaling", "Load", "Capacity")
                },
            }
        ],
    ),
    (
        "PutScheduledAction",
        {
            **SCALED, "ScheduledActionName": "morning", "Schedule": "cron(0 8 ? * MON-FRI *)", "Timezone": "Europe/Berlin",
            "StartTime": 1800000000, "EndTime": 1900000000, "ScalableTargetAction": {"MinCapacity": 2, "MaxCapacity": 8},
        },
    ),
    (
        "DescribeScalableTargets",
        {
            "ServiceNamespace": "ecs", "ResourceIds": [SCALED["ResourceId"]], "ScalableDimension": SCALED["ScalableDimension"],
            "MaxResults": 50, "NextToken": "",
        },
    ),
    ("DescribeScalingPolicies", {**SCALED, "PolicyNames": ["step"], "MaxResults": 10, "NextToken": ""}),
    ("DescribeScheduledActions", {**SCALED, "ScheduledActionNames": ["morning"], "MaxResults": 50, "NextToken": ""}),
    ("DescribeScalingActivities", {**SCALED, "IncludeNotScaledActivities": True, "MaxResults": 50, "NextToken": ""}),
    ("TagResource", {"ResourceARN": "@target@", "Tags": {"more": "b"}}),
    ("ListTagsForResource", {"ResourceARN": "@target@"}),
    ("UntagResource", {"ResourceARN": "@target@", "TagKeys": ["more"]}),
    ("DeleteScalingPolicy", {**SCALED, "PolicyName": "step"}),
    ("DeleteScheduledAction", {**SCALED, "ScheduledActionName": "morning"}),
    ("DeregisterScalableTarget", SCALED),
]

# Operations that are refused whole.
NOT_SERVED = {"GetPredictiveScalingForecast"}


class Cloud:
    def __init__(self, address):
        self.address = address
        self.target = None

    def call(self, operation, input):
        """The code of the error, or None."""
        request = urllib.request.Request(
            self.address,
            json.dumps(input).replace("@target@", self.target or "").encode(),
            {
                "X-Amz-Target": f"AnyScaleFrontendService.{operation}", "Content-Type": "application/x-amz-json-1.1",
                "Authorization": "AWS4-HMAC-SHA256 Credential=111111111111/20260105/eu-west-1/application-autoscaling/aws4_request",
            },
        )
        try:
            answer = json.load(urllib.request.urlopen(request))
        except urllib.error.HTTPError as error:
            return json.load(error)["__type"]
        self.target = answer.get("ScalableTargetARN", self.target)
        return None


def leaves(shape, path=()):
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            yield from leaves(member, path + (name,))
    elif shape.type_name == "list":
        yield from leaves(shape.member, path + ("[]",))
    else:
        yield path


def filled(value, shape, path=()):
    """The leaves that an input has."""
    if shape.type_name == "structure":
        for name, member in value.items():
            yield from filled(member, shape.members[name], path + (name,))
    elif shape.type_name == "list":
        for item in value:
            yield from filled(item, shape.member, path + ("[]",))
    else:
        yield path


def broken(value, shape):
    """Values that differ from this one in one place, each with what is wrong."""
    wrong = {"a list of nothing it knows": [{"no": "such"}]} if shape.type_name != "list" else {"no list": "text"}
    for what, other in wrong.items():
        yield what, other
    metadata = shape.metadata
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            if name not in value:
                continue
            rest = {key: other for key, other in value.items() if key != name}
            if name in shape.required_members:
                yield f"no {name}", rest
            yield f"{name} misspelt", {**rest, name[:-1] + "_": value[name]}
            for what, other in broken(value[name], member):
                yield f"{name}: {what}", {**value, name: other}
    elif shape.type_name == "list":
        if "max" in metadata:
            yield "too many", value * (metadata["max"] + 1)
        for what, other in broken(value[0], shape.member):
            yield f"[]: {what}", [other] + value[1:]
    elif shape.type_name == "map":
        for key, member in value.items():
            yield "long key", {"k" * (shape.key.metadata["max"] + 1): member}
            yield "long value", {key: "v" * (shape.value.metadata["max"] + 1)}
    elif shape.type_name == "string":
        if shape.enum:
            yield "outside of the enumeration", "Nothing"
        if metadata.get("min"):
            yield "empty", ""
        if "max" in metadata:
            yield "too long", "x" * (metadata["max"] + 1)
        if "pattern" in metadata:
            yield "against the pattern", "\u0007" + value
    elif shape.type_name == "integer":
        if "min" in metadata:
            yield "too small", metadata["min"] - 1
        if "max" in metadata:
            yield "too large", metadata["max"] + 1


def prepare(address):
    session = boto3.session.Session(aws_access_key_id="111111111111", aws_secret_access_key="x", region_name="eu-west-1")
    ecs = session.client("ecs", endpoint_url=address)
    ecs.create_cluster(clusterName="scaled")
    container = {"name": "web", "image": "nginx", "memory": 64, "portMappings": [{"containerPort": 80}]}
    ecs.register_task_definition(family="web", containerDefinitions=[container])
    arn = f"arn:aws:elasticloadbalancing:eu-west-1:111111111111:{GROUP}"
    ecs.create_service(
        cluster="scaled", serviceName="web", taskDefinition="web", desiredCount=1,
        loadBalancers=[{"targetGroupArn": arn, "containerName": "web", "containerPort": 80}],
    )


def problems(address):
    prepare(address)
    cloud = Cloud(address)
    model = botocore.session.get_session().get_service_model("application-autoscaling")
    covered = {}
    for operation, input in INPUTS:
        shape = model.operation_model(operation).input_shape
        covered.setdefault(operation, set()).update(filled(input, shape))
        # While all that was made before is there.
        for what, other in broken(input, shape):
            code = cloud.call(operation, other)
            if code not in REFUSALS:
                yield f"{operation}, {what}: {code or 'accepted'}"
        if code := cloud.call(operation, input):
            yield f"{operation} is refused: {code}"
    for operation in model.operation_names:
        if operation in NOT_SERVED:
            continue
        for leaf in leaves(model.operation_model(operation).input_shape):
            if leaf not in covered.get(operation, set()):
                yield f"{operation}: no input has {'.'.join(leaf)}"


found = list(problems(sys.argv[1]))
print("\n".join(found))
sys.exit(1 if found else 0)
