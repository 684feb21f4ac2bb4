"""Rollouts for moto's ECS, which has none: changes what moto answers so that a deployment can be followed to its end.

moto keeps one deployment for a service, whatever happens to it. With `install()` each UpdateService that says so begins a
deployment of its own beside the older one, and each DescribeServices finds the services a step further: tasks start, or fail
when an image is called `failing`; the rollout completes, or the circuit breaker ends it and, if it may, puts the last
completed revision back. The words are those of AWS.
"""

import random

from moto.core.utils import utcnow
from moto.ecs.responses import EC2ContainerServiceResponse as Responses

# What the circuit breaker takes for so few tasks.
THRESHOLD = 3


def deployment(service, revision):
    id = f"ecs-svc/{random.randint(10**18, 10**19 - 1)}"
    return {
        "id": id, "status": "PRIMARY", "taskDefinition": revision, "createdAt": utcnow(), "updatedAt": utcnow(),
        "desiredCount": service.desired_count, "pendingCount": service.desired_count, "runningCount": 0, "failedTasks": 0,
        "launchType": service.launch_type, "platformVersion": service.platform_version,
        "networkConfiguration": service.network_configuration or None,
        "rolloutState": "IN_PROGRESS", "rolloutStateReason": f"ECS deployment {id} in progress.",
    }  # fmt: skip


def say(service, words):
    service.events.insert(
        0, {"id": str(random.getrandbits(64)), "createdAt": utcnow(), "message": f"(service {service.name}) {words}"}
    )


def begin(service, revision):
    for older in service.deployments:
        older["status"] = "ACTIVE"
    service.deployments.insert(0, deployment(service, revision))


def fails(service, primary):
    definition = service._backend.describe_task_definition(primary["taskDefinition"])
    return any("failing" in container["image"] for container in definition.container_definitions)


def breaker(service):
    return (getattr(service, "deployment_configuration", None) or {}).get("deploymentCircuitBreaker") or {}


def step(service):
    """What happens to a service until somebody looks again."""
    if service.status != "ACTIVE" or not service.deployments:
        return
    primary = service.deployments[0]
    primary["desiredCount"] = service.desired_count
    if primary["rolloutState"] == "FAILED":
        return
    if fails(service, primary) and service.desired_count:
        primary["failedTasks"] += 1
        say(service, f"(deployment {primary['id']}) (task {random.getrandbits(128):032x}) failed to start.")
        if breaker(service).get("enable") and primary["failedTasks"] >= THRESHOLD:
            give_up(service, primary)
    elif primary["runningCount"] < service.desired_count:
        primary["runningCount"] += 1
    else:
        primary["runningCount"] = service.desired_count
        complete(service, primary)
    primary["pendingCount"] = max(0, primary["desiredCount"] - primary["runningCount"])
    service.running_count = sum(each["runningCount"] for each in service.deployments)
    service.pending_count = primary["pendingCount"]


def complete(service, primary):
    if primary["rolloutState"] == "COMPLETED":
        return
    primary["rolloutState"] = "COMPLETED"
    primary["rolloutStateReason"] = f"ECS deployment {primary['id']} completed."
    service.last_completed = primary["taskDefinition"]
    service.deployments = [primary]
    say(service, f"(deployment {primary['id']}) deployment completed.")
    say(service, "has reached a steady state.")


def give_up(service, primary):
    primary["rolloutState"] = "FAILED"
    primary["rolloutStateReason"] = "ECS deployment circuit breaker: tasks failed to start."
    say(service, f"(deployment {primary['id']}) deployment failed: tasks failed to start.")
    way_back = getattr(service, "last_completed", None)
    if breaker(service).get("rollback") and way_back:
        primary["desiredCount"] = 0
        begin(service, way_back)
        service.task_definition = way_back
        back = service.deployments[0]
        back["rolloutStateReason"] = f"ECS deployment circuit breaker: rolling back to deploymentId {back['id']}."
        say(service, f"rolling back to deployment {back['id']}.")


def install():
    create, update, describe = Responses.create_service, Responses.update_service, Responses.describe_services

    def find(responses, name):
        cluster = responses._get_param("cluster", "default")
        return responses.ecs_backend.describe_services(cluster, [responses._get_param(name)])[0]

    def create_service(responses):
        answer = create(responses)
        for service in find(responses, "serviceName"):
            service.deployment_configuration = responses._get_param("deploymentConfiguration")
            service.desired_count = service.desired_count or 0
            if service.deployments:
                service.deployments = [deployment(service, service.task_definition)]
        return answer

    def update_service(responses):
        before = {service.name: service.task_definition for service in find(responses, "service")}
        answer = update(responses)
        for service in find(responses, "service"):
            service.task_definition = service._backend.describe_task_definition(service.task_definition).arn
            if service.task_definition != before[service.name] or responses._get_param("forceNewDeployment"):
                begin(service, service.task_definition)
        return answer

    def describe_services(responses):
        cluster = responses._get_param("cluster", "default")
        for service in responses.ecs_backend.describe_services(cluster, responses._get_param("services", []))[0]:
            step(service)
        return describe(responses)

    Responses.create_service, Responses.update_service, Responses.describe_services = (
        create_service, update_service, describe_services)  # fmt: skip
