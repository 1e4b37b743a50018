"""Every key has a controller, and every controller's action a key."""

from __future__ import annotations

from sestrail_tui.tui.keys.keys import KEYS
from sestrail_tui.tui.main.actions import ACTIONS


class Recorder:
    """Stands for the main screen and for each of its controllers; notes what is called."""

    def __init__(self, calls: list[str], name: str = "") -> None:
        self._calls = calls
        self._name = name

    def __getattr__(self, name: str) -> Recorder:
        return Recorder(self._calls, f"{self._name}.{name}".lstrip("."))

    def __call__(self, *arguments: object) -> None:
        self._calls.append(f"{self._name}{arguments}")


def test_each_key_calls_one_thing_and_no_two_the_same() -> None:
    assert set(ACTIONS) == {key.id for key in KEYS}
    calls: list[str] = []
    for action in ACTIONS.values():
        action(Recorder(calls))  # type: ignore[arg-type]
    assert len(calls) == len(set(calls)) == len(ACTIONS)
