from __future__ import annotations

from sestrail_tui.sources.source import Health, State
from sestrail_tui.tui.health import summary

LIVE = Health("a", State.LIVE, read_through_ms=2_000)


def test_without_a_source_it_is_opening() -> None:
    assert summary([]).word == "opening"


def test_all_well_is_one_word() -> None:
    told = summary([LIVE, Health("b", State.LIVE, read_through_ms=1_000)])
    assert (told.word, told.sentence, told.read_through_ms, told.live) == ("live", "", 1_000, True)


def test_the_worst_state_wins_and_its_count_is_told() -> None:
    refused = Health("b", State.REFUSED, "Grant logs:FilterLogEvents.", retry_at_ms=9)
    told = summary([LIVE, refused, Health("c", State.THROTTLED, "Slower.")])
    assert told.word == "refused 1 of 3"
    assert told.glyph == "✗"
    assert told.sentence == "b: Grant logs:FilterLogEvents."
    assert told.retry_at_ms == 9


def test_read_through_is_unknown_while_any_source_of_sends_is() -> None:
    assert summary([LIVE, Health("b", State.LIVE)]).read_through_ms is None


def test_event_history_does_not_hold_back_what_is_said_of_sends() -> None:
    history = Health("event history", State.REFUSED, "Denied.", holds_sends=False)
    told = summary([LIVE, history])
    assert told.read_through_ms == 2_000
    assert "read elsewhere" in told.sentence


def test_what_a_live_source_does_without_is_told() -> None:
    polled = Health("b", State.LIVE, "Without Live Tail it is polled.", read_through_ms=1_000)
    told = summary([LIVE, polled])
    assert (told.word, told.tone, told.live) == ("live", "warn", True)
    assert told.sentence == "b: Without Live Tail it is polled."
    assert told.retry_at_ms is None


def test_a_sentence_of_no_trouble_is_not_shown() -> None:
    assert summary([Health("a", State.CATCHING_UP, "reading 3 files")]).sentence == ""
