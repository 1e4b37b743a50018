from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

import pytest

from sestrail_tui.follow.protocol import Recording
from sestrail_tui.tui.feed.first_screen import FirstFacts, FirstScreen, lines
from tests.tui.hosting import HOSTILE, Host, screen_text
from tests.tui.world import NOW_MS

if TYPE_CHECKING:
    from textual.geometry import Region

WAITING = FirstFacts(
    phase="waiting",
    label="CloudTrail/logs",
    region="us-east-1",
    account="123456789012",
    since_ms=NOW_MS - 42_000,
    now_ms=NOW_MS,
    time_mode="utc",
)


def text(facts: FirstFacts) -> str:
    return "\n".join(line for _, line in lines(facts))


def test_waiting_says_what_is_read_since_when_and_what_to_check() -> None:
    told = text(WAITING)
    assert "Reading CloudTrail/logs  (us-east-1 · 123456789012)" in told
    assert "since 20:06:22, 42s so far" in told
    assert "about five minutes after the call, on average" in told
    assert "Press D to see whether a send would be seen" in told
    assert "off by default" in told
    assert "this region: us-east-1" in told
    assert "SMTP is never recorded" in told


def test_event_history_never_speaks_of_sends_to_come() -> None:
    told = text(replace(WAITING, holds_sends=False))
    assert "changes to SES only" in told
    assert "five minutes" not in told


def test_the_demo_shows_its_own_lines() -> None:
    assert "AWS_ENDPOINT_URL=" in text(replace(WAITING, note="export AWS_ENDPOINT_URL=x\nrun it"))


def test_the_demo_guides_as_an_account_does() -> None:
    told = text(replace(WAITING, note="export AWS_ENDPOINT_URL=x\nrun it"))
    assert "To send your own mail to it, in another terminal:\n  export AWS_ENDPOINT_URL=x" in told
    assert "Press D to see whether a send would be seen" in told


def test_an_account_that_records_nothing_is_told_so() -> None:
    off = Recording(("Trail t does not record SES sends.",), nothing=True, command="run me")
    told = text(replace(WAITING, recording=off))
    assert "✗ No send will come:\nTrail t does not record SES sends." in told
    assert "Run: run me   y copies" in told
    assert "five minutes" not in told
    some = Recording(("It leaves out SendRawEmail.",))
    told = text(replace(WAITING, recording=some))
    assert "✗ Some sends will not come:\nIt leaves out SendRawEmail." in told
    assert "y copies" not in told
    assert "No send will" not in text(replace(WAITING, recording=Recording(unknown=("Refused.",))))


def test_failed_says_why_and_what_to_press() -> None:
    told = text(
        FirstFacts("failed", sentence="No region is set.", retry_at_ms=NOW_MS + 3000, now_ms=NOW_MS)
    )
    assert "✗ No region is set." in told
    assert "in 3s" in told
    assert "L  log in again" in told


def test_hidden_says_how_many_and_how_to_get_them_back() -> None:
    told = text(FirstFacts("hidden", held=1204, filter_text="config:nowhere"))
    assert "hides all 1,204 records" in told
    assert "config:nowhere" in told
    assert "esc" in told


def test_a_file_without_records_says_so() -> None:
    assert "mail.json holds no record" in text(FirstFacts("ended", label="mail.json"))


def test_hostile_text_stays_text() -> None:
    facts = replace(WAITING, label=HOSTILE, region=HOSTILE, account=HOSTILE, note=HOSTILE)
    for phase in ("opening", "failed", "waiting", "hidden", "ended"):
        told = replace(facts, phase=phase, sentence=HOSTILE, filter_text=HOSTILE)
        assert all(line.isprintable() for _, line in lines(told))


class Watched(FirstScreen):
    """Remembers what it asked to be painted again."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[Region, ...]] = []

    def refresh(self, *regions: Region, **options: Any) -> Self:
        self.asked.append(regions)
        return super().refresh(*regions, **options)


@pytest.mark.parametrize("width", [120, 40])
async def test_another_second_paints_its_own_line_only(width: int) -> None:
    screen = Watched()
    app = Host(screen)
    async with app.run_test(size=(width, 40)) as pilot:
        screen.facts = WAITING
        await pilot.pause()
        screen.asked.clear()
        screen.facts = replace(WAITING, now_ms=NOW_MS + 1000)
        await pilot.pause()
        ((line,),) = screen.asked
        assert line.height <= 2
        shown = screen_text(app).splitlines()
        row = next(number for number, text in enumerate(shown) if "43s so far" in text)
        assert row in range(line.y + 1, line.bottom + 1)  # below one line of padding


async def test_lines_that_move_are_painted_all() -> None:
    screen = Watched()
    app = Host(screen)
    async with app.run_test(size=(120, 40)) as pilot:
        screen.facts = WAITING
        await pilot.pause()
        screen.facts = replace(WAITING, note="A line of the demo.")
        await pilot.pause()
        shown = screen_text(app)
        assert "A line of the demo." in shown
        assert all(line in shown for _, line in lines(screen.facts))
        screen.facts = replace(WAITING, phase="hidden", held=7)
        await pilot.pause()
        assert "so far" not in screen_text(app)
