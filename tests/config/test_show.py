from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.alerts.rule_names import RULES
from sestrail_tui.alerts.settings import AlertSettings
from sestrail_tui.config.append import append_filter
from sestrail_tui.config.problem import line_of
from sestrail_tui.config.read import read
from sestrail_tui.config.schema import Config, SavedFilter
from sestrail_tui.config.show import rows, show, toml

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
configs = st.builds(
    Config,
    theme=st.none() | texts,
    time=st.sampled_from([None, "utc", "relative"]),
    restore=st.booleans(),
    columns=st.lists(texts, max_size=3).map(tuple),
    cap=st.integers(1000, 10_000_000),
    keys=st.dictionaries(texts, texts, max_size=3),
    filters=st.lists(
        st.builds(
            SavedFilter,
            name=texts.filter(bool),
            filter=st.sampled_from(["error:*", 'a "b c"', "-config:(a|b)"]),
            key=texts,
        ),
        max_size=3,
        unique_by=lambda saved: saved.name,
    ).map(tuple),
    alerts=st.builds(
        AlertSettings,
        rules=st.lists(st.sampled_from(RULES), max_size=3).map(tuple),
        error_share=st.floats(0.01, 1),
        volume_factor=st.floats(1.01, 1e300),
    ),
)


@given(configs)
def test_what_is_shown_reads_as_what_it_was(config: Config) -> None:
    loaded = read(show(config).encode(), Path("config.toml"))
    assert loaded.problems == ()
    assert loaded.config == config


@given(st.recursive(texts | st.booleans() | st.integers(-9, 9), lambda x: st.lists(x, max_size=3)))
def test_values_are_written_as_toml(value: Any) -> None:
    assert tomllib.loads(f"x = {toml(value)}")["x"] == value


def test_every_key_is_documented() -> None:
    told = list(rows())
    assert {"theme", "alerts.every_s", "[[filters]] key"} <= {row.key for row in told}
    assert all(len(row.help) > 20 for row in told)


@given(st.lists(st.sampled_from(["", "# x", "b = 1", "b = [\n 1,\n 2]", '"x y" = 2']), max_size=6))
def test_the_line_of_a_value_is_where_it_begins(before: list[str]) -> None:
    lines = [line for number, one in enumerate(before) for line in [one.replace("b", f"b{number}")]]
    lines = [line.replace("x y", f"x y{number}") for number, line in enumerate(lines)]
    text = "\n".join([*lines, "[t]", "here = [", "  1,", "]", "[[f]]", "[[f]]", "k = 1"])
    at = len("\n".join([*lines, ""]).splitlines()) if lines else 0
    assert line_of(text, ("t", "here")) == at + 2
    assert line_of(text, ("f", 1)) == at + 6
    assert line_of(text, ("f", 1, "k")) == at + 7


def test_a_filter_is_added_and_nothing_else_touched(tmp_path: Path) -> None:
    path = tmp_path / "made" / "config.toml"
    append_filter(path, "one", "error:*")
    path.write_text("# mine\ncap = 5000\n[keys]\ncopy = 'f5'")
    append_filter(path, 'two "2"', 'x "y z"')
    text = path.read_text()
    assert text.startswith("# mine\ncap = 5000\n[keys]\ncopy = 'f5'\n\n[[filters]]\n")
    config = read(text.encode(), path).config
    assert config.filters == (SavedFilter(name='two "2"', filter='x "y z"'),)
    assert config.keys == {"copy": "f5"}


@pytest.mark.parametrize("text", ["filters = []\n", "a = = 1"])
def test_a_file_without_room_for_a_filter_stays_as_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"."):
        append_filter(path, "one", "error:*")
    assert path.read_text() == text
