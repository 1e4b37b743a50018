"""The flags that say where records are read, for every command that follows an account."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import wraps
from typing import TYPE_CHECKING, Any, Final

import click

from sestrail_tui.cli.commands import complete
from sestrail_tui.cli.flags import options
from sestrail_tui.cli.streaming.standard_streams import say
from sestrail_tui.core.errors import UsageError
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.account.session.clock_skew import Skew
    from sestrail_tui.follow.protocol import Connection
    from sestrail_tui.places.targets import Target

_FLAGS: Final = (
    click.option(
        "--log-group",
        "log_groups",
        shell_complete=complete.log_groups,
        metavar="NAME|ARN",
        multiple=True,
        help="A log group that a trail delivers to (repeatable); discovered when not given. An ARN "
        "names its own region and account.",
    ),
    click.option(
        "--event-data-store",
        "event_data_stores",
        metavar="ID|ARN",
        multiple=True,
        help="A CloudTrail Lake event data store (repeatable), queried every minute; AWS bills "
        "each query. Discovered where there is no log group.",
    ),
    click.option(
        "--profile",
        "profiles",
        shell_complete=complete.profiles,
        metavar="NAME",
        multiple=True,
        help="AWS profile (repeatable: all are followed side by side; else AWS_PROFILE).",
    ),
    click.option(
        "--role-arn",
        "roles",
        metavar="[PROFILE=]ARN",
        multiple=True,
        help="A role to assume (repeatable), with the credentials of the one --profile or of "
        "PROFILE, which is then not followed itself.",
    ),
    click.option(
        "--bucket",
        "buckets",
        metavar="S3_URL",
        multiple=True,
        help="A trail's bucket, s3://name/prefix (repeatable); discovered where a trail has no log "
        "group that can be read.",
    ),
    click.option(
        "--queue",
        "queues",
        metavar="URL",
        multiple=True,
        help="An SQS queue that S3, SNS or EventBridge notifies of new log files (repeatable). "
        "Messages are deleted once their files are read (wait gives them back): use a queue that "
        "nothing else reads.",
    ),
    click.option(
        "--region",
        "regions",
        shell_complete=complete.regions,
        metavar="NAME",
        multiple=True,
        help="AWS region (repeatable; else AWS_REGION or the profile's).",
    ),
    click.option(
        "--live",
        is_flag=True,
        help="Read through CloudWatch Live Tail too, which pushes new records within a second; AWS "
        "bills it by the minute.",
    ),
    options.poll_interval_flag,
)


@dataclass(frozen=True, slots=True)
class SourceFlags:
    """Where records are to be read, as the flags of the same names say it."""

    log_groups: tuple[str, ...]
    event_data_stores: tuple[str, ...]
    profiles: tuple[str, ...]
    roles: tuple[str, ...]
    buckets: tuple[str, ...]
    queues: tuple[str, ...]
    regions: tuple[str, ...]
    live: bool
    poll_interval: float | None

    def connect(
        self,
        *,
        every_s: float = options.POLL_INTERVAL_S,
        live: bool = True,
        skew: Skew | None = None,
        **asked: Any,
    ) -> Connection:
        """Give the connection; ``asked`` is what `Options` takes besides.

        ``every_s`` is the poll interval where the flag is not given; without ``live`` nothing is
        pushed even where it is asked for; ``skew`` is told of AWS's time. Raises `UsageError`, as
        `check` does.
        """
        followed, regions = self.check()
        from sestrail_tui.places.connect_targets import connect
        from sestrail_tui.places.lake.source import EVERY_S
        from sestrail_tui.places.options import Options

        asked_for = Options(
            log_groups=self.log_groups,
            event_data_stores=self.event_data_stores,
            buckets=self.buckets,
            queues=self.queues,
            regions=regions,
            live=self.live and live,
            poll_interval_s=self.poll_interval or every_s,
            lake_interval_s=self.poll_interval or EVERY_S,
            **asked,
        )
        return connect(asked_for, followed, options.CLOCK, skew)

    def check(self) -> tuple[tuple[Target, ...], tuple[str, ...]]:
        """Give whose accounts are followed, and in which regions.

        Raises `UsageError` for what can be no such place, before AWS is asked. Imports no more
        than the flags given need.
        """
        from sestrail_tui.cli.flags.defaults import usual_targets
        from sestrail_tui.places.targets import targets

        for text in self.log_groups:
            check_log_group(text)
        for text in (*self.buckets, *self.queues):
            from sestrail_tui.account.discovery.buckets import named_bucket, named_queue

            (named_bucket if text in self.buckets else named_queue)(text, "")
        profiles, regions = usual_targets(self.profiles, self.roles, self.regions)
        followed = targets(profiles, self.roles)
        several = len(followed) > 1 or len(set(regions)) > 1
        for text in self.event_data_stores:
            from sestrail_tui.account.discovery.event_data_stores import named_store

            if not named_store(text, "").account and several:
                raise UsageError(
                    f"Give the ARN of {safe(text)}: there are several accounts or regions."
                )
        return followed, regions

    def say_cost(self) -> None:
        """Say what Live Tail costs, where it is asked for."""
        if self.live:
            from sestrail_tui.places.live_tail.connect import COST

            say(f"sestrail: {COST}")


def source_flags(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command these flags; it is called with all of them as ``places``."""

    @wraps(command)
    def with_places(**given: Any) -> int:
        places = SourceFlags(**{one.name: given.pop(one.name) for one in fields(SourceFlags)})
        return command(places=places, **given)

    flagged: Callable[..., int] = with_places
    for flag in reversed(_FLAGS):
        flagged = flag(flagged)
    return flagged


def check_log_group(text: str) -> None:
    """Raise `UsageError` for what is not a log group, before AWS is asked."""
    from sestrail_tui.account.discovery.log_groups import can_be

    if not can_be(text):
        raise UsageError(
            f"'{safe(text)}' is not a log group name or ARN. Examples: CloudTrail/logs, "
            "arn:aws:logs:REGION:ACCOUNT:log-group:NAME."
        )
