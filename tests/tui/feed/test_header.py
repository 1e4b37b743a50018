from __future__ import annotations

from dataclasses import replace

import pytest

from sestrail_tui.follow.health import Health, State
from sestrail_tui.tui.feed.header import HeaderFacts, head_line, trouble_lines
from sestrail_tui.tui.feed.health import Summary, summary
from tests.tui.hosting import HOSTILE
from tests.tui.world import NOW_MS

FACTS = HeaderFacts(
    label="CloudTrail/logs",
    account="123456789012",
    region="ap-northeast-1",
    health=Summary("●", "live", "good", read_through_ms=NOW_MS, live=True),
    lag_ms=252_000,
    rate=3.14,
    buckets=(1, 2, 5, 7, 3, 2),
    now_ms=NOW_MS,
    time_mode="utc",
)


def test_all_of_it_where_there_is_room() -> None:
    text = head_line(FACTS, 120).plain
    assert text.startswith("sestrail  123456789012  ap-northeast-1  CloudTrail/logs  ")
    assert text.endswith("● live  read through 20:07:04  lag 4m12s  3.1/s  ▂▃▆█▄▃")


def test_what_may_be_gone_from_before_is_not_called_read() -> None:
    health = summary(
        [
            Health("a", State.LIVE, read_through_ms=NOW_MS, gone_until_ms=NOW_MS - 600_000),
            Health("b", State.LIVE, read_through_ms=NOW_MS - 1000),
            Health("changes", State.LIVE, holds_sends=False, gone_until_ms=NOW_MS),
        ]
    )
    text = head_line(replace(FACTS, health=health), 120).plain
    assert "read 19:57:04 through 20:07:03" in text


@pytest.mark.parametrize("width", [30, 40, 60, 80, 100, 120, 200])
def test_it_never_wraps_and_the_state_is_always_there(width: int) -> None:
    line = head_line(FACTS, width)
    assert line.cell_length <= width
    assert "● live" in line.plain


def test_narrow_keeps_what_answers_the_question() -> None:
    text = head_line(FACTS, 80).plain
    assert "read through 20:07:04" in text
    assert "CloudTrail/logs" in text
    assert "123456789012" not in text


def test_trouble_says_when_it_is_tried_again() -> None:
    trouble = Summary("▲", "throttled", "warn", "Slower, please.", NOW_MS + 8_400)
    facts = HeaderFacts(health=trouble, now_ms=NOW_MS)
    assert [line.plain for line in trouble_lines(facts, 80)] == ["Slower, please.  again in 9s"]
    late = HeaderFacts(health=trouble, now_ms=NOW_MS + 9_000)
    assert trouble_lines(late, 80)[-1].plain.endswith("trying again")
    assert trouble_lines(HeaderFacts(now_ms=NOW_MS), 80) == []


SENTENCE = (
    "logs:FilterLogEvents on log group CloudTrail/logs was refused (AccessDeniedException): allow "
    "the action logs:FilterLogEvents on CloudTrail/logs in an IAM policy of who calls"
)


@pytest.mark.parametrize("width", [1, 2, 8, 20, 80, 200])
@pytest.mark.parametrize("retry_at_ms", [None, NOW_MS + 31_000])
def test_trouble_is_read_to_its_end_where_there_is_room(
    width: int, retry_at_ms: int | None
) -> None:
    trouble = Summary("✗", "refused", "bad", SENTENCE, retry_at_ms)
    facts = HeaderFacts(health=trouble, now_ms=NOW_MS)
    written = trouble_lines(facts, width)
    assert 1 <= len(written) <= 4
    assert all(line.cell_length <= width for line in written)
    if width >= 80:
        words = " ".join(line.plain for line in written).split()
        assert words[: len(SENTENCE.split())] == SENTENCE.split()
    assert len(trouble_lines(facts, width, most=1)) == 1


def test_hostile_names_stay_text() -> None:
    facts = HeaderFacts(
        label=HOSTILE, account=HOSTILE, region=HOSTILE, health=Summary("✗", "x", "bad", HOSTILE)
    )
    assert head_line(facts, 300).plain.isprintable()
    assert all(line.plain.isprintable() for line in trouble_lines(facts, 300))
