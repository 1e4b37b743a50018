"""Log groups of the class Infrequent Access, which nobody can follow: each says so, once.

Where nothing but such groups is to be read, and once (``--no-follow``), Logs Insights is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.account.discovery.log_classes import INFREQUENT_ACCESS, LogGroupDetails, described
from sestrail_tui.account.discovery.log_groups import group_name
from sestrail_tui.account.errors.error_codes import infrequent
from sestrail_tui.account.prices import insights_words
from sestrail_tui.core.errors import SourceError
from sestrail_tui.filters.syntax.tree import All
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.history.engine import Question
from sestrail_tui.places.insights.engine import insights_engines
from sestrail_tui.places.options import bounds

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from sestrail_tui.account.discovery.log_groups import Groups, LogGroup
    from sestrail_tui.account.session.clients import Clients
    from sestrail_tui.follow.source import Batch, Post, Source
    from sestrail_tui.places.context import PlaceContext

ASKED: Final = "Its class is Infrequent Access, which Logs Insights alone can read."


class InfrequentSource:
    """`Source` that can read nothing, and says why and what to do."""

    def __init__(self, name: str, group: LogGroup) -> None:
        self.name = name
        self._sentence = infrequent(f"log group {group.name}")

    async def follow(self, _post: Post, /) -> AsyncGenerator[Batch | Health, None]:
        """Say it."""
        yield Health(self.name, State.REFUSED, self._sentence)


async def apart(
    clients: Clients, groups: Groups, login: str
) -> tuple[dict[LogGroup, LogGroupDetails | None], dict[LogGroup, LogGroupDetails]]:
    """Tell log groups that can be followed from those of the class Infrequent Access.

    Who may not ask goes without: a call that is refused for it says so later.
    """
    others: dict[LogGroup, LogGroupDetails | None] = dict.fromkeys(groups)
    found: dict[LogGroup, LogGroupDetails] = {}
    for group in groups:
        try:
            details = await described(clients, group, login)
        except SourceError:
            continue
        if details is not None and details.log_group_class == INFREQUENT_ACCESS:
            found[group] = details
            del others[group]
        else:
            others[group] = details
    return others, found


def instead(
    context: PlaceContext, groups: Mapping[LogGroup, LogGroupDetails], *, alone: bool
) -> tuple[list[Source], tuple[str, ...]]:
    """Return the sources over groups of the class Infrequent Access, and what is to be said first.

    ``alone``: there is nothing else to read.
    """
    options = context.options
    if options.follow or not alone:
        names = tuple(groups)
        return [InfrequentSource(group_name(group, names), group) for group in groups], ()
    now_ms = context.clock.now_ms()
    first_ms, _ = bounds(options, now_ms, 0)
    last_ms = now_ms if options.until_ms is None else options.until_ms
    question = Question(options.filter or All(), first_ms, last_ms)
    engines = insights_engines(context, dict(groups))
    return [engine.source(question, engine.name) for engine in engines], tuple(
        f"{engine.name}: {ASKED} {insights_words(engine.region)}" for engine in engines
    )
