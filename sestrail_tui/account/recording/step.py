"""One writing call to AWS: as the AWS CLI command that it equals, and made, with patience."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sestrail_tui.account.aws_cli import AwsCli
from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.source_errors import to_source_error
from sestrail_tui.core.errors import SourceError, Throttled, Unreachable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from sestrail_tui.account.aws_cli import Argv
    from sestrail_tui.account.recording.aws_context import AwsContext
    from sestrail_tui.account.session.clients import Service
    from sestrail_tui.core.clock import Clock

T = TypeVar("T")
AGAIN_S: Final = (1.5, 2.0, 4.0, 8.0, 15.0)
"""Before each further try; PutEventSelectors may be called once a second."""


@dataclass(frozen=True, slots=True)
class Command:
    """An AWS CLI command, and what it does, as a line of a plan."""

    says: str
    argv: Argv

    @property
    def shell(self) -> str:
        """The command quoted for a POSIX shell."""
        return shlex.join(self.argv)


@dataclass(frozen=True, slots=True)
class Step:
    """One call."""

    service: Service
    operation: str
    region: str
    params: Mapping[str, Any] = field(default_factory=dict)
    says: str = ""
    """What it does, as a line of a plan."""
    target: str = ""
    """What it acts on, for the sentence about a refusal."""
    done_code: str = ""
    """The code with which AWS says that it is done already."""

    def command(self, profile: str = "") -> Command:
        """Return the AWS CLI command that does the same."""
        from botocore import xform_name  # noqa: PLC0415 - takes a while

        words: list[str] = []
        for name, value in self.params.items():
            words += _argument(xform_name(name, "-"), value)
        operation = xform_name(self.operation, "-")
        argv = AwsCli(profile)(self.service, operation, region=self.region)
        return Command(self.says, (*argv, *words))

    async def run(self, reached: AwsContext, clock: Clock) -> None:
        """Make the call; again where AWS or the network may yet take it. Raises `SourceError`."""
        from botocore import xform_name  # noqa: PLC0415

        action = f"{self.service}:{self.operation}"
        call = CallName(action, self.region, self.target, reached.settled.login)

        async def make() -> None:
            client = await reached.clients.client(self.service, self.region)
            try:
                await getattr(client, xform_name(self.operation))(**self.params)
            except Exception as error:
                if not self.done_code or _code(error) != self.done_code:
                    raise

        await with_patience(make, call, clock)


async def with_patience(make: Callable[[], Awaitable[T]], call: CallName, clock: Clock) -> T:
    """Make a call, again where AWS or the network may yet take it. Raises `SourceError`."""
    for pause_s in (*AGAIN_S, None):
        try:
            return await make()
        except Exception as error:
            reason = to_source_error(error, call)
            if pause_s is None or not _may_go(error, reason):
                raise reason from error
            await clock.sleep(pause_s)
    raise AssertionError("the last try returns or raises")


def _may_go(error: Exception, reason: SourceError) -> bool:
    # a ConflictException: another change is under way
    return isinstance(reason, Throttled | Unreachable) or _code(error) == "ConflictException"


def _code(error: Exception) -> str:
    return str((getattr(error, "response", None) or {}).get("Error", {}).get("Code", ""))


def _argument(name: str, value: Any) -> list[str]:
    if isinstance(value, bool):
        return [f"--{name}" if value else f"--no-{name}"]
    if isinstance(value, str | int):
        return [f"--{name}", str(value)]
    return [f"--{name}", json.dumps(value, separators=(",", ":"))]
