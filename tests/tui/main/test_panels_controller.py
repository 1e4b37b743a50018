"""The panels without a terminal: what is done with what was chosen there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import to_text
from sestrail_tui.follow.connections.scripted import ScriptedConnection
from sestrail_tui.tui.feed.status import FeedStatus
from sestrail_tui.tui.main.panels_controller import PanelsController
from tests.tui.fake_screen import FakeScreen, state_of
from tests.tui.world import live, records

if TYPE_CHECKING:
    from sestrail_tui.filters.syntax.tree import Node

SOURCE = "CloudTrail/logs"


class Made:
    def __init__(self, *answers: Any) -> None:
        self.screen, self.status = FakeScreen(*answers), FeedStatus()
        self.filters: list[str] = []

        async def copy(text: str, what: str) -> None:
            pass

        self.panels = PanelsController(
            self.screen,
            state_of(records(2)),
            self.status,
            ScriptedConnection(),
            apply=self._apply,
            copy=copy,
        )

    def _apply(self, node: Node) -> None:
        self.filters.append(to_text(node))


async def test_a_source_is_filtered_by_where_it_has_records() -> None:
    made = Made(("filter", SOURCE), ("filter", "other"), ("filter", "folder"), ("login", SOURCE))
    made.status.healths["folder"] = live(in_parts=True)
    for _ in range(4):
        made.panels.show_sources()
    await made.screen.finished()
    assert made.filters == [f"source:{SOURCE}"]
    assert made.screen.messages[0] == "No record of this source is held."
    assert "source:NAME" in made.screen.messages[1]
    assert made.screen.calls == ["log_in_again"]


async def test_the_timeline_gives_a_filter_or_none() -> None:
    made = Made(parse("error:*"), None)
    made.panels.show_timeline()
    made.panels.show_timeline()
    await made.screen.finished()
    assert made.filters == ["error:*"]


def test_what_is_no_account_cannot_be_examined() -> None:
    made = Made()
    made.panels.show_doctor()
    assert "nothing can be examined" in made.screen.messages[0]
