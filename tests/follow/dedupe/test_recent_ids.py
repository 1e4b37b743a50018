from __future__ import annotations

from sestrail_tui.follow.dedupe.recent_ids import RecentIds


def test_two_generations_are_remembered() -> None:
    ids = RecentIds(3)
    assert [ids.add(key) for key in "abcabc"] == [True] * 3 + [False] * 3
    assert [ids.add(key) for key in "def"] == [True] * 3
    assert not ids.add("a"), "the generation before the last is still known"
    assert [ids.add(key) for key in "ghi"] == [True] * 3
    assert ids.add("b"), "forgotten; the feed's content key holds it back"


def test_an_event_without_an_id_is_always_new() -> None:
    ids = RecentIds(3)
    assert ids.add("")
    assert ids.add("")
