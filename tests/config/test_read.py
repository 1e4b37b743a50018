from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.alerts.settings import AlertSettings
from sestrail_tui.config.path import config_path
from sestrail_tui.config.read import Loaded, load, read
from sestrail_tui.config.schema import Config, SavedFilter

HERE = Path("config.toml")


def of(text: str) -> Loaded:
    return read(text.encode(), HERE)


def test_what_is_right_is_taken() -> None:
    loaded = of(
        'time = "utc"\ncap = 5000\nprofiles = ["a", "b"]\n[keys]\ncopy = "f5"\n'
        '[alerts]\nrules = ["volume"]\n[[filters]]\nname = "n"\nfilter = "error:*"\n'
    )
    assert loaded.problems == ()
    assert loaded.config == Config(
        time="utc",
        cap=5000,
        profiles=("a", "b"),
        keys={"copy": "f5"},
        alerts=AlertSettings(rules=("volume",)),
        filters=(SavedFilter(name="n", filter="error:*"),),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('\ntim = "utc"', "config.toml:2: tim: there is no such key; is time meant?"),
        ('time = "now"', "config.toml:1: time: 'now' is none of local, utc, relative"),
        ("cap = true", "config.toml:1: cap: is to be a whole number, not true or false"),
        ("cap = 3", "config.toml:1: cap: is to be a whole number >= 1000"),
        ("columns = 'time'", "config.toml:1: columns: is to be a list, not a text"),
        ("# x\n\ncolumns = [\n 1,\n]", "config.toml:3: columns: is to be a text, not a whole num"),
        ("[keys]\ncopy = 3", "config.toml:2: keys.copy: is to be a text in quotes"),
        ("keys = 3", "config.toml:1: keys: is to be a table, not a whole number"),
        ("alerts = 3", "config.toml:1: alerts: is to be a table of keys and values"),
        ("[alerts]\n\nevery_s = 0", "config.toml:3: alerts.every_s: is to be a whole number >= 1"),
        ("[alerts]\nrules=['x']", "config.toml:2: alerts.rules: 'x' is none of principal, "),
        ("filters = [3]", "config.toml:1: filters[1]: is to be a table of keys and values"),
        ("[[filters]]\nkey='1'", "config.toml:1: filters[1]: has no name and no filter"),
        (
            "[[filters]]\nname='a'\nfilter='error:*'\n[[filters]]\nname='b'\nfilter='eror:*'",
            "config.toml:6: filters[2].filter: There is no field eror. Is error: meant?",
        ),
        (
            "[[filters]]\nname='a'\nfilter='x'\n[[filters]]\nname='a'\nfilter='y'",
            "config.toml:5: filters[2].name: another filter is called a already",
        ),
        ("a = 1\nb = = 2\nc = 3", "config.toml:2: this is no TOML: Invalid value"),
        ("a = [\n1,", "config.toml:2: this is no TOML: "),
    ],
)
def test_what_is_wrong_is_told_with_line_and_reason(text: str, said: str) -> None:
    (sentence,) = of(text).sentences()
    assert sentence.startswith(said)


def test_what_is_wrong_leaves_the_rest_as_it_is() -> None:
    loaded = of("cap = 0\ntime = 'utc'\n[[filters]]\nname='a'\n[[filters]]\nname='b'\nfilter='x'")
    assert loaded.config.cap == Config().cap
    assert loaded.config.time == "utc"
    assert [saved.name for saved in loaded.config.filters] == ["b"]
    assert loaded.filter_places == (1,)


def test_bytes_that_are_no_text_are_told_with_their_line() -> None:
    assert read(b"time = 'utc'\n\xff = 1", HERE).sentences() == (
        "config.toml:2: this line is not UTF-8 text",
    )
    assert read(b"\xef\xbb\xbftime = 'utc'\r\n", HERE).config.time == "utc"


@given(st.text() | st.binary().map(lambda raw: raw.decode("latin-1")))
def test_no_text_is_too_odd_to_be_told_about(text: str) -> None:
    loaded = of(text.encode("utf-8", "replace").decode())
    assert all(sentence.startswith("config.toml:") for sentence in loaded.sentences())


def test_no_file_is_no_problem_unless_it_was_named(tmp_path: Path) -> None:
    nowhere = {"SESTRAIL_CONFIG": str(tmp_path / "none.toml")}
    assert config_path(nowhere) == tmp_path / "none.toml"
    (sentence,) = load(nowhere).sentences()
    assert sentence.endswith("SESTRAIL_CONFIG names it, and it is not there")
    (sentence,) = load({"SESTRAIL_CONFIG": str(tmp_path)}).sentences()
    assert "it is a folder, not a file" in sentence


def test_without_a_named_file_it_is_in_the_platforms_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert config_path({}).name == "config.toml"
    assert config_path({}).parent.name == "sestrail"
    assert load({}) == Loaded(config_path({}))
