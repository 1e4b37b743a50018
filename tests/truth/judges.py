"""Whether what a command claimed is true: each judge gives a sentence on what is false, or none.

"It cannot be told" (exit code 3) is never false.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from sestrail_tui.local_aws.cloudtrail import selectors
from tests.truth.timeline import from_iso
from tests.truth.world import SORTS, record_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tests.truth.calls import Made, Sort, Wanted
    from tests.truth.program import Ended
    from tests.truth.screen import Header
    from tests.truth.world import Copy, Place, World

CAME, DID_NOT, CANNOT_TELL = 0, 1, 3
SECOND_MS: Final = 1000
EDGE_MS: Final = 2 * SECOND_MS
"""Dates of answers have whole seconds, and come late by a round trip: so near to a bound that is
counted from now, a call may be within it or not."""
LAG_MS: Final = 30 * SECOND_MS
"""What became readable so shortly before the end may not be read yet, where that is said."""


class Falsehood(NamedTuple):
    """One claim that is not true."""

    claim: str
    """Which one, in a word or two."""
    says: str


_THROUGH: Final = re.compile(r"(?:was read through|read through) (\S+?Z)")
_SURE: Final = re.compile(r"delivered until (\S+?Z) has been read")


@dataclass(frozen=True)
class Bounds:
    """Which calls count: those made surely within, and those that may count (ms UTC of AWS)."""

    since_ms: int
    until_ms: int | None
    edge_ms: int = 0

    def surely(self, call: Made) -> bool:
        """Tell whether a call counts, whatever a second may do."""
        late = self.until_ms is not None and call.event_ms > self.until_ms - self.edge_ms
        return call.event_ms >= self.since_ms + self.edge_ms and not late

    def maybe(self, call: Made) -> bool:
        """Tell whether a call may count."""
        late = self.until_ms is not None and call.event_ms > self.until_ms + self.edge_ms
        return call.event_ms >= self.since_ms - self.edge_ms and not late


@dataclass(frozen=True)
class Question:
    """What a `wait` was about."""

    places: tuple[Place, ...]
    wanted: Wanted
    bounds: Bounds
    timeout_s: float
    count: int = 1


def of_wait(world: World, asked: Question, ended: Ended) -> Iterator[Falsehood]:
    """Judge a `wait` for so many."""
    if ended.code == CAME:
        came = [one for one in world.calls if _may_match(asked, one)]
        if len(came) < asked.count:
            yield Falsehood(
                "came", f"{asked.count} are said to have come, and {len(came)} were made"
            )
        if len(ended.lines) != asked.count:
            yield Falsehood(
                "written", f"{asked.count} came, and {len(ended.lines)} lines were written"
            )
    elif ended.code == DID_NOT:
        through_ms = _told_ms(_THROUGH, ended.err)
        if through_ms is None:
            yield Falsehood("read through", "they did not come, it says, and not what was read")
            return
        by_ms = max(min(through_ms, ended.ended_ms), ended.ended_ms - LAG_MS)
        there = _calls(world, asked, by_ms)
        if len(there) >= asked.count:
            yield Falsehood("did not come", f"{len(there)} could be read by {by_ms}: {there}")


def of_none(world: World, asked: Question, ended: Ended) -> Iterator[Falsehood]:
    """Judge a `wait --none`."""
    if ended.code == DID_NOT and not any(_may_match(asked, one) for one in world.calls):
        yield Falsehood("one came", "one is said to have come, and none was made")
    if ended.code != CAME:
        return
    sure_ms = _told_ms(_SURE, ended.err)
    if sure_ms is None:
        yield Falsehood("by when", "none is said to have come, and not by when")
        return
    assert asked.bounds.until_ms is not None
    meant_ms = asked.bounds.until_ms + round(asked.timeout_s * 1000)
    if sure_ms < meant_ms - EDGE_MS - asked.bounds.edge_ms:
        yield Falsehood(
            "until", f"everything delivered until {meant_ms} was to be read, {sure_ms} was"
        )
    if there := _calls(world, asked, min(sure_ms, ended.ended_ms)):
        yield Falsehood("none came", f"none is said to have come, and these could be read: {there}")
    unseen = [
        one
        for one in SORTS
        if asked.wanted.means(one) and not any(world.takes(place, one) for place in asked.places)
    ]
    if unseen:
        yield Falsehood("recorded", f"none came, it says; {unseen[0]} would not be taken in")


def of_doctor(world: World, places: Sequence[Place], ended: Ended) -> Iterator[Falsehood]:
    """Judge the doctor over everything that can be read (``--output json``)."""
    [report] = json.loads(ended.out)["reports"]
    findings = report["findings"]
    verdict = findings[-1]
    seen = [one for one in SORTS if any(world.takes(place, one) for place in places)]
    if verdict["level"] == "good" and len(seen) < len(SORTS):
        yield Falsehood(
            "doctor: every send",
            f"sends would be seen, it says; of {len(SORTS)} kinds {len(seen)} would",
        )
    if ended.code == 0 and not seen:
        yield Falsehood(
            "doctor: sends would be seen", "sends would be seen, it says, and none would"
        )
    if verdict["level"] == "missing" and seen and "clock" not in verdict["says"]:
        yield Falsehood(
            "doctor: no send would be seen", f"no send would be seen, it says, and {seen[0]} would"
        )
    taken_by = list(_takers(world))
    for one in findings:
        yield from _of_finding(taken_by, one)


def _of_finding(
    taken_by: list[tuple[str, list[Sort]]], finding: dict[str, str]
) -> Iterator[Falsehood]:
    says = finding["says"]
    for what, taken in taken_by:
        if what not in finding["title"]:
            continue
        every, some = len(taken) == len(SORTS), bool(taken)
        if says.startswith(("It records every send", "It records SES sends")) and not every:
            yield Falsehood(
                "doctor: selectors", f"{what}: {says} It takes {len(taken)} kinds of {len(SORTS)}"
            )
        if says.startswith(("It records no SES send", "It takes no SES send")) and some:
            yield Falsehood("doctor: selectors", f"{what}: {says} It takes {taken[0]}")
        if says.startswith("It records some") and (every or not some):
            yield Falsehood(
                "doctor: selectors", f"{what}: {says} It takes {len(taken)} kinds of {len(SORTS)}"
            )


def of_status(world: World, ended: Ended) -> Iterator[Falsehood]:
    """Judge `logging status --output json`."""
    if ended.code != 0:
        return
    taken_by = dict(_takers(world))
    for one in json.loads(ended.out):
        if "sends" not in one:
            continue
        taken = taken_by[f"Trail {one['trail']}"]
        is_logging = world.trail.is_logging
        means = "all" if len(taken) == len(SORTS) else "some" if taken else "none"
        if one["sends"] != (means if is_logging else "none"):
            yield Falsehood(
                "status: sends",
                f"it says that {one['sends']} are recorded, and {means} are selected",
            )
        if one["isLogging"] != is_logging:
            yield Falsehood("status: logging", f"isLogging is told as {one['isLogging']}")


def of_lines(
    world: World, places: Sequence[Place], bounds: Bounds, ended: Ended
) -> Iterator[Falsehood]:
    """Judge what was written by what ended well: everything, each once."""
    written = _written(ended)
    if len(set(written)) < len(written):
        yield Falsehood("written twice", f"written twice: {sorted(written)}")
    if ended.code != 0:
        return
    there = {
        one.made.event_id: one.made
        for place in places
        for one in world.delivered(place, ended.began_ms - EDGE_MS)
        if one.legible and one.gone_ms is None and bounds.surely(one.made)
        if place.kind != "queue" or one.made.number in world.queue.held(ended.began_ms)
    }
    if missing := [one for name, one in there.items() if name not in written]:
        yield Falsehood("left out", f"it ended well, and left out {missing}")


def of_header(
    world: World, places: Sequence[Place], bounds: Bounds, header: Header
) -> Iterator[Falsehood]:
    """Judge what the screen's header said at one moment."""
    says = header.says
    seen = [one for one in SORTS if any(world.takes(place, one) for place in places)]
    if "not recording" in says.word and seen:
        yield Falsehood("not recording", f"not recording, it says, and {seen[0]} is")
    if says.read_through_ms is None:
        return
    through_ms = min(says.read_through_ms, header.at_ms)
    missing = [
        one.made
        for place in places
        for one in world.delivered(place, through_ms - SECOND_MS)
        if one.legible and one.gone_ms is None and bounds.surely(one.made)
        if place.kind != "queue" or one.made.number in world.queue.held(header.began_ms)
        if one.made.event_id not in header.shown
    ]
    if missing:
        yield Falsehood("header: read through", f"read through {through_ms}, without {missing}")


