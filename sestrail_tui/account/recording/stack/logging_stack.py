"""The CloudFormation stack that `logging on --create` creates: its name, its tag, what it holds.

AWS: CloudFormation user guide, "Stack status codes".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sestrail_tui.account.discovery.trails import Trail
from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.source_errors import to_source_error
from sestrail_tui.account.recording.stack.name import NAME, TAG
from sestrail_tui.core.errors import CannotKeep

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sestrail_tui.account.recording.aws_context import AwsContext

T = TypeVar("T")
TARGET: Final = f"stack {NAME}"
_KINDS: Final = {
    "AWS::CloudTrail::Trail": "trail",
    "AWS::Logs::LogGroup": "log group",
    "AWS::IAM::Role": "role",
    "AWS::S3::Bucket": "bucket",
}
_COMPLETE: Final = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"})


@dataclass(frozen=True, slots=True)
class StackResource:
    """One resource of the stack."""

    kind: str
    """``AWS::S3::Bucket``."""
    name: str
    """``""`` before there is any."""
    status: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LoggingStack:
    """The stack as AWS describes it."""

    stack_id: str
    status: str
    reason: str = ""
    is_ours: bool = False
    resources: tuple[StackResource, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether all of it is there."""
        return self.status in _COMPLETE

    @property
    def is_busy(self) -> bool:
        """Whether AWS is at work on it."""
        return self.status.endswith("_IN_PROGRESS") and self.status != "REVIEW_IN_PROGRESS"

    @property
    def holds_nothing(self) -> bool:
        """Whether it is what AWS leaves of a stack that could not be created."""
        return self.status == "ROLLBACK_COMPLETE"

    @property
    def region(self) -> str:
        """The region that it is in."""
        return self.stack_id.split(":")[3]

    @property
    def names(self) -> dict[str, str]:
        """The names of what there is, by what it is: ``{"trail": "sestrail-ses-sends"}``."""
        return {
            _KINDS[made.kind]: made.name
            for made in self.resources
            if made.kind in _KINDS and made.name and made.status != "DELETE_COMPLETE"
        }

    @property
    def trail(self) -> Trail | None:
        """Its trail, without what it delivers to; ``None`` where there is none."""
        if (name := self.names.get("trail")) is None:
            return None
        _, partition, _, region, account, _ = self.stack_id.split(":", 5)
        arn = f"arn:{partition}:cloudtrail:{region}:{account}:trail/{name}"
        return Trail(name=name, trail_arn=arn, home_region=region)

    @property
    def problem(self) -> str:
        """Say what is the matter with it and what to do, as sentences; ``""`` for nothing."""
        where = f"Stack {NAME} in {self.region}"
        why = f"{self.status}: {self.reason.strip()}" if self.reason.strip() else self.status
        if not self.is_ours:
            return (
                f"{where} was not created by sestrail (it lacks the tag {TAG[0]}={TAG[1]}), so it "
                "is left alone: delete it yourself, or record sends by a trail that there is."
            )
        if self.is_complete:
            return ""
        if self.is_busy:
            return f"{where} is changing ({why}): wait a minute, and run the command again."
        if self.holds_nothing:
            return (
                f"{where} could not be created and holds nothing ({why}): `sestrail logging on "
                "--create` replaces it, `sestrail logging off` deletes it."
            )
        return (
            f"{where} is neither whole nor gone ({why}): `sestrail logging off` empties its bucket "
            "and deletes what is left of it."
        )

    def need_ours(self) -> None:
        """Raise `CannotKeep` for a stack of that name that sestrail did not create."""
        if not self.is_ours:
            raise CannotKeep(self.problem)


async def describe_stack(client: Any, name: str = NAME) -> LoggingStack | None:
    """Return the stack of a name or id without its resources, ``None`` where there is none.

    ``client`` is CloudFormation's; raises what it raises.
    """
    try:
        answer = await client.describe_stacks(StackName=name)
    except client.exceptions.ClientError as error:
        if "does not exist" in error.response["Error"].get("Message", ""):  # a ValidationError
            return None
        raise
    found = answer["Stacks"][0]
    tags = {(tag["Key"], tag["Value"]) for tag in found.get("Tags", ())}
    stack = LoggingStack(
        found["StackId"], found["StackStatus"], found.get("StackStatusReason", ""), TAG in tags
    )
    return None if stack.status == "DELETE_COMPLETE" else stack


async def with_resources(client: Any, stack: LoggingStack) -> LoggingStack:
    """Return a stack with its resources. Raises what the client raises."""
    answer = await client.describe_stack_resources(StackName=stack.stack_id)
    return replace(stack, resources=tuple(map(resource, answer.get("StackResources", ()))))


def resource(description: dict[str, Any]) -> StackResource:
    """Return the resource that an answer tells of, or one of the stack's events."""
    names = ("ResourceType", "PhysicalResourceId", "ResourceStatus", "ResourceStatusReason")
    return StackResource(*(str(description.get(name, "")) for name in names))


async def ask_formation(
    reached: AwsContext, operation: str, do: Callable[[Any], Awaitable[T]]
) -> T:
    """Ask CloudFormation about the stack. Raises `SourceError`."""
    action = f"cloudformation:{operation}"
    call = CallName(action, reached.region, TARGET, reached.settled.login)
    try:
        return await do(await reached.clients.client("cloudformation", reached.region))
    except Exception as error:
        raise to_source_error(error, call) from error


async def find_stack(reached: AwsContext, name: str = NAME) -> LoggingStack | None:
    """Return the region's stack, with its resources if it is ours. Raises `SourceError`."""
    stack = await ask_formation(
        reached, "DescribeStacks", lambda client: describe_stack(client, name)
    )
    if stack is None or not stack.is_ours:
        return stack
    return await ask_formation(
        reached, "DescribeStackResources", lambda client: with_resources(client, stack)
    )
