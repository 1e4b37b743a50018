from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sestrail_tui.cli.flags.defaults import usual_targets
from sestrail_tui.cli.main import main
from sestrail_tui.config.read import read
from sestrail_tui.core.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "config.toml"
    monkeypatch.setenv("SESTRAIL_CONFIG", str(path))
    return path


def ended(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["config", *arguments])
    code = end.value.code
    assert isinstance(code, int)
    return code


def test_path_says_where_the_file_is(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("path") == 0
    assert capsys.readouterr().out == f"{settings}\n"


def test_show_writes_a_file_to_begin_from(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.write_text("time = 'utc'\ncolumns = ['bogus']\n")
    assert ended("show") == 0
    told = capsys.readouterr()
    assert f"left out: {settings}:2: columns[1]: there is no column 'bogus'" in told.err
    loaded = read(told.out.encode(), settings)
    assert loaded.problems == ()
    assert (loaded.config.time, loaded.config.columns) == ("utc", ())


def test_check_ends_with_2_and_every_reason(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.write_text("time = 'utcx'\n[keys]\ncopy = 'm'\n")
    assert ended("check") == 2
    assert capsys.readouterr().err.splitlines() == [
        f"sestrail: {settings}:1: time: 'utcx' is none of local, utc, relative",
        f"sestrail: {settings}:3: keys.copy: m is the key of mark",
    ]
    settings.write_text("time = 'utc'\n")
    assert ended("check") == 0
    assert "is all right" in capsys.readouterr().err


def test_profiles_and_regions_hold_where_nothing_else_says(settings: Path) -> None:
    settings.write_text("profiles = ['a', 'b']\nregions = ['eu-west-1']\ncap = 'x'\n")
    here = {"SESTRAIL_CONFIG": str(settings)}
    assert usual_targets((), (), (), here) == (("a", "b"), ("eu-west-1",))
    assert usual_targets(("p",), (), (), here) == (("p",), ("eu-west-1",))
    assert usual_targets((), ("arn",), ("r",), here) == ((), ("r",))
    assert usual_targets((), (), (), here | {"AWS_PROFILE": "x"}) == ((), ("eu-west-1",))
    assert usual_targets((), (), (), here | {"AWS_ACCESS_KEY_ID": "x"})[0] == ()
    assert usual_targets((), (), (), here | {"AWS_REGION": "x"}) == (("a", "b"), ())


@pytest.mark.parametrize("text", ["profiles = 'a'", "regions = [3]", "= 1"])
def test_no_other_account_is_followed_in_the_place_of_one_that_cannot_be_read(
    settings: Path, text: str
) -> None:
    settings.write_text(text)
    with pytest.raises(UsageError, match=r"config\.toml:1: "):
        usual_targets((), (), (), {"SESTRAIL_CONFIG": str(settings)})
