"""Sources that play what a test says."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.protocol import Arrivals, Feed
from tests.places.no_history import NoHistory

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from sestrail_tui.core.record import Record

SEND = {"eventSource": "ses.amazonaws.com", "eventName": "SendEmail", "eventCategory": "Data"}

LIVE = Health("CloudTrail/logs", State.LIVE)


def sends(count: int, config: str = "billing") -> Arrivals:
    return Arrivals(
        tuple(
            decode(
                json.dumps(
                    SEND
                    | {
                        "eventID": f"{number}",
                        "requestParameters": {"configurationSetName": config},
                    }
                ).encode()
            )
            for number in range(count)
        )
    )


class Played(NoHistory):
    """A connection whose feed plays a list and then waits for ever, or ends."""

    label, account, region = "played", "", "us-east-1"

    def __init__(self, *news: Arrivals | Health, waits: bool = False) -> None:
        self.items, self.waits, self.closed = news, waits, False

    async def open(self) -> Feed:
        return self

    def login(self) -> None:
        raise AssertionError("nothing prompts without a screen")

    async def news(self) -> AsyncGenerator[Arrivals | Health, None]:
        for item in self.items:
            yield item
        if self.waits:
            await asyncio.Event().wait()

    async def close(self) -> None:
        self.closed = True


def every(record: Record) -> bool:
    return True
