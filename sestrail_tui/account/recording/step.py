"""One writing call to AWS: as the AWS CLI command that it equals, and made, with patience."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.source_errors import to_source_error
from sestrail_tui.core.errors import SourceError, Throttled, Unreachable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sestrail_tui.account.recording.aws_context import AwsContext
    from sestrail_tui.account.session.clients import Service
    from sestrail_tui.core.clock import Clock

AGAIN_S: Final = (1.5, 2.0, 4.0, 8.0, 15.0)
"""Before each further try; PutEventSelectors may be called once a second."""
_UNSETTLED: Final = frozenset(
    {
        "ConflictException",
        "OperationAborted",
        "InvalidCloudWatchLogsRoleArnException",
        "InvalidCloudWatchLogsLogGroupArnException",
        "InsufficientS3BucketPolicyException",
        "S3BucketDoesNotExistException",
        "DeleteConflict",
    }
)
"""Codes that go by themselves: another change is under way, or what was just made is not yet seen
everywhere (AWS: IAM user guide, "Changes that I make are not always immediately visible")."""
EMPTY_BUCKET: Final = "EmptyBucket"
"""No operation of S3's: every object is listed and deleted."""


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

    def command(self, profile: str = "") -> str:
        """Give the AWS CLI command that does the same, quoted for a POSIX shell."""
        from botocore import xform_name  # noqa: PLC0415 - takes a while

        if self.operation == EMPTY_BUCKET:
            words_ = ["aws", "s3", "rm", f"s3://{self.params['Bucket']}", "--recursive"]
        else:
            service = "s3api" if self.service == "s3" else self.service
            words_ = ["aws", service, xform_name(self.operation, "-")]
        words_ += ["--region", self.region]
        words_ += ["--profile", profile] if profile else []
        if self.operation != EMPTY_BUCKET:
            for name, value in self.params.items():
                words_ += _argument(xform_name(name, "-"), value)
        return shlex.join(words_)

    async def run(self, reached: AwsContext, clock: Clock) -> None:
        """Make the call; again where AWS or the network may yet take it. Raises `SourceError`."""
        action = f"{self.service}:{self.operation}"
        call = CallName(action, self.region, self.target, reached.settled.login)
        for pause_s in (*AGAIN_S, None):
            try:
                await self._call(reached)
            except Exception as error:
                reason = to_source_error(error, call)
                if pause_s is None or not _may_go(error, reason):
                    raise reason from error
                await clock.sleep(pause_s)
            else:
                return

    async def _call(self, reached: AwsContext) -> None:
        from botocore import xform_name  # noqa: PLC0415

        client = await reached.clients.client(self.service, self.region)
        if self.operation == EMPTY_BUCKET:
            await _empty(client, self.params["Bucket"])
        else:
            await getattr(client, xform_name(self.operation))(**self.params)


def _may_go(error: Exception, reason: SourceError) -> bool:
    code = str((getattr(error, "response", None) or {}).get("Error", {}).get("Code", ""))
    return isinstance(reason, Throttled | Unreachable) or code in _UNSETTLED


async def _empty(client: Any, bucket: str) -> None:
    while True:
        listed = await client.list_objects_v2(Bucket=bucket)
        keys = [{"Key": one["Key"]} for one in listed.get("Contents", ())]
        if not keys:
            return
        answer = await client.delete_objects(Bucket=bucket, Delete={"Objects": keys, "Quiet": True})
        if refused := answer.get("Errors"):
            first = refused[0]
            raise SourceError(
                f"Bucket {bucket} could not be emptied: S3 says {first.get('Code')} of "
                f"{first.get('Key')}. Empty it in the S3 console, and run the command again."
            )


def _argument(name: str, value: Any) -> list[str]:
    if isinstance(value, bool):
        return [f"--{name}" if value else f"--no-{name}"]
    if isinstance(value, str | int):
        return [f"--{name}", str(value)]
    return [f"--{name}", json.dumps(value, separators=(",", ":"))]
