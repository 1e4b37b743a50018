from __future__ import annotations

from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.protocol import Recording
from sestrail_tui.tui.feed.health import summary, with_recording

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


OFF = Recording(("Trail t does not record SES sends.",), nothing=True, command="sestrail on")


def test_what_is_not_recorded_does_not_look_live() -> None:
    told = with_recording(summary([LIVE]), OFF)
    assert (told.glyph, told.word, told.tone) == ("▲", "not recording", "warn")
    assert told.sentence == "Trail t does not record SES sends. Run: sestrail on"
    assert told.read_through_ms == 2_000
    some = Recording(("Trail t records some SES sends only.",))
    told = with_recording(summary([LIVE]), some)
    assert (told.word, told.tone, told.sentence) == ("live", "warn", some.lacks[0])


def test_what_is_not_known_says_nothing_and_trouble_comes_first() -> None:
    well = summary([LIVE])
    assert with_recording(well, Recording()) == well
    assert with_recording(well, Recording(unknown=("Refused.",))) == well
    trouble = summary([Health("a", State.REFUSED, "Denied.")])
    assert with_recording(trouble, OFF) == trouble
