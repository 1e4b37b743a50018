from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.follow.dedupe.seen_content import SeenContent
from sestrail_tui.follow.feed import Bounds, MergedFeed
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.protocol import Arrivals
from tests.follow.fakes import message
from tests.follow.played import Played, batch

if TYPE_CHECKING:
    from sestrail_tui.core.record import Record


def feed_of(*sources: Played, bounds: Bounds = Bounds()) -> MergedFeed:  # noqa: B008
    return MergedFeed(sources, "label", SeenContent(), bounds=bounds)


async def everything(feed: MergedFeed) -> tuple[list[Record], list[Health]]:
    records: list[Record] = []
    healths: list[Health] = []
    async for item in feed.news():
        if isinstance(item, Arrivals):
            assert item.records, "never empty"
            records += item.records
        else:
            healths.append(item)
    await feed.close()
    return records, healths


async def test_each_record_once_whichever_source_brings_it() -> None:
    feed = feed_of(
        Played("a", batch("a", message(1), message(2)), batch("a", message(1))),
        Played("b", 0.01, batch("b", message(2), message(3))),
    )
    records, _ = await everything(feed)
    assert [(r.event_id, r.source) for r in records] == [
        ("id-1", "a"),
        ("id-2", "a"),
        ("id-3", "b"),
    ]
    assert records[0].delivered_ms == 5


async def test_one_event_id_with_different_content_is_two_records() -> None:
    texts = (message(1, awsRegion="eu-west-1"), message(1, errorMessage="x", errorCode="y"))
    records, _ = await everything(feed_of(Played("a", batch("a", *texts))))
    assert len(records) == 2


async def test_records_of_other_services_are_counted_not_shown() -> None:
    other = message(1, eventSource="s3.amazonaws.com", eventName="GetObject")
    source = Played("a", batch("a", other, message(2)), Health("a", State.ENDED))
    records, healths = await everything(feed_of(source))
    assert [record.event_id for record in records] == ["id-2"]
    assert healths[-1].others == 1
    assert healths[-1].sentence == "1 record of another service is left out."


async def test_a_broken_record_is_shown() -> None:
    records, _ = await everything(feed_of(Played("a", batch("a", '{"eventID": "x'))))
    assert [record.kind for record in records] == ["unreadable"]


async def test_a_wrapped_record_is_unwrapped() -> None:
    wrapped = f'{{"Records": [{message(1)}, {message(2)}]}}'
    records, _ = await everything(feed_of(Played("a", batch("a", wrapped))))
    assert [record.raw.decode() for record in records] == [message(1), message(2)]


async def test_what_holds_no_record_is_counted_once_by_what_it_is() -> None:
    """A log group's messages come as they are; pushed and polled, one comes twice."""
    ses = '{"eventType": "Delivery", "mail": {"messageId": "m-%d"}}'
    told = '{"eventSource": "aws:s3", "eventName": "ObjectCreated:Put", "s3": {}}'
    source = Played(
        "g",
        batch("g", ses % 1, message(1), ses % 2, '{"level": "info"}'),
        Health("g", State.LIVE),
        batch("g", ses % 2, f'{{"Records": [{message(2)}, {told}]}}'),
        Health("g", State.ENDED),
    )
    records, healths = await everything(feed_of(source))
    assert [record.event_id for record in records] == ["id-1", "id-2"]
    events = "2 SES events (what became of mail): not shown yet."
    other = "1 JSON document of another kind: no CloudTrail records."
    file = "1 notification of a file in S3: the records are in those files."
    assert healths[0].left_out == (events, other)
    assert healths[-1].left_out == (events, other, file)
    assert healths[-1].sentence == f"{events} {other} {file}"
    assert healths[-1].state is State.ENDED


@pytest.mark.parametrize(
    ("bounds", "want"),
    [
        (Bounds(), {1, 2, 3, 4}),
        (Bounds(since_ms=2000), {2, 3, 4}),
        (Bounds(until_ms=2000), {1, 2, 4}),
        (Bounds(2000, 2000), {2, 4}),
    ],
)
async def test_the_times_asked_for_are_event_times(bounds: Bounds, want: set[int]) -> None:
    texts = [message(n, eventTime=f"1970-01-01T00:00:0{n}Z") for n in (1, 2, 3)]
    texts.append(message(4, eventTime=None))
    records, _ = await everything(feed_of(Played("a", batch("a", *texts)), bounds=bounds))
    assert {int(record.event_id[3:]) for record in records} == want


async def test_one_that_ends_leaves_the_others_going() -> None:
    refused = Health("a", State.REFUSED, "Allow it.")
    feed = feed_of(Played("a", refused), Played("b", 0.01, batch("b", message(1))))
    records, healths = await everything(feed)
    assert len(records) == 1
    assert healths == [refused]


async def test_a_mistake_of_ours_is_not_swallowed() -> None:
    other = Played("b", 60.0)
    feed = feed_of(Played("a", batch("a", message(1)), ValueError("a bug")), other)
    with pytest.raises(ValueError, match="a bug"):
        await everything(feed)
    assert other.closed


async def test_a_source_waits_for_the_reader() -> None:
    source = Played("a", *(batch("a", message(n)) for n in range(100)))
    feed = feed_of(source)
    async for _ in feed.news():
        await asyncio.sleep(0.01)
        break
    assert source.given == 1, "so that what was read but not shown is read again when reopened"
    await feed.close()
    assert source.closed


@pytest.mark.slow
async def test_closing_ends_every_source_and_what_they_share() -> None:
    closed: list[str] = []

    async def on_close() -> None:
        closed.append("clients")

    source = Played("a", 60.0)
    feed = MergedFeed([source], "label", SeenContent(), on_close=on_close, notes=("Look here.",))
    news = feed.news()
    assert await anext(news) == Health("discovery", State.ENDED, "Look here.", holds_sends=False)
    reader = asyncio.ensure_future(anext(news))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    reader.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reader
    await feed.close()
    await feed.close()
    assert closed == ["clients"]
    assert source.closed
    gc.collect()


async def test_a_large_batch_lets_the_loop_breathe() -> None:
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    counter = asyncio.ensure_future(count())
    texts = [message(n) for n in range(5000)]
    records, _ = await everything(feed_of(Played("a", batch("a", *texts))))
    counter.cancel()
    assert len(records) == 5000
    assert turns > 5


async def test_what_a_source_stands_in_for_is_said_beside_it() -> None:
    works = Health("bucket", State.LIVE, "It is empty.")
    source = Played("bucket", Health("bucket"), works)
    feed = MergedFeed([source], "bucket", SeenContent(), remarks={"bucket": "You may not read x."})
    _, healths = await everything(feed)
    assert [one.sentence for one in healths] == ["", "You may not read x. It is empty."]


async def test_a_big_batch_comes_in_slices_and_the_loop_gets_its_turn_between_two() -> None:
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    feed = feed_of(Played("a", batch("a", *map(message, range(1200)))))
    beside = asyncio.create_task(others())
    sizes, turns_before = [], []
    async for item in feed.news():
        assert isinstance(item, Arrivals)
        sizes.append(len(item.records))
        turns_before.append(turns)
    beside.cancel()
    assert sum(sizes) == 1200
    assert max(sizes) <= 250
    assert len(set(turns_before)) == len(sizes)