def _takers(world: World) -> Iterator[tuple[str, list[Sort]]]:
    """Give who records sends, by the title that the doctor has for it, and what each selects."""
    records = [(one, record_of(one)) for one in SORTS]
    for trail in world.account.trails:
        takes = [
            one
            for one, record in records
            if selectors.lets_through(trail.advanced, trail.basic, record)
        ]
        yield f"Trail {trail.name}", takes
    for store in world.account.lake.stores.values():
        yield (
            f"Event data store {store.name}",
            [one for one, record in records if store.takes(record)],
        )


def _may_match(asked: Question, call: Made) -> bool:
    return asked.wanted.matches(call) is not False and asked.bounds.maybe(call)


def _calls(world: World, asked: Question, by_ms: int) -> list[Made]:
    """Give the calls that match, and could be read by then."""
    copies: Iterable[Copy] = (
        one for place in asked.places for one in world.delivered(place, by_ms)
    )
    found = {
        one.made.number: one.made
        for one in copies
        # what is hidden or broken off may be what was asked for, and so nobody can tell
        if asked.wanted.matches(one.made) is not False and asked.bounds.surely(one.made)
    }
    return list(found.values())


def _written(ended: Ended) -> list[str]:
    """Give the eventIDs of the records that were written; what is broken off has none."""
    ids = []
    for line in ended.lines:
        with suppress(ValueError):
            ids.append(str(json.loads(line)["eventID"]))
    return ids


def _told_ms(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.findall(text)
    return from_iso(found[-1]) if found else None
