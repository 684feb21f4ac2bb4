"""The API model of AWS as botocore carries it: fetched once by its pinned version, and read from the wheel."""

import gzip
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "scripts" / "model-requirements.txt"
CACHE = ROOT / ".build" / "model"

# service: the version of its API, and the operations whose inputs and outputs are known; None: all of them.
SERVICES = {
    "ecs": ("2014-11-13", """
        ContinueServiceDeployment CreateCapacityProvider CreateCluster CreateService CreateTaskSet DeleteAccountSetting
        DeleteAttributes DeleteCapacityProvider DeleteCluster DeleteService DeleteTaskDefinitions DeleteTaskSet
        DeregisterContainerInstance DeregisterTaskDefinition DescribeCapacityProviders DescribeClusters
        DescribeContainerInstances DescribeServiceDeployments DescribeServiceRevisions DescribeServices
        DescribeTaskDefinition DescribeTaskSets DescribeTasks ExecuteCommand GetTaskProtection ListAccountSettings
        ListAttributes ListClusters ListContainerInstances ListServiceDeployments ListServices ListServicesByNamespace
        ListTagsForResource ListTaskDefinitionFamilies ListTaskDefinitions ListTasks PutAccountSetting
        PutAccountSettingDefault PutAttributes PutClusterCapacityProviders RegisterContainerInstance
        RegisterTaskDefinition RunTask StartTask StopServiceDeployment StopTask TagResource UntagResource
        UpdateCapacityProvider UpdateCluster UpdateClusterSettings UpdateContainerInstancesState UpdateService
        UpdateServicePrimaryTaskSet UpdateTaskProtection UpdateTaskSet"""),
    "ecr": ("2015-09-21", """
        BatchCheckLayerAvailability BatchDeleteImage BatchGetImage CreateRepository DeleteLifecyclePolicy DeleteRepository
        DeleteRepositoryPolicy DescribeImageScanFindings DescribeImages DescribeRegistry DescribeRepositories
        GetAuthorizationToken GetDownloadUrlForLayer GetLifecyclePolicy GetRepositoryPolicy ListImages
        ListTagsForResource PutImage PutImageScanningConfiguration PutImageTagMutability PutLifecyclePolicy
        SetRepositoryPolicy TagResource UntagResource"""),
    "logs": ("2014-03-28", """
        AssociateKmsKey CreateLogGroup CreateLogStream DeleteLogGroup DeleteLogStream DeleteRetentionPolicy
        DescribeLogGroups DescribeLogStreams DisassociateKmsKey FilterLogEvents GetLogEvents ListTagsForResource
        ListTagsLogGroup PutLogEvents PutLogGroupDeletionProtection PutRetentionPolicy TagLogGroup TagResource
        UntagLogGroup UntagResource"""),
    "sts": ("2011-06-15", "AssumeRole AssumeRoleWithWebIdentity GetCallerIdentity"),
    "application-autoscaling": ("2016-02-06", None),
    "kms": ("2014-11-01", "Decrypt GenerateDataKey"),
}  # fmt: skip


def pinned():
    """The version of botocore that `scripts/model-requirements.txt` names."""
    return re.search(r"^botocore==(\S+)", REQUIREMENTS.read_text(), re.MULTILINE).group(1)


def newest():
    """The newest version that the package index has."""
    listing = subprocess.run(
        [sys.executable, "-m", "pip", "index", "versions", "botocore"], check=True, capture_output=True, text=True
    ).stdout
    return re.match(r"botocore \(([^)]+)\)", listing).group(1)


class Botocore:
    """One version of botocore."""

    def __init__(self, version=None):
        self.version = version or pinned()
        name = f"botocore-{self.version}-py3-none-any.whl"
        if not (CACHE / name).exists():
            CACHE.mkdir(parents=True, exist_ok=True)
            fetch = ["download", "--quiet", "--disable-pip-version-check", "--no-deps", "--dest", str(CACHE)]
            pinned_file = ["--require-hashes", "--requirement", str(REQUIREMENTS)]
            what = pinned_file if self.version == pinned() else [f"botocore=={self.version}"]
            subprocess.run([sys.executable, "-m", "pip", *fetch, *what], check=True)
        self.wheel = zipfile.ZipFile(CACHE / name)

    def path(self, service):
        return f"botocore/data/{service}/{SERVICES[service][0]}/service-2.json.gz"

    def model(self, service):
        return json.loads(gzip.decompress(self.wheel.read(self.path(service))))

    @property
    def date(self):
        """The day on which this version was made."""
        return "%04d-%02d-%02d" % max(self.wheel.getinfo(self.path(service)).date_time[:3] for service in SERVICES)


def operations(service, model):
    names = SERVICES[service][1]
    return sorted(model["operations"]) if names is None else names.split()
