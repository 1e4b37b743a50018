"""A log group of CloudWatch Logs that a trail delivers to, polled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.account.iam.permissions import LOG_GROUP, READ_LOG_GROUP
from sestrail_tui.core.errors import UsageError
from sestrail_tui.core.safe_text import safe
from sestrail_tui.places.flag_values import LOG_GROUPS
from sestrail_tui.places.place import Access, DemoSource, Place, PlaceFlag

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sestrail_tui.account.iam.resource_arns import ResourceArns
    from sestrail_tui.places.flag_values import FlagValues
    from sestrail_tui.places.log_group.connect import LogGroupReader
    from sestrail_tui.places.reader import ReadingStart


def _names(profile: str | None, region: str | None) -> Iterable[str]:
    from sestrail_tui.account.discovery.log_group_names import log_group_names
    from sestrail_tui.core.process.user_folders import cache_folder

    return log_group_names(profile, region, cache_folder() / "log-groups.json")


FLAG: Final = PlaceFlag(
    "--log-group",
    LOG_GROUPS,
    "A log group that a trail delivers to (repeatable); discovered when not given. An ARN names "
    "its own region and account.",
    metavar="NAME|ARN",
    names=_names,
)


class LogGroupPlace(Place):
    """Log groups, as a trail fills them, or CloudTrail without one."""

    name = "log-group"
    title = "CloudWatch Logs"
    flags = (FLAG,)
    access = Access(
        READ_LOG_GROUP,
        {"log-group": "FollowTheLogGroup", "find log-group": "FindTheLogGroup"},
        commands=("tail", "wait"),
    )
    demo = DemoSource("polling", "the log group polled")

    def check(self, flags: FlagValues, *, several: bool) -> None:  # noqa: ARG002
        """Raise `UsageError` for what can name no log group."""
        from sestrail_tui.account.discovery.log_groups import can_be

        for text in flags.named(FLAG.parameter):
            if not can_be(text):
                raise UsageError(
                    f"'{safe(text)}' is not a log group name or ARN. Examples: CloudTrail/logs, "
                    "arn:aws:logs:REGION:ACCOUNT:log-group:NAME."
                )

    def reader(self, start: ReadingStart) -> LogGroupReader:
        """Return what polls log groups."""
        from sestrail_tui.places.log_group.connect import LogGroupReader

        return LogGroupReader(start)

    def arns(self, flags: FlagValues, at: ResourceArns) -> Mapping[str, tuple[str, ...]]:
        """Return the ARNs of the log groups that were named."""
        from sestrail_tui.account.discovery.log_groups import LogGroup, from_arn

        texts = flags.named(FLAG.parameter)
        groups = (from_arn(text, "") or LogGroup(text, at.region) for text in texts)
        return {LOG_GROUP.name: at.with_log_groups(groups).known.get(LOG_GROUP.name, ())}


PLACE: Final = LogGroupPlace()
