"""RESULTS.md is what results.json says, and no goal is missed without a reason beside it."""

from __future__ import annotations

from tests.benchmarks.report import RESULTS, document, load, reason


def test_the_results_are_those_that_were_measured() -> None:
    assert RESULTS.read_text() == document(load())


def test_each_goal_that_is_missed_has_its_reason() -> None:
    missed = [one.case for part in load().values() for one in part.results if one.met is False]
    assert missed, "else this tests nothing"
    assert [case for case in missed if not reason(case)] == []
