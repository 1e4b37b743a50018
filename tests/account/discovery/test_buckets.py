"""What a person may type for a bucket and for a queue."""

from __future__ import annotations

import pytest

from sestrail_tui.account.discovery.buckets import named_bucket, named_queue
from sestrail_tui.core.errors import UsageError


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("s3://my-logs", ""),
        ("s3://my-logs/", ""),
        ("s3://my-logs/a/b", "a/b/"),
        ("s3://my-logs/a/b/", "a/b/"),
    ],
)
def test_a_bucket(text: str, prefix: str) -> None:
    bucket = named_bucket(text, "eu-west-1")
    assert (bucket.name, bucket.prefix, bucket.region) == ("my-logs", prefix, "eu-west-1")
    assert bucket.url == text.rstrip("/")


@pytest.mark.parametrize("text", ["my-logs", "s3://", "s3://UPPER", "https://my-logs", "s3:///a"])
def test_what_is_no_bucket(text: str) -> None:
    with pytest.raises(UsageError, match="give s3://NAME"):
        named_bucket(text, "")


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("https://sqs.eu-west-1.amazonaws.com/123456789012/files", "eu-west-1"),
        ("https://sqs.cn-north-1.amazonaws.com.cn/123456789012/files", "cn-north-1"),
        ("https://us-west-2.queue.amazonaws.com/123456789012/files", "us-west-2"),
        ("http://127.0.0.1:4566/123456789012/files", "here"),
    ],
)
def test_a_queue(text: str, region: str) -> None:
    queue = named_queue(text, "here")
    assert (queue.region, queue.name, queue.url) == (region, "files", text)


@pytest.mark.parametrize("text", ["files", "https://sqs/", "arn:aws:sqs:r:a:files", "http://[", ""])
def test_what_is_no_queue(text: str) -> None:
    with pytest.raises(UsageError, match="get-queue-url"):
        named_queue(text, "")
