from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.follow.history.engine import Estimate, Question
from sestrail_tui.tui.history.question import QuestionText, TypedQuestion, before, read, worded
from tests.tui.world import NOW_MS

SECONDS = st.integers(0, 4_000_000_000).map(lambda second: second * 1000)
ESTIMATE = Estimate("fields @message", 1_000, 0.5, "So it is.")
QUESTION = Question(parse(""), NOW_MS - 1000, NOW_MS)


def test_what_is_typed_is_read_as_the_command_line_reads_it() -> None:
    reading = read(QuestionText("2d", "", "config:billing"), NOW_MS)
    assert reading.question == Question(parse("config:billing"), NOW_MS - 172_800_000, NOW_MS)
    assert (reading.first_mistake, reading.last_mistake) == ("", "")


def test_each_mistake_is_told_where_it_is() -> None:
    reading = read(QuestionText("", "then", "conf:x"), NOW_MS)
    assert reading.question is None
    assert reading.first_mistake.startswith("no time")
    assert reading.last_mistake.startswith("no time")
    assert reading.node is None
    backwards = read(QuestionText("1d", "2d", ""), NOW_MS)
    assert backwards.question is None
    assert "not before" in backwards.first_mistake
    assert not backwards.last_mistake


@given(SECONDS, st.integers(1, 10**9).map(lambda second: second * 1000))
def test_a_question_is_worded_as_it_is_read(first_ms: int, span_ms: int) -> None:
    question = Question(parse("error:* -config:(a|b)"), first_ms, first_ms + span_ms)
    assert read(worded(question), NOW_MS).question == question


@given(SECONDS)
def test_the_day_before_is_a_day_that_ends_there(oldest_ms: int) -> None:
    question = read(before(oldest_ms, ""), oldest_ms).question
    assert question == Question(parse(""), oldest_ms - 86_400_000, oldest_ms)


def test_without_a_record_or_with_an_impossible_one_it_is_the_last_day() -> None:
    assert before(None, "x") == QuestionText("24h", "now", "x")
    assert before(-(10**17), "x") == QuestionText("24h", "now", "x")


@given(st.text(), st.text(), st.text())
def test_whatever_is_typed_is_read_or_a_mistake(first: str, last: str, text: str) -> None:
    reading = read(QuestionText(first, last, text), NOW_MS)
    mistake = reading.first_mistake or reading.last_mistake or reading.node is None
    assert (reading.question is None) == bool(mistake)


def test_estimates_add_up_as_far_as_they_are_told() -> None:
    asked = TypedQuestion((), worded(QUESTION), QUESTION)
    assert asked.estimate is None
    both = TypedQuestion((), worded(QUESTION), QUESTION, {"a": ESTIMATE, "b": ESTIMATE})
    assert both.estimate == Estimate("fields @message", 2_000, 1.0, "So it is.")
    untold = Estimate("SELECT", None, None, "AWS does not tell.")
    part = TypedQuestion((), worded(QUESTION), QUESTION, {"a": ESTIMATE, "b": untold}).estimate
    assert part is not None
    assert (part.scanned_bytes, part.cost_usd) == (None, None)
