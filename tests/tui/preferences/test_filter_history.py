from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from sestrail_tui.tui.preferences.filter_history import FilterHistory

if TYPE_CHECKING:
    from pathlib import Path


def test_back_and_forth_ends_at_what_was_being_typed() -> None:
    history = FilterHistory()
    for text in ("one", "two", "one"):
        history.add(text)
    assert history.last == "one"
    assert history.older("draft") == "one"
    assert history.older("one") == "two"
    assert history.older("two") == "two"
    assert history.newer() == "one"
    assert history.newer() == "draft"
    assert history.newer() is None


def test_without_a_past_nothing_changes() -> None:
    history = FilterHistory()
    assert history.last == ""
    assert history.older("draft") == "draft"
    assert history.newer() is None


def test_the_file_is_read_by_the_next_run_and_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "filters"
    history = FilterHistory(path)
    history.add("config:(none)")
    assert not path.exists()
    history.save()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert FilterHistory(path).last == "config:(none)"


def test_only_so_many_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "filters"
    history = FilterHistory(path)
    for number in range(250):
        history.add(str(number))
        history.save()
    assert len(path.read_text().splitlines()) == 200


def test_a_place_that_cannot_be_written_disturbs_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    history = FilterHistory(tmp_path / "file" / "filters")
    history.add("x")
    history.save()
    assert history.last == "x"


def test_two_screens_keep_each_others_filters(tmp_path: Path) -> None:
    path = tmp_path / "filters"
    one, other = FilterHistory(path), FilterHistory(path)
    for history, text in ((one, "a"), (other, "b"), (one, "c"), (other, "a"), (other, "d")):
        history.add(text)
        history.save()
    assert path.read_text().split() == ["b", "c", "a", "d"]
    assert FilterHistory(path).last == "d"
