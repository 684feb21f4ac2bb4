"""Keeps objects in the simulated S3 as anybody's script would, with boto3.

Usage: python objects.py ADDRESS
"""

import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ADDRESS = sys.argv[1]
AWKWARD = ["a b+c/d%.json", "file:///etc/hostname", "größe 😀", "/slash", "double//slash", "tail/", "q?x=1&acl", "#h"]


def client(service, **options):
    session = boto3.session.Session(aws_access_key_id="222222222222", aws_secret_access_key="x", region_name="eu-west-1")
    return session.client(service, endpoint_url=ADDRESS, config=Config(retries={"max_attempts": 1}, **options))


def refusal(work, *arguments, **input):
    try:
        answer = work(*arguments, **input)
    except ClientError as error:
        return error.response["Error"]["Code"]
    sys.exit(f"{work.__name__} was not refused: {answer}")


def keys(answer):
    return [entry["Key"] for entry in answer.get("Contents", [])]


s3 = client("s3")

# Buckets.
place = {"LocationConstraint": "eu-west-1"}
assert refusal(s3.put_bucket_versioning, Bucket="states", VersioningConfiguration={"Status": "Enabled"}) == "NoSuchBucket"
assert refusal(s3.head_bucket, Bucket="states") == "404"
wrong = {"LocationConstraint": "eu-central-1"}
assert refusal(s3.create_bucket, Bucket="states", CreateBucketConfiguration=wrong) == "IllegalLocationConstraintException"
s3.create_bucket(Bucket="states", CreateBucketConfiguration=place)
s3.head_bucket(Bucket="states")
assert s3.get_bucket_location(Bucket="states")["LocationConstraint"] == "eu-west-1"
assert [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]] == ["states"]
assert "Status" not in s3.get_bucket_versioning(Bucket="states")
assert refusal(s3.head_bucket, Bucket="states", ExpectedBucketOwner="111111111111") == "403"

# Keys of all sorts, in pages, with delimiters.
for key in AWKWARD:
    s3.put_object(Bucket="states", Key=key, Body=key.encode(), Metadata={"team": "a"}, CacheControl="no-store")
    answer = s3.get_object(Bucket="states", Key=key)
    assert answer["Body"].read() == key.encode() and answer["Metadata"] == {"team": "a"}, answer
    assert answer["CacheControl"] == "no-store" and answer["ContentLength"] == len(key.encode())
expected = sorted(AWKWARD, key=str.encode)
assert keys(s3.list_objects_v2(Bucket="states")) == expected
assert keys(s3.list_objects(Bucket="states")) == expected
pages = list(s3.get_paginator("list_objects_v2").paginate(Bucket="states", PaginationConfig={"PageSize": 3}))
assert [key for page in pages for key in keys(page)] == expected
assert [page["KeyCount"] for page in pages] == [3, 3, 2]
pages = s3.get_paginator("list_objects").paginate(Bucket="states", Delimiter="/", PaginationConfig={"PageSize": 1})
found = [(keys(page) or [prefix["Prefix"] for prefix in page["CommonPrefixes"]])[0] for page in pages]
assert found == ["#h", "/", "a b+c/", "double/", "file:/", "größe 😀", "q?x=1&acl", "tail/"], found
assert keys(s3.list_objects_v2(Bucket="states", Prefix="double/", StartAfter="double/")) == ["double//slash"]
assert refusal(s3.delete_bucket, Bucket="states") == "BucketNotEmpty"

# What is not known leaves things as they are.
tags = {"TagSet": [{"Key": "a", "Value": "b"}]}
for work, input in [
    (s3.put_object_tagging, {"Key": "#h", "Tagging": tags}),
    (s3.get_object_tagging, {"Key": "#h"}),
    (s3.delete_object_tagging, {"Key": "#h"}),
    (s3.put_object_acl, {"Key": "#h", "ACL": "private"}),
    (s3.get_object_acl, {"Key": "#h"}),
    (s3.put_object_retention, {"Key": "#h", "Retention": {"Mode": "GOVERNANCE"}}),
    (s3.copy_object, {"Key": "copy", "CopySource": "states/#h"}),
    (s3.create_multipart_upload, {"Key": "#h"}),
    (s3.delete_objects, {"Delete": {"Objects": [{"Key": "#h"}]}}),
    (s3.put_bucket_tagging, {"Tagging": tags}),
    (s3.delete_bucket_tagging, {}),
    (s3.put_bucket_acl, {"ACL": "private"}),
    (s3.delete_bucket_policy, {}),
    (s3.delete_bucket_lifecycle, {}),
    (s3.get_bucket_encryption, {}),
    (s3.delete_public_access_block, {}),
    (s3.put_object, {"Key": "#h", "Body": b"x", "Tagging": "a=b"}),
    (s3.put_object, {"Key": "#h", "Body": b"x", "ACL": "public-read"}),
    (s3.get_object, {"Key": "#h", "Range": "bytes=0-0"}),
]:
    code = refusal(work, Bucket="states", **input)
    assert code in ("NotImplemented", "501"), (work.__name__, code)
assert s3.get_object(Bucket="states", Key="#h")["Body"].read() == b"#h"
assert keys(s3.list_objects_v2(Bucket="states")) == expected
for key in AWKWARD:
    s3.delete_object(Bucket="states", Key=key)
