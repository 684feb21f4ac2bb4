"""Signs requests as botocore does: a JSON document with a list of requests comes in, a list of headers goes out."""

import datetime
import json
import sys
from unittest import mock

from botocore import auth, awsrequest, credentials

requests = json.load(sys.stdin)
answers = []
for one in requests:
    now = datetime.datetime.fromtimestamp(one["time"], datetime.timezone.utc)
    keys = credentials.Credentials(one["accessKey"], one["secretKey"], one.get("token"))
    signer = (auth.S3SigV4Auth if one["service"] == "s3" else auth.SigV4Auth)(keys, one["service"], one["region"])
    request = awsrequest.AWSRequest(
        method=one["method"], url=one["url"], headers=dict(one["headers"]), data=bytes(one["body"], "utf-8"))
    request.context["payload_signing_enabled"] = True
    with mock.patch("botocore.auth.get_current_datetime", lambda *_, **__: now.replace(tzinfo=None)):
        signer.add_auth(request)
    answers.append({name: value for name, value in request.headers.items()})
json.dump(answers, sys.stdout)
