"""Each source over the embedded AWS: how its account is, how it is asked for, where records go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

from sestrail_tui.places.flag_values import FlagValues
from tests.places.matrix.delivery import record

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.local_aws.server.aws_account import AwsAccount
    from sestrail_tui.local_aws.server.server import LocalServer

Name = Literal["log group", "live tail", "bucket", "queue", "lake", "event history"]


def into_log_group(account: AwsAccount, number: int, at_ms: int, readable_ms: int) -> None:
    """Deliver to the trail's log group, stamped when the call was made."""
    text = msgspec.json.encode(record(number, at_ms)).decode()
    account.delivery.group.put("s", at_ms, readable_ms, text)


def into_files(account: AwsAccount, number: int, at_ms: int, readable_ms: int) -> None:
    """Deliver to the trail's bucket."""
    assert account.delivery.files is not None
    text = msgspec.json.encode(record(number, at_ms)).decode()
    account.delivery.files.put(readable_ms, "us-east-1", text)


def into_lake(account: AwsAccount, number: int, at_ms: int, readable_ms: int) -> None:
    """Let the event data store take it in."""
    text = msgspec.json.encode(record(number, at_ms)).decode()
    for store in account.lake.stores.values():
        store.put(text, readable_ms)


def into_history(account: AwsAccount, number: int, at_ms: int, readable_ms: int) -> None:
    """Let event history take it in."""
    account.history.add(record(number, at_ms, change=True), at_ms, readable_ms)


@dataclass(frozen=True)
class World:
    """One source."""

    name: Name
    put: Callable[[AwsAccount, int, int, int], None]
    """Takes a record's number, the call's time and when it can be read (ms UTC)."""
    source: str = "CloudTrail/logs"
    """How its health's name begins."""
    settings: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Its name in the registry of places."""
        return {"live tail": "live"}.get(self.name, self.name.replace(" ", "-"))

    def asked(self, server: LocalServer) -> dict[str, Any]:
        """Give what is asked for."""
        if self.name != "queue":
            return self.options
        queue = server.account.settings.queue
        url = f"{server.endpoint}/{server.moto.account}/{queue}"
        return {**self.options, "flags": FlagValues(queues=(url,))}


_FILES: Final = {"log_file_s": 2.0}
WORLDS: Final[dict[Name, World]] = {
    world.name: world
    for world in (
        World("log group", into_log_group),
        World("live tail", into_log_group, options={"flags": FlagValues(live=True)}),
        World("bucket", into_files, "s3://", _FILES),
        World("queue", into_files, "queue ", _FILES),
        World(
            "lake",
            into_lake,
            "ses-sends",
            {"lake": True},
            {"query_interval_s": 5.0},
        ),
        World(
            "event history",
            into_history,
            "event history",
            options={"history": True},
        ),
    )
}
