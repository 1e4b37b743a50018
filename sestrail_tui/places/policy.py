"""What ``sestrail policy`` is made from: the permissions of the account and of every place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.account.iam.permissions import ACCOUNT_PERMISSIONS, COMMANDS, of
from sestrail_tui.places.registry import PLACES

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

PERMISSIONS: Final = (
    *ACCOUNT_PERMISSIONS,
    *(permission for place in PLACES for permission in place.access.permissions),
)
SIDS: Final = {
    "wait": "CheckThatSendsAreRecorded",
    "doctor": "Examine",
    "logging": "SwitchLogging",
    "logging-create": "CreateAndDeleteTheStack",
    "role": "AssumeTheRole",
} | {use: sid for place in PLACES for use, sid in place.access.sids.items()}
SOURCES: Final = tuple(place.name for place in PLACES if place.access.permissions)


def uses(
    commands: Sequence[str],
    sources: Sequence[str],
    named: Container[str] = (),
    *,
    role: bool = False,
) -> tuple[str, ...]:
    """Return what the commands and sources want, each once, in the table's order.

    What only finds a place is left out where that place is ``named``.
    """
    commands = commands or (("tail",) if not sources else ())
    wanted = {*sources, *(command for command in commands if of(command, PERMISSIONS))}
    for place in PLACES:
        if not sources and set(place.access.commands) & set(commands):
            wanted.add(place.name)
        if place.name in wanted:
            wanted |= {*place.access.also, f"find {place.name}"}
    wanted -= {f"find {source}" for source in SOURCES if source in named}
    order = [use for source in SOURCES for use in (source, f"find {source}")]
    order += [*COMMANDS, *(("role",) if role else ())]
    wanted |= {"role"}
    return tuple(use for use in order if use in wanted and of(use, PERMISSIONS))
