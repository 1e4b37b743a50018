"""RESULTS.md is what results.json says, and no goal is missed without a reason beside it."""

from __future__ import annotations

import re

from tests.benchmarks.report import RESULTS, document, load, reason
from tests.paths import ROOT

_NUMBER = re.compile(r"\d[\d,.]*\d|\d")


def test_the_results_are_those_that_were_measured() -> None:
    assert RESULTS.read_text() == document(load())


def test_each_goal_that_is_missed_has_its_reason() -> None:
    missed = [one.case for part in load().values() for one in part.results if one.met is False]
    assert missed, "else this tests nothing"
    assert [case for case in missed if not reason(case)] == []


def test_the_readme_quotes_only_figures_that_were_measured() -> None:
    readme = (ROOT / "README.md").read_text()
    section = readme.partition("## What it costs")[2].partition("`make bench` takes")[0]
    bullets = section.partition("\n- ")[2]
    quoted = set(_NUMBER.findall(bullets))
    assert len(quoted) > 10
    assert quoted - set(_NUMBER.findall(RESULTS.read_text())) == set()
