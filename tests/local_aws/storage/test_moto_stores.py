"""S3 and SQS of the embedded AWS: which call it is, and each fault as boto3 is told of it."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError, HTTPClientError, IncompleteReadError

from sestrail_tui.local_aws.storage.moto_stores import StoreRequest
from sestrail_tui.local_aws.wire.faults import Fault, Name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.local_aws.embedded import Aws

KEY = "AWSLogs/1/CloudTrail/us-east-1/a b.json.gz"


def request(service: str, method: str, path: str, target: str = "") -> StoreRequest:
    headers = {"X-Amz-Target": f"AmazonSQS.{target}"}
    return StoreRequest(service, "us-east-1", "AKIA", method, path, headers)


@pytest.mark.parametrize(
    ("asked", "operation", "place"),
    [
        (request("s3", "GET", "/b?list-type=2&prefix=a%2Fb&delimiter=%2F"), "ListObjectsV2", "a/b"),
        (request("s3", "GET", "/b?list-type=2"), "ListObjectsV2", ""),
        (request("s3", "GET", "/b/a%20b.gz"), "GetObject", "a b.gz"),
        (request("s3", "HEAD", "/b/k"), "HeadObject", "k"),
        (request("s3", "PUT", "/b/k"), "PutObject", "k"),
        (request("s3", "PUT", "/b"), "CreateBucket", ""),
        (request("s3", "PUT", "/b?policy"), "PutBucketPolicy", ""),
        (request("s3", "PUT", "/b?notification"), "", ""),
        (request("s3", "POST", "/b?delete&x-id=DeleteObjects"), "DeleteObjects", ""),
        (request("sqs", "POST", "/", "ReceiveMessage"), "ReceiveMessage", ""),
    ],
)
def test_a_call_is_known_by_its_path(asked: StoreRequest, operation: str, place: str) -> None:
    assert (asked.operation, asked.place) == (operation, place)


@pytest.fixture
def s3(aws: Aws) -> Iterator[Any]:
    client = aws.client("s3")
    client.create_bucket(Bucket="files")
    client.put_object(Bucket="files", Key=KEY, Body=gzip.compress(b"x" * 4000))
    yield client
    aws.server.account.faults.clear()


@pytest.mark.parametrize(
    ("name", "code", "status"),
    [
        ("throttle", "SlowDown", 503),
        ("5xx", "ServiceUnavailable", 503),
        ("access_denied", "AccessDenied", 403),
        ("expired_token", "ExpiredToken", 400),
        ("missing_bucket", "NoSuchBucket", 404),
    ],
)
def test_s3_refuses_in_its_own_words(aws: Aws, s3: Any, name: Name, code: str, status: int) -> None:
    aws.server.account.faults.add(Fault(name, "GetObject", prefix="AWSLogs/"))
    s3.list_objects_v2(Bucket="files")
    with pytest.raises(ClientError) as caught:
        s3.get_object(Bucket="files", Key=KEY)
    assert caught.value.response["Error"]["Code"] == code
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert s3.get_object(Bucket="files", Key=KEY)["Body"].read()


@pytest.mark.parametrize("name", ["corrupt_gzip", "truncated_gzip"])
def test_an_object_comes_damaged_as_if_it_lay_there_so(aws: Aws, s3: Any, name: Name) -> None:
    aws.server.account.faults.add(Fault(name, "GetObject"))
    damaged = s3.get_object(Bucket="files", Key=KEY)["Body"].read()
    with pytest.raises((EOFError, zlib.error, gzip.BadGzipFile)):
        gzip.decompress(damaged)
    assert gzip.decompress(s3.get_object(Bucket="files", Key=KEY)["Body"].read()) == b"x" * 4000


@pytest.mark.parametrize("name", ["reset", "truncated_stream"])
def test_an_object_is_cut_off(aws: Aws, s3: Any, name: Name) -> None:
    aws.server.account.faults.add(Fault(name, "GetObject"))
    with pytest.raises((HTTPClientError, IncompleteReadError, ConnectionError)):
        s3.get_object(Bucket="files", Key=KEY)["Body"].read()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("throttle", "ThrottlingException"),
        ("access_denied", "AccessDenied"),
        ("missing_group", "QueueDoesNotExist"),
    ],
)
def test_sqs_refuses_in_its_own_words(aws: Aws, name: Name, code: str) -> None:
    sqs = aws.client("sqs")
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    aws.server.account.faults.add(Fault(name, "ReceiveMessage"))
    with pytest.raises(ClientError) as caught:
        sqs.receive_message(QueueUrl=url)
    assert caught.value.response["Error"]["Code"].endswith(code)


def test_a_long_poll_holds_up_nobody_and_ends_with_the_first_message(aws: Aws) -> None:
    sqs = aws.client("sqs")
    url = sqs.create_queue(QueueName="patient")["QueueUrl"]
    assert "Messages" not in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=1)
    sqs.send_message(QueueUrl=url, MessageBody="b")
    assert sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20)["Messages"][0]["Body"] == "b"
