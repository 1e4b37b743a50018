"""RESULTS.md is what results.json says, and no goal is missed without a reason beside it."""

from __future__ import annotations

import re

import pytest

from tests.benchmarks.claims import CLAIMS, Claim, text
from tests.benchmarks.report import RESULTS, document, load, reason

_NUMBER = re.compile(r"\d[\d,.]*\d|\d")


def test_the_results_are_those_that_were_measured() -> None:
    assert RESULTS.read_text() == document(load())


def test_each_goal_that_is_missed_has_its_reason() -> None:
    missed = [one.case for part in load().values() for one in part.results if one.met is False]
    assert missed, "else this tests nothing"
    assert [case for case in missed if not reason(case)] == []


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.words)
def test_what_the_manual_claims_was_measured(claim: Claim) -> None:
    assert claim.words in text()
    (result,) = (one for one in load()[claim.heading].results if one.case == claim.case)
    figure = result.ratio if claim.of_ratio else result.value
    assert figure is not None
    assert claim.least <= figure <= claim.most


def test_the_manual_has_no_figure_without_a_claim() -> None:
    claimed = {number for claim in CLAIMS for number in _NUMBER.findall(claim.words)}
    assert set(_NUMBER.findall(text())) - claimed == set()
