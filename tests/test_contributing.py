"""CONTRIBUTING's map of the package is the package."""

from __future__ import annotations

import re

from tests.paths import ROOT

PACKAGE = ROOT / "sestrail_tui"
MAP = (ROOT / "CONTRIBUTING.md").read_text().partition("sestrail_tui/\n")[2].partition("```")[0]


def test_the_map_shows_each_folder() -> None:
    shown = re.findall(r"^  (\w+)/ ", MAP, re.MULTILINE)
    assert sorted(shown) == sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


def test_what_the_map_shows_exists() -> None:
    for folder, text in re.findall(r"^  (\w+)/ (.*(?:\n {10}.*)*)", MAP, re.MULTILINE):
        for inside in re.findall(r"(\w+)/", text):
            assert (PACKAGE / folder / inside / "__init__.py").exists(), f"{folder}/{inside}"
