"""The note of a trail: a valid one is read, every other is refused by one sentence."""

from __future__ import annotations

import copy
import os
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sestrail_tui.account.recording.state_file import SavedState, read_memory
from sestrail_tui.account.selectors.change import SENDS_SELECTOR
from sestrail_tui.account.selectors.event_selectors import EventSelectors
from sestrail_tui.core.errors import StateFileError
from tests.account.recording.world import trail
from tests.account.selectors.sets import selector_sets

if TYPE_CHECKING:
    from pathlib import Path

ARN = trail().trail_arn
SENDS = EventSelectors(advanced=(SENDS_SELECTOR,)).arguments
BASIC = EventSelectors().arguments
VALID = SavedState(ARN, 1_760_000_000_000, BASIC, SENDS)
odd = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)
with_files = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Give the path to every value inside another."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    found: list[tuple[Any, ...]] = []
    for key, inner in items:
        found.append((*path, key))
        if isinstance(inner, dict | list):
            found += places(inner, (*path, key))
    return found


def holder(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path[:-1]:
        value = value[key]
    return value


def is_usable(memory: SavedState) -> None:
    """Use everything of it as the commands do."""
    for selectors in (memory.selectors_before, memory.selectors_written):
        assert selectors.selects_as(selectors)
        assert selectors.lines
        assert selectors.arguments in (memory.before, memory.wrote)


@with_files
@given(selector_sets(), selector_sets(), st.booleans(), st.booleans())
def test_what_was_written_is_read_again(
    tmp_path: Path, before: EventSelectors, wrote: EventSelectors, logging: bool, until_off: bool
) -> None:
    memory = SavedState(ARN, 5, before.arguments, wrote.arguments, logging, until_off)
    (tmp_path / "f").write_bytes(msgspec.json.encode(memory))
    assert read_memory(tmp_path / "f", ARN) == memory


@with_files
@given(st.data())
def test_a_value_of_it_replaced_removed_or_renamed(tmp_path: Path, data: st.DataObject) -> None:
    content = copy.deepcopy(msgspec.to_builtins(VALID))
    path = data.draw(st.sampled_from(places(content)))
    inside = holder(content, path)
    match data.draw(st.sampled_from(["replace", "remove", "rename"])):
        case "replace":
            inside[path[-1]] = data.draw(odd)
        case "remove":
            del inside[path[-1]]
        case _ if isinstance(inside, dict):
            inside[data.draw(st.text(max_size=5))] = inside.pop(path[-1])
    (tmp_path / "f").write_bytes(msgspec.json.encode(content))
    read_or_refused(tmp_path / "f")


@with_files
@given(st.data())
def test_bytes_of_it_lost_or_replaced(tmp_path: Path, data: st.DataObject) -> None:
    whole = msgspec.json.encode(VALID)
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    (tmp_path / "f").write_bytes(whole[:start] + data.draw(st.binary(max_size=3)) + whole[end:])
    read_or_refused(tmp_path / "f")


def read_or_refused(path: Path) -> None:
    refusal = None
    try:
        memory = read_memory(path, ARN)
    except StateFileError as error:
        refusal = error
    else:
        assert memory is not None
        is_usable(memory)
    if refusal is not None:
        assert refusal.exit_code == 3
        assert refusal.message.isprintable()
        assert "nothing was changed" in refusal.message


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 2},
        {"trail": "another"},
        {"at_ms": -1},
        {"at_ms": 10**30},
        {"before": {}},
        {"before": {"AdvancedEventSelectors": "x"}},
        {"before": {"AdvancedEventSelectors": []}},
        {"before": {"EventSelectors": [{"ReadWriteType": 1}]}},
        {"before": {**BASIC, **SENDS}},
        {"wrote": {"AdvancedEventSelectors": [{"FieldSelectors": [{"Equals": ["a"]}]}]}},
        {"more": 1},
    ],
)
def test_each_part_is_looked_at(tmp_path: Path, changes: dict[str, Any]) -> None:
    (tmp_path / "f").write_bytes(msgspec.json.encode({**msgspec.to_builtins(VALID), **changes}))
    with pytest.raises(StateFileError):
        read_memory(tmp_path / "f", ARN)


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    for name in ("fifo", ""):
        with pytest.raises(StateFileError):
            read_memory(tmp_path / name, ARN)
    assert read_memory(tmp_path / "none", ARN) is None
    (tmp_path / "closed").write_bytes(b"{}")
    (tmp_path / "closed").chmod(0)
    if os.geteuid():
        with pytest.raises(StateFileError, match="Permission"):
            read_memory(tmp_path / "closed", ARN)
