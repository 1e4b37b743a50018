"""What was asked for of ``sestrail logging``, and how the commands talk of it."""

from __future__ import annotations

import shlex
import signal
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from sestrail_tui.account.recording import trail_choice
from sestrail_tui.account.recording.observed import called
from sestrail_tui.cli.standard_streams import say, say_styled
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sestrail_tui.account.discovery.trails import Trail
    from sestrail_tui.account.recording.aws_context import AwsContext
    from sestrail_tui.account.recording.saved_states import SavedStates
    from sestrail_tui.core.clock import Clock

DECLINED = 1


@dataclass(frozen=True, slots=True)
class LoggingOptions:
    """What was asked for on the command line."""

    memories: SavedStates
    clock: Clock
    trail: str | None = None
    region: str | None = None
    profile: str | None = None
    yes: bool = False
    dry_run: bool = False
    for_s: float | None = None
    create: bool = False
    keep_stack: bool = False

    def back(self, trail: Trail) -> str:
        """Return the command that switches a trail off."""
        words = ["sestrail", "logging", "off", "--trail", trail.name]
        words += ["--region", trail.home_region]
        words += ["--profile", self.profile] if self.profile else []
        return safe(shlex.join(words))

    @property
    def delete(self) -> str:
        """The command that deletes the stack."""
        words = ["sestrail", "logging", "off"]
        words += ["--region", self.region] if self.region else []
        words += ["--profile", self.profile] if self.profile else []
        return safe(shlex.join(words))

    def agreed(self, question: str) -> bool:
        """Ask, unless that was settled before."""
        if self.yes:
            return True
        with _ctrl_c_at_once():
            if click.confirm(question, default=False, err=True):
                return True
        say("Nothing was changed.")
        return False

    def chosen(self, reached: AwsContext, found: Sequence[Trail]) -> Trail:
        """Return the trail that is meant, which this account may change. Raises `SestrailError`."""
        if self.trail:
            trail = trail_choice.named(found, self.trail, reached.region)
            trail_choice.need_own(trail, reached.account)
            return trail
        only = trail_choice.only(found, reached.account, reached.region)
        if only is None:
            raise trail_choice.none_found(found, reached.account, reached.region)
        return only


@contextmanager
def _ctrl_c_at_once() -> Iterator[None]:
    """Let Ctrl-C break off a question: asyncio would wait for the next turn of its loop."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def begun(trail: Trail) -> str:
    """Say that sends are recorded from now on."""
    return (
        f"SES sends are recorded now by {called(trail)}. The first records come in some minutes: "
        "AWS applies the change, and then delivers within about five."
    )


def moment(now_ms: int) -> str:
    """Return an instant (ms UTC) in local time."""
    when = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone()
    return f"{when:%Y-%m-%d %H:%M:%S}"


def write(lines: Iterable[str]) -> None:
    """Write data to stdout."""
    for line in lines:
        click.echo(line)


def tell(lines: Iterable[str]) -> None:
    """Write narration to stderr."""
    for line in lines:
        say_styled(line)
