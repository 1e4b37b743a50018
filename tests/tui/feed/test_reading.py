from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sestrail_tui.core.errors import InputError, NotSetUp, PersonNeeded
from sestrail_tui.follow.connections.scripted import ScriptedConnection, ScriptedFeed
from sestrail_tui.tui.base.messages import (
    FeedEnded,
    Grew,
    HealthChanged,
    Opened,
    OpenFailed,
    Opening,
    RecordingChanged,
)
from sestrail_tui.tui.feed.reading import follow
from tests.tui.world import NOW_MS, FrozenClock, arrivals, live, records

if TYPE_CHECKING:
    from sestrail_tui.core.record import Record


async def read(*outcomes: Any, answer: str = "") -> tuple[list[object], list[int], int]:
    """Follow scripts; give the messages, the slices' sizes, and how often a person was asked."""
    clock = FrozenClock()
    told: list[object] = []
    slices: list[int] = []
    asked = 0

    def ask() -> str:
        nonlocal asked
        asked += 1
        return answer

    def append(some: list[Record] | tuple[Record, ...]) -> None:
        slices.append(len(some))

    made = [one if isinstance(one, Exception) else ScriptedFeed(one, clock) for one in outcomes]
    await follow(ScriptedConnection(*made), append, clock, told.append, ask)  # type: ignore[arg-type]
    return told, slices, asked


def kinds(told: list[object]) -> list[type]:
    return [type(one) for one in told if not isinstance(one, RecordingChanged)]


async def test_what_arrives_is_appended_and_said() -> None:
    told, appended, _ = await read([live(), arrivals(records(120)), arrivals(records(1))])
    assert kinds(told) == [Opening, Opened, HealthChanged, Grew, Grew, FeedEnded]
    assert appended == [120, 1]


async def test_what_may_mend_itself_is_tried_again() -> None:
    told, *_ = await read(NotSetUp("No region is set."), NotSetUp("Still none."), [])
    assert kinds(told) == [Opening, OpenFailed, Opening, OpenFailed, Opening, Opened, FeedEnded]
    failures = [one for one in told if isinstance(one, OpenFailed)]
    assert [one.retry_at_ms for one in failures] == [NOW_MS + 2_000, NOW_MS + 4_000]


async def test_where_a_person_is_needed_they_are_asked_once() -> None:
    told, _, asked = await read(PersonNeeded("An MFA code is needed."), [])
    assert (asked, kinds(told)[-1]) == (1, FeedEnded)
    told, _, asked = await read(PersonNeeded("An MFA code is needed."))
    assert asked == 1
    assert isinstance(told[-1], OpenFailed)
    assert told[-1].person


async def test_a_login_that_was_left_is_told() -> None:
    told, *_ = await read(PersonNeeded("An MFA code is needed."), answer="The login was left.")
    assert isinstance(told[-1], OpenFailed)
    assert told[-1].sentence == "The login was left."


async def test_what_nothing_can_mend_ends_it() -> None:
    told, *_ = await read(InputError("mail.json: no such file."))
    assert isinstance(told[-1], OpenFailed)
    assert told[-1].retry_at_ms is None
