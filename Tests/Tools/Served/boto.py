"""Uses the simulated cloud as anybody's script would, with boto3.

Usage: python boto.py ADDRESS
"""

import sys
import time

import boto3

ACCOUNT = "222222222222"


def clients(address, *services):
    session = boto3.session.Session(
        aws_access_key_id=ACCOUNT, aws_secret_access_key="secret", region_name="eu-central-1"
    )
    return [session.client(service, endpoint_url=address) for service in services]


def wait_for(question, what):
    for _ in range(200):
        if answer := question():
            return answer
        time.sleep(0.05)
    sys.exit(f"{what} did not happen")


def deployment(ecs, service):
    return ecs.describe_services(cluster="shop", services=[service])["services"][0]["deployments"][0]


def main(address):
    ecs, ecr, logs, sts = clients(address, "ecs", "ecr", "logs", "sts")
    assert sts.get_caller_identity()["Account"] == ACCOUNT
    ecr.create_repository(repositoryName="shop/web")
    logs.create_log_group(logGroupName="/shop")
    assert [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]] == ["/shop"]
    ecs.create_cluster(clusterName="shop")
    definition = ecs.register_task_definition(
        family="shop-web",
        containerDefinitions=[{"name": "web", "image": "public.ecr.aws/nginx/nginx:1.27"}],
        requiresCompatibilities=["FARGATE"],
        networkMode="awsvpc",
        cpu="256",
        memory="512",
    )["taskDefinition"]
    assert definition["taskDefinitionArn"] == f"arn:aws:ecs:eu-central-1:{ACCOUNT}:task-definition/shop-web:1"
    placed = {
        "cluster": "shop",
        "taskDefinition": "shop-web",
        "launchType": "FARGATE",
        "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-0a1b2c3d"]}},
    }
    ecs.create_service(serviceName="web", desiredCount=2, **placed)
    first = deployment(ecs, "web")
    assert first["rolloutState"] in ("IN_PROGRESS", "COMPLETED"), first  # time passes quickly here
    wait_for(lambda: deployment(ecs, "web")["rolloutState"] == "COMPLETED", "the rollout")
    assert deployment(ecs, "web")["runningCount"] == 2
    assert len(ecs.list_tasks(cluster="shop")["taskArns"]) == 2

    # Pages, one after the other.
    for number in range(12):
        ecs.create_service(serviceName=f"more-{number}", desiredCount=0, **placed)
    pages = list(ecs.get_paginator("list_services").paginate(cluster="shop"))
    assert [len(page["serviceArns"]) for page in pages] == [10, 3], pages

    # Refusals are the exceptions of the model.
    for work, kind in [
        (lambda: ecs.describe_services(cluster="nowhere", services=["web"]), ecs.exceptions.ClusterNotFoundException),
        (lambda: ecr.describe_repositories(repositoryNames=["no"]), ecr.exceptions.RepositoryNotFoundException),
        (lambda: logs.create_log_group(logGroupName="/shop"), logs.exceptions.ResourceAlreadyExistsException),
    ]:
        try:
            work()
        except kind as error:
            assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 400
            assert len(error.response["ResponseMetadata"]["RequestId"]) == 36
        else:
            sys.exit(f"{kind} was not raised")

    # An operation that is not served says which.
    try:
        ecs.list_account_settings()
    except ecs.exceptions.ClientError as error:
        assert error.response["Error"]["Code"] == "UnknownOperationException", error
        assert "ListAccountSettings" in error.response["Error"]["Message"], error
    else:
        sys.exit("ListAccountSettings was answered")
    print("done")


if __name__ == "__main__":
    main(sys.argv[1])
