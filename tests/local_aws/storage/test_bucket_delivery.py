"""The trail's bucket and its queue, as boto3 finds them."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any, get_args

import pytest

from sestrail_tui.local_aws.account.settings import Notify

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.local_aws.embedded import Aws

SEND: dict[str, Any] = {
    "Source": "a@example.com",
    "Destination": {"ToAddresses": ["b@example.net"]},
    "Message": {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}},
}


def sent(aws: Aws) -> None:
    ses = aws.client("ses")
    ses.verify_email_identity(EmailAddress="a@example.com")
    ses.send_email(**SEND)


def bodies(aws: Aws, most: int) -> list[str]:
    """Wait for so many messages of the queue."""
    sqs = aws.client("sqs")
    url = sqs.get_queue_url(QueueName=aws.server.account.settings.queue)["QueueUrl"]
    found: list[str] = []
    while len(found) < most:
        got = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=10)
        assert got.get("Messages"), "nothing came for ten seconds"
        found += [message["Body"] for message in got["Messages"]]
    return found


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1"])
def test_a_send_lies_in_a_log_file_of_its_region(fresh: Callable[..., Aws], region: str) -> None:
    aws = fresh(log_file_s=0.05, trail=f"files-{region}", region=region)
    ses = aws.client("ses", region)
    ses.verify_email_identity(EmailAddress="a@example.com")
    ses.send_email(**SEND)
    sqs = aws.client("sqs", region)
    url = sqs.get_queue_url(QueueName=aws.server.account.settings.queue)["QueueUrl"]
    s3 = aws.client("s3", region)
    bucket = aws.server.account.settings.bucket
    names: list[str] = []
    while "SendEmail" not in names:  # the identity's record may lie in a file before
        assert sqs.receive_message(QueueUrl=url, WaitTimeSeconds=10).get("Messages")
        names += in_files(s3, bucket, region)


def in_files(s3: Any, bucket: str, region: str) -> list[str]:
    """Give the calls in all log files of a Region."""
    names: list[str] = []
    for listed in s3.list_objects_v2(Bucket=bucket).get("Contents", ()):
        assert f"/CloudTrail/{region}/" in listed["Key"]
        data = s3.get_object(Bucket=bucket, Key=listed["Key"])
        records = json.loads(gzip.decompress(data["Body"].read()))["Records"]
        names += [record["eventName"] for record in records]
    return names


@pytest.mark.parametrize("notify", get_args(Notify))
def test_the_queue_is_told_in_each_form(fresh: Callable[..., Aws], notify: Notify) -> None:
    aws = fresh(log_file_s=0.05, trail=f"told-{notify}", notify=notify)
    sent(aws)
    of_files: list[str] = []
    while not of_files:  # what is said when it is set up comes before
        of_files = [body for body in bodies(aws, 1) if "_CloudTrail_us-east-1_" in body]
    assert of_files
    body = json.loads(of_files[0])
    wrapped = body.get("Type") == "Notification"
    assert wrapped == (notify in {"sns", "cloudtrail"})
