"""The S3 and SQS clients, judged by moto."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.account.discovery.buckets import Queue, TrailBucket
from sestrail_tui.account.session.clients import Clients
from sestrail_tui.account.session.credentials import static
from sestrail_tui.core.errors import LogGroupMissing
from sestrail_tui.places.log_files.calls import FileLostError, S3Get, S3List
from sestrail_tui.places.log_files.layout_search import find_folders
from sestrail_tui.places.log_files.log_file import LogFile, contents
from sestrail_tui.places.queue.calls import AwsQueueCalls, QueueMessage
from sestrail_tui.places.queue.notifications import read_notification
from tests.account.isolated import boto, reset
from tests.follow.fakes import T0, message
from tests.places.log_files.fake_bucket import log_key, packed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

BUCKET = TrailBucket("logs", "", "us-east-1")
KEYS = [
    log_key(T0 + n * 60_000, "u", region=r) for n in range(5) for r in ("eu-west-1", "us-east-1")
]


@pytest.fixture
async def clients(moto_url: str) -> AsyncIterator[Clients]:
    reset(moto_url)
    s3 = boto("s3", moto_url)
    s3.create_bucket(Bucket="logs")
    sqs = boto("sqs", moto_url)
    url = sqs.create_queue(QueueName="files")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
    s3.put_bucket_notification_configuration(
        Bucket="logs",
        NotificationConfiguration={
            "QueueConfigurations": [{"QueueArn": arn["QueueArn"], "Events": ["s3:ObjectCreated:*"]}]
        },
    )
    for number, key in enumerate(KEYS):
        s3.put_object(
            Bucket="logs", Key=key, Body=packed([message(number)]), ContentEncoding="gzip"
        )
    s3.put_object(Bucket="logs", Key="AWSLogs/123456789012/CloudTrail-Digest/x.json.gz", Body=b"")
    made = Clients(static("a", "b"), endpoint_url=moto_url)
    yield made
    await made.close()


async def test_every_page_is_listed_and_every_file_read(clients: Clients) -> None:
    read = S3List(clients, BUCKET, "", page_keys=1)
    found = await find_folders(read, "", ())
    assert [folder.region for folder in found.folders] == ["eu-west-1", "us-east-1"]
    folder = found.folders[1]
    after, files = folder.before(T0 // 60_000 * 60_000 + 60_000), list[LogFile]()
    while True:
        page = await read(folder.prefix, after)
        files += page.files
        if not page.more:
            break
        after = page.files[-1].key
    assert [file.key for file in files] == KEYS[3::2]
    assert all(file.etag and file.delivered_ms for file in files)
    got = await S3Get(clients, "")(files[0])
    assert contents(got.data).records == (message(3).encode(),)
    assert got.delivered_ms == files[0].delivered_ms


@pytest.mark.slow
async def test_what_is_not_there(clients: Clients) -> None:
    with pytest.raises(LogGroupMissing, match="s3://gone/"):
        await S3List(clients, TrailBucket("gone", "", "us-east-1"), "")("", "")
    with pytest.raises(FileLostError, match="NoSuchKey"):
        await S3Get(clients, "")(LogFile("logs", "gone", region="us-east-1"))
    with pytest.raises(LogGroupMissing, match="queue gone"):
        await AwsQueueCalls(clients, Queue("http://x/1/gone", "us-east-1"), "").receive(0, 30)


async def test_the_queue_tells_of_each_file_until_deleted(clients: Clients, moto_url: str) -> None:
    queue = Queue(f"{moto_url}/123456789012/files", "us-east-1")
    calls = AwsQueueCalls(clients, queue, "")
    keys: list[str] = []
    while messages := await calls.receive(0, 30):
        said = [read_notification(one.body, "us-east-1") for one in messages]
        assert all(one.understood for one in said), json.dumps([one.body for one in messages])
        keys += [file.key for one in said for file in one.files]
        await calls.delete(messages)
    assert sorted(keys) == sorted(KEYS)
    attributes = boto("sqs", moto_url).get_queue_attributes(
        QueueUrl=queue.url, AttributeNames=["All"]
    )["Attributes"]
    assert attributes["ApproximateNumberOfMessagesNotVisible"] == "0"


async def test_messages_are_held_counted_and_given_back(clients: Clients, moto_url: str) -> None:
    calls = AwsQueueCalls(clients, Queue(f"{moto_url}/123456789012/files", "us-east-1"), "")
    held: list[QueueMessage] = []
    while messages := await calls.receive(0, 300):
        held += messages
    assert len(held) > 10
    assert await calls.hidden() == len(held)
    await calls.hide(held, 600)
    assert await calls.receive(0, 300) == []
    await calls.hide(held, 0)
    assert await calls.hidden() == 0
    assert len(await calls.receive(0, 300)) == 10
