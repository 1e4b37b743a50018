"""Each page of the manual can be read as a topic, and as a file of the repository."""

from __future__ import annotations

import re
import tomllib

import msgspec
import pytest

from sestrail_tui.config.schema import Config
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.follow.health import State
from sestrail_tui.manual.pages import read_page, topics
from tests.manual.documents import DOCUMENTS, PAGES, README, code


@pytest.mark.parametrize("topic", topics())
def test_a_page_begins_with_its_title_and_needs_no_browser(topic: str) -> None:
    page = read_page(topic)
    assert page.markdown.startswith(f"# {page.title}\n\n")
    assert "<!--" not in page.plain()
    assert not re.findall(r"\]\((?!https://)", page.plain())


def test_the_topics_are_the_pages() -> None:
    assert [page.stem for page in PAGES] == list(topics())
    assert len(topics()) >= 15


def test_every_topic_that_is_named_exists() -> None:
    for document in DOCUMENTS:
        named = re.findall(r"sestrail help ([a-z-]+)", document.read_text())
        assert set(named) <= set(topics()), document.name


def test_the_readme_is_short() -> None:
    assert 150 <= len(README.read_text().splitlines()) <= 200


def test_the_filters_of_the_readme_are_filters() -> None:
    lines = code("filters").splitlines()
    assert len(lines) == 6
    for line in lines:
        parse(line.partition("   ")[0])


def test_the_settings_of_the_manual_are_settings() -> None:
    msgspec.convert(tomllib.loads(code("toml")), Config)


def test_each_state_of_a_source_is_explained() -> None:
    text = read_page("troubleshooting").markdown
    assert [state for state in State if f"| `{state}` | " not in text] == []
