"""What ``wait`` says over every kind of place and with clocks that are off, against the truth.

The embedded AWS keeps the right time; the machine of the one who waits does not.
"""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pytest

from sestrail_tui.account.session import clients
from sestrail_tui.account.session.clock_skew import Skew
from sestrail_tui.cli.commands.wait import to_read
from sestrail_tui.cli.streaming.output import RecordWriter
from sestrail_tui.cli.waiting.call_counter import Awaited, asks_kind
from sestrail_tui.cli.waiting.progress import WaitProgress
from sestrail_tui.cli.waiting.waiting import Wait
from sestrail_tui.core.instants import Ago
from sestrail_tui.filters.certainty import compile_certainty
from sestrail_tui.filters.fields.time_spans import write_span
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.follow.protocol import Arrivals
from sestrail_tui.local_aws.account.settings import Settings
from sestrail_tui.local_aws.server.server import running
from sestrail_tui.local_aws.storage import moto_stores
from sestrail_tui.places.connect import AwsConnection
from tests.follow.virtual_time import ShiftedClock, in_virtual_time
from tests.places.matrix.run import asked, moto_by_loop, warm_session
from tests.places.matrix.worlds import WORLDS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sestrail_tui.cli.waiting.verdict import WaitVerdict
    from sestrail_tui.local_aws.server.server import LocalServer
    from tests.places.matrix.worlds import Name

SEND_PLACES: Final[tuple[Name, ...]] = ("log group", "live tail", "bucket", "queue", "lake")
SKEWS_MS: Final = (0, 20 * 60_000, -50_000, 2_000)
OLD_MS: Final = 3_600_000
"""How long the trail has recorded."""
TIMEOUT_S: Final = 30.0


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients, "warm_session", warm_session)
    monkeypatch.setattr(moto_stores, "SECONDS", 1.0)


class Scene:
    """One account that records sends, and one who waits with a clock that is off."""

    def __init__(self, name: Name, server: LocalServer, aws: ShiftedClock, ahead_ms: int) -> None:
        self.world = WORLDS[name]
        self.server = server
        self.aws = aws
        self.ours = ShiftedClock(ahead_ms)

    def send(self, number: int, before_s: float = 5.0, late_s: float = 2.0) -> int:
        """Let a send be made so long ago, and be readable so much later; give its time."""
        at_ms = self.aws.now_ms() - round(before_s * 1000)
        self.world.put(self.server.account, number, at_ms, at_ms + round(late_s * 1000))
        return at_ms // 1000 * 1000

    async def wait(self, expression: str, *, none: bool = False) -> WaitVerdict:
        """Wait as the command does."""
        node, now_ms = parse(expression), self.ours.now_ms()
        awaited = Awaited(
            expression,
            compile_certainty(node),
            0 if none else 1,
            TIMEOUT_S,
            Ago(now_ms - 900_000),
            Ago(now_ms) if none else None,
            asks_kind(node),
        )
        skew = Skew(self.ours)

        def connection(**other: object) -> AwsConnection:
            more = to_read(awaited, node) | self.world.asked(self.server)
            return AwsConnection(asked(self.server, {**more, **other}), self.ours, skew=skew)

        with WaitProgress("30s") as progress:
            writer = RecordWriter(io.BytesIO(), "jsonl")
            return await Wait(
                connection(),
                awaited,
                self.ours,
                skew,
                writer,
                progress,
                partial(connection, follow=False) if none else None,
            ).run()

    async def since(self, span_ms: int) -> set[str]:
        """Give what ``tail --no-follow --since`` shows."""
        more = {"since_ms": Ago(self.ours.now_ms() - span_ms), "follow": False}
        options = asked(self.server, {**self.world.asked(self.server), **more})
        feed = await AwsConnection(options, self.ours).open()
        shown: set[str] = set()
        async for item in feed.news():
            if isinstance(item, Arrivals):
                shown |= {record.event_id for record in item.records}
        await feed.close()
        return shown


def played(
    name: Name, ahead_ms: int, play: Callable[[Scene], Awaitable[None]], **settings: Any
) -> None:
    """Play a scene in virtual time."""

    async def main() -> None:
        aws = ShiftedClock()
        more = {"quotas": False, "trail": f"wait-{name.replace(' ', '-')}", **settings}
        async with (
            moto_by_loop(),
            running(Settings(**more, **WORLDS[name].settings), aws) as server,
        ):
            for trail in server.account.trails:
                trail.started = aws.now_ms() - OLD_MS
            for store in server.account.lake.stores.values():
                store.created = aws.now_ms() - OLD_MS
            await play(Scene(name, server, aws, ahead_ms))

    in_virtual_time(main())


@pytest.mark.slow
@pytest.mark.parametrize("ahead_ms", SKEWS_MS)
@pytest.mark.parametrize("name", SEND_PLACES)
def test_verdicts_and_bounds_go_by_the_clock_of_aws(name: Name, ahead_ms: int) -> None:
    async def play(scene: Scene) -> None:
        at_ms = scene.send(1)
        scene.send(2, before_s=590)
        if name != "queue":  # which has no past to leave out
            scene.send(3, before_s=610)
        assert await scene.since(600_000) == {"id-1", "id-2"}
        if name == "queue":  # tail has taken what tells of the files
            at_ms = scene.send(1)
        for expression in ("id:id-1", f"time:{write_span(at_ms, at_ms + 1000)}"):
            assert (await scene.wait(expression)).code == 0
            assert (await scene.wait(expression, none=True)).code == 1
        codes = [(await scene.wait("id:id-9", none=none)).code for none in (True, False)]
        assert codes == ([3, 3] if name == "queue" else [0, 1])

    played(name, ahead_ms, play)