assert s3.list_objects_v2(Bucket="states")["KeyCount"] == 0

# Versions.
before = s3.put_object(Bucket="states", Key="v", Body=b"0")
assert "VersionId" not in before
s3.put_bucket_versioning(Bucket="states", VersioningConfiguration={"Status": "Enabled"})
assert s3.get_bucket_versioning(Bucket="states")["Status"] == "Enabled"
one = s3.put_object(Bucket="states", Key="v", Body=b"1", IfMatch=before["ETag"])["VersionId"]
two = s3.put_object(Bucket="states", Key="v", Body=b"2")["VersionId"]
assert one != two
for version, text in [("null", b"0"), (one, b"1"), (two, b"2")]:
    assert s3.get_object(Bucket="states", Key="v", VersionId=version)["Body"].read() == text
assert s3.get_object(Bucket="states", Key="v")["VersionId"] == two
marker = s3.delete_object(Bucket="states", Key="v")
assert marker["DeleteMarker"]
assert refusal(s3.get_object, Bucket="states", Key="v") == "NoSuchKey"
assert refusal(s3.get_object, Bucket="states", Key="v", VersionId=marker["VersionId"]) == "MethodNotAllowed"
assert refusal(s3.get_object, Bucket="states", Key="v", VersionId="never") == "NoSuchVersion"
s3.put_object(Bucket="states", Key="v/below", Body=b"x")
pages = list(s3.get_paginator("list_object_versions").paginate(Bucket="states", PaginationConfig={"PageSize": 2}))
found = [(entry["Key"], entry["VersionId"], entry["IsLatest"]) for page in pages for entry in page.get("Versions", [])]
assert found[:3] == [("v", two, False), ("v", one, False), ("v", "null", False)] and found[3][0] == "v/below", found
markers = [entry["VersionId"] for page in pages for entry in page.get("DeleteMarkers", [])]
assert markers == [marker["VersionId"]]
assert s3.delete_object(Bucket="states", Key="v", VersionId=marker["VersionId"])["DeleteMarker"]
assert s3.get_object(Bucket="states", Key="v")["Body"].read() == b"2"
s3.delete_object(Bucket="states", Key="v", VersionId=two)
assert s3.get_object(Bucket="states", Key="v")["VersionId"] == one
s3.put_bucket_versioning(Bucket="states", VersioningConfiguration={"Status": "Suspended"})
assert s3.put_object(Bucket="states", Key="v", Body=b"3")["VersionId"] == "null"
assert s3.get_object(Bucket="states", Key="v", VersionId="null")["Body"].read() == b"3"
assert s3.get_object(Bucket="states", Key="v", VersionId=one)["Body"].read() == b"1"
assert refusal(s3.delete_bucket, Bucket="states") == "BucketNotEmpty"
for page in s3.get_paginator("list_object_versions").paginate(Bucket="states"):
    for entry in page.get("Versions", []) + page.get("DeleteMarkers", []):
        s3.delete_object(Bucket="states", Key=entry["Key"], VersionId=entry["VersionId"])
s3.delete_bucket(Bucket="states")
assert s3.list_buckets()["Buckets"] == []

# Credentials of a role are of the role's account.
sts = client("sts")
role = "arn:aws:iam::333333333333:role/ci/deployer"
assumed = sts.assume_role(RoleArn=role, RoleSessionName="ci@1", DurationSeconds=900)
assert assumed["AssumedRoleUser"]["Arn"] == "arn:aws:sts::333333333333:assumed-role/deployer/ci@1"
assert assumed["Credentials"]["Expiration"].tzinfo
session = boto3.session.Session(
    aws_access_key_id=assumed["Credentials"]["AccessKeyId"],
    aws_secret_access_key=assumed["Credentials"]["SecretAccessKey"],
    aws_session_token=assumed["Credentials"]["SessionToken"],
    region_name="eu-west-1",
)
identity = session.client("sts", endpoint_url=ADDRESS).get_caller_identity()
assert identity["Account"] == "333333333333"
assert identity["Arn"] == assumed["AssumedRoleUser"]["Arn"]
assert identity["UserId"] == assumed["AssumedRoleUser"]["AssumedRoleId"]
token = sts.assume_role_with_web_identity(RoleArn=role, RoleSessionName="ci", WebIdentityToken="a.b.c")
assert token["Credentials"]["AccessKeyId"].startswith("ASIA333333333333")
full = {"ExternalId": "x1", "Policy": "{}", "Tags": [{"Key": "a", "Value": "b"}], "TransitiveTagKeys": ["a"], "SourceIdentity": "kim"}
assert sts.assume_role(RoleArn=role, RoleSessionName="ci", **full)["AssumedRoleUser"]["Arn"].endswith("/ci")
assert refusal(sts.assume_role, RoleArn="arn:aws:iam::333333333333:user/someone", RoleSessionName="ci") == "ValidationError"
assert refusal(sts.assume_role_with_web_identity, RoleArn=role, RoleSessionName="ci", WebIdentityToken="a" * 20) == "InvalidIdentityToken"

# What `docker login` would be given.
data = client("ecr").get_authorization_token()["authorizationData"][0]
assert data["proxyEndpoint"] == "https://222222222222.dkr.ecr.eu-west-1.amazonaws.com" and data["expiresAt"].tzinfo
