"""Follows a log group as others do: ``python -m tests.benchmarks.tail_loops aws|saw GROUP``.

The loops and pauses of ``aws logs tail --follow`` (AWS CLI v2) and of saw's ``watch``, over boto3,
each message printed as it comes.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any, Final

import boto3

if TYPE_CHECKING:
    from collections.abc import Iterator

AWS_S: Final = 5.0
SAW_S: Final = 1.0
_BACK_MS: Final = 60_000


def aws(client: Any, group: str) -> Iterator[str]:
    """Follow from the newest time stamp seen on, its log events known by their ids."""
    asked: dict[str, Any] = {"logGroupName": group, "interleaved": True, "startTime": _start()}
    seen: dict[int, set[str]] = {}
    while True:
        answer = client.filter_log_events(**asked)
        for event in answer["events"]:
            known = seen.setdefault(event["timestamp"], set())
            if event["eventId"] not in known:
                known.add(event["eventId"])
                yield event["message"]
        if seen:
            newest = max(seen)
            seen = {newest: seen[newest]}
        if "nextToken" in answer:
            asked["nextToken"] = answer["nextToken"]
            continue
        asked.pop("nextToken", None)
        asked["startTime"] = max(seen, default=asked["startTime"])
        time.sleep(AWS_S)


def saw(client: Any, group: str) -> Iterator[str]:
    """Follow as saw does: the same, once a second, a reading being all its pages."""
    start, seen = _start(), set[str]()
    while True:
        pages = client.get_paginator("filter_log_events")
        for page in pages.paginate(logGroupName=group, startTime=start):
            for event in page["events"]:
                if event["timestamp"] > start:
                    start, seen = event["timestamp"], set()
                if event["eventId"] not in seen:
                    seen.add(event["eventId"])
                    yield event["message"]
        time.sleep(SAW_S)


def _start() -> int:
    return int(time.time() * 1000) - _BACK_MS


def main() -> None:
    """Follow until killed."""
    name, group = sys.argv[1:]
    for message in {"aws": aws, "saw": saw}[name](boto3.client("logs"), group):
        print(message.rstrip(), flush=True)


if __name__ == "__main__":
    main()
