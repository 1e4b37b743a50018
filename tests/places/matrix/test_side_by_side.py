"""Three sources at once: one that is refused leaves two live, and is said to be missing."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import aclosing
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.account.session import clients
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.protocol import Arrivals
from sestrail_tui.local_aws.account.settings import Settings
from sestrail_tui.local_aws.server.server import LocalServer, running
from sestrail_tui.local_aws.wire.faults import Fault
from sestrail_tui.places.connect import AwsConnection
from sestrail_tui.places.flag_values import FlagValues
from sestrail_tui.tui.feed.health import summary
from tests.follow.virtual_time import LoopClock, in_virtual_time
from tests.places.matrix.run import asked, warm_session
from tests.places.matrix.worlds import WORLDS

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from tests.places.matrix.worlds import Name

EACH = 10
PLACES: dict[Name, tuple[str, str]] = {
    "log group": ("FilterLogEvents", "allow the action logs:FilterLogEvents"),
    "bucket": ("ListObjectsV2", "allow the action s3:ListBucket"),
    "lake": ("StartQuery", "allow the action cloudtrail:StartQuery"),
}


def numbers(place: Name) -> set[str]:
    """Give the ids of what is delivered to a place alone."""
    first = 100 * list(PLACES).index(place)
    return {f"id-{number}" for number in range(first, first + EACH)}


async def side_by_side(refused: Name) -> None:
    api, words = PLACES[refused]
    clock = LoopClock()
    settings = Settings(quotas=False, trail=f"beside-{api.lower()}", lake=True, log_file_s=2)
    async with running(settings, clock) as server:
        now = clock.now_ms()
        for place in PLACES:
            for number in sorted(int(name[3:]) for name in numbers(place)):
                WORLDS[place].put(server.account, number, now, now + 100 * number)
        server.account.faults.add(Fault("access_denied", api, None))
        feed = await connection(server, clock).open()
        shown: Counter[str] = Counter()
        latest: dict[str, Health] = {}
        others = set().union(*(numbers(place) for place in PLACES if place != refused))
        async with aclosing(feed.news()) as news:
            await read(news, shown, latest, lambda: live(latest) == 2 and others <= set(shown))
            check(shown, latest, others, words)
            server.account.faults.clear()
            await read(news, shown, latest, lambda: live(latest) == 3 and len(shown) == 3 * EACH)
        await feed.close()
    assert shown == Counter(dict.fromkeys(others | numbers(refused), 1))


def check(shown: Counter[str], latest: dict[str, Health], others: set[str], words: str) -> None:
    """Hold what is shown and said meanwhile against what it should be."""
    assert set(shown) == others
    [missing] = [one for one in latest.values() if one.state is State.REFUSED]
    assert words in missing.sentence
    header = summary(latest.values())
    assert header.word == "refused 1 of 3"
    assert words in header.sentence
    assert missing.source in header.sentence
    assert header.retry_at_ms is not None


def connection(server: LocalServer, clock: LoopClock) -> AwsConnection:
    settings = server.account.settings
    [store] = server.account.lake.stores.values()
    named = {
        "flags": FlagValues(
            log_groups=(settings.log_group,),
            buckets=(f"s3://{settings.bucket}",),
            event_data_stores=(store.arn,),
        ),
        "query_interval_s": 5.0,
    }
    return AwsConnection(asked(server, named), clock)


def live(latest: dict[str, Health]) -> int:
    return sum(one.state is State.LIVE for one in latest.values())


async def read(
    news: AsyncGenerator[Arrivals | Health, None],
    shown: Counter[str],
    latest: dict[str, Health],
    enough: Callable[[], bool],
) -> None:
    """Read on until it is enough."""
    async with asyncio.timeout(900):
        async for item in news:
            if isinstance(item, Arrivals):
                shown.update(record.event_id for record in item.records)
            else:
                latest[item.source] = item
            if enough():
                return


@pytest.mark.parametrize("refused", PLACES)
def test_one_refused_leaves_two_live_and_is_said(
    refused: Name, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clients, "warm_session", warm_session)
    in_virtual_time(side_by_side(refused))
