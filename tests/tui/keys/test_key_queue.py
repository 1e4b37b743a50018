"""Keys that come at once do what the same keys do one after the other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from sestrail_tui.tui.keys.key_queue import KeyQueue
from tests.tui.app.waiting import until
from tests.tui.hosting import screen_text
from tests.tui.world import NOW_MS, app_of, arrivals, live, record

if TYPE_CHECKING:
    from typing import ClassVar

    from textual.pilot import Pilot

    from sestrail_tui.follow.health import Health
    from sestrail_tui.follow.protocol import Arrivals
    from sestrail_tui.tui.app.app import SestrailApp

SIZE = (120, 40)


def given() -> list[Arrivals | Health]:
    """Give five sends of each of two configuration sets."""
    sends = [
        record(number, config=("alpha", "beta")[number % 2], time_ms=NOW_MS - number * 1000)
        for number in range(10)
    ]
    return [arrivals(sends), live()]


def type_at_once(app: App[None], *keys: str) -> None:
    """Type ``keys`` (a text, or a name in brackets) before any of them is handled."""
    for key in keys:
        named = key.startswith("[")
        for one in [key.strip("[]")] if named else key:
            name = {"/": "slash", ":": "colon", "-": "minus", " ": "space"}.get(one, one)
            app.post_message(events.Key(name, None if named else one))


async def settled(pilot: Pilot[None], app: SestrailApp) -> None:
    await until(pilot, lambda: not app._message_queue.qsize() + app._typed._busy)
    await pilot.pause(0.2)


@pytest.mark.parametrize(
    ("filter_text", "keys", "shown"),
    [
        pytest.param(
            "",
            ("/config:alpha", "[enter]", " "),
            # the blank went to the table, not into the filter
            ("/ config:alpha ", "5 of 10 sends", "paused"),
            id="a filter typed, kept and left",
        ),
        pytest.param(
            "config:alpha",
            ("/", "[ctrl+u]", "config:beta", "[enter]"),
            ("/ config:beta ", "5 of 10 sends"),
            id="a filter replaced",
        ),
        pytest.param(
            "",
            ("c", "bet", "[enter]"),
            ("/ config:beta ",),
            id="a list opened, searched and answered",
        ),
        pytest.param(
            "",
            ("?", "[escape]", "S", "[escape]", "/alp", "[enter]"),
            ("/ alp ", "5 of 10 sends"),
            id="screens opened and closed",
        ),
    ],
)
async def test_what_is_typed_in_one_burst(
    filter_text: str, keys: tuple[str, ...], shown: tuple[str, ...]
) -> None:
    app = app_of(given(), filter_text=filter_text)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        type_at_once(app, *keys)
        await settled(pilot, app)
        text = screen_text(app)
        assert [one for one in shown if one not in text] == []


async def test_what_is_pasted_keeps_its_place() -> None:
    app = app_of(given())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        type_at_once(app, "/config:")
        app.post_message(events.Paste("bet"))
        type_at_once(app, "a", "[enter]")
        await settled(pilot, app)
        assert "/ config:beta " in screen_text(app)


class Vanishing(App[None]):
    """A place to type in that a key takes away, with what had been sent to it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+x", "vanish", priority=True)]

    def __init__(self) -> None:
        super().__init__()
        self.typed = KeyQueue(self, super().on_event, held=False)

    def compose(self) -> ComposeResult:
        yield Input(id="first")
        yield Input(id="second")

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and not event.is_forwarded:
            await self.typed.take(event)
        else:
            await super().on_event(event)

    async def action_vanish(self) -> None:
        await self.query_one("#first").remove()
        self.query_one("#second").focus()


@pytest.mark.parametrize("loses_callbacks", [False, True])
async def test_a_widget_that_is_gone_holds_nothing_up(
    loses_callbacks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = Vanishing()
    async with app.run_test() as pilot:
        first = app.query_one("#first", Input)
        first.focus()
        await pilot.pause()
        if loses_callbacks:
            take = first.call_later
            monkeypatch.setattr(
                first, "call_later", lambda one: isinstance(one, partial) or take(one)
            )
        type_at_once(app, "[ctrl+x]", "ab")
        await until(pilot, lambda: app.query_one("#second", Input).value == "ab")
