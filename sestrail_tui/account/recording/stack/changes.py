"""Creating the stack and deleting it: what is shown of that before, and waiting until it is done.

AWS: CloudFormation user guide, "Stack creation events"; "Delete a stack".
"""

from __future__ import annotations

import re
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.account.aws_cli import AwsCli, compact
from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.denials import advice
from sestrail_tui.account.recording.stack.empty_bucket import empty_bucket
from sestrail_tui.account.recording.stack.logging_stack import (
    TARGET,
    LoggingStack,
    StackResource,
    ask_formation,
    find_stack,
    resource,
)
from sestrail_tui.account.recording.stack.name import NAME, TAG
from sestrail_tui.account.recording.stack.template import template
from sestrail_tui.account.recording.step import Command, Step
from sestrail_tui.core.errors import AccessDenied, SourceError, Throttled, Unreachable
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sestrail_tui.account.recording.aws_context import AwsContext
    from sestrail_tui.core.clock import Clock

_POLLS_S: Final = (0.5, 1.0, 2.0, 3.0)
"""Before each further look; the last one again and again."""
_PATIENCE_S: Final = 1800.0
"""Twice what AWS is given to create it in."""
_TRIES: Final = 3
"""To delete: CloudTrail may deliver one file more while the bucket is being emptied."""
_DENIED: Final = re.compile(r"not authorized to perform: ([\w-]+:\w+)")
_CANCELLED: Final = "Resource creation cancelled"
"""Why a resource failed that is no cause: another one did."""


def create_step(region: str) -> Step:
    """Return the call that creates the stack."""
    params = {
        "StackName": NAME,
        "TemplateBody": compact(template()),
        "Capabilities": ["CAPABILITY_IAM"],
        "TimeoutInMinutes": 15,
        "Tags": [{"Key": TAG[0], "Value": TAG[1]}],
    }
    says = f"Create stack {NAME}: all of it, or nothing"
    done = "AlreadyExistsException"  # by another command, or by a try whose answer was lost
    return Step("cloudformation", "CreateStack", region, params, says, TARGET, done)


def delete_step(stack: LoggingStack) -> Step:
    """Return the call that deletes exactly that stack."""
    params = {"StackName": stack.stack_id}
    says = f"Delete stack {NAME}, with all that is in it"
    return Step("cloudformation", "DeleteStack", stack.region, params, says, TARGET)


def commands_to_create(
    region: str, profile: str, leftover: LoggingStack | None
) -> Iterator[Command]:
    """Yield what creates the stack; ``leftover``: what an earlier try left of it."""
    if leftover is not None:
        yield from commands_to_delete(leftover, profile)
    yield create_step(region).command(profile)
    yield _wait("create", NAME, region, profile)


def commands_to_delete(stack: LoggingStack, profile: str) -> Iterator[Command]:
    """Yield what deletes the stack."""
    if (bucket := stack.names.get("bucket")) is not None:
        argv = AwsCli(profile)("s3", "rm", f"s3://{bucket}", "--recursive", region=stack.region)
        yield Command(f"Delete every file in bucket {bucket}", argv)
    yield delete_step(stack).command(profile)
    yield _wait("delete", stack.stack_id, stack.region, profile)


def _wait(verb: str, name: str, region: str, profile: str) -> Command:
    argv = AwsCli(profile)(
        "cloudformation", "wait", f"stack-{verb}-complete", "--stack-name", name, region=region
    )
    return Command(f"Wait until it is {verb}d", argv)


async def create_stack(
    reached: AwsContext, clock: Clock, leftover: LoggingStack | None = None
) -> LoggingStack:
    """Create the stack and wait until it is complete. Raises `SourceError`, `CannotKeep`."""
    if leftover is not None:
        await delete_stack(leftover, reached, clock)
    await create_step(reached.region).run(reached, clock)
    return await await_creation(reached, clock)


async def await_creation(reached: AwsContext, clock: Clock) -> LoggingStack:
    """Wait for the stack that is being created. Raises `SourceError`, `CannotKeep`."""
    stack = await _settled(reached, clock, NAME)
    if stack is None:
        raise SourceError(f"Stack {NAME} was deleted by somebody while it was being created.")
    stack.need_ours()
    if stack.is_complete:
        return stack
    causes = _causes(await _failed(reached, stack), "created", reached)
    raise SourceError(f"{causes} {stack.problem}".lstrip())


async def delete_stack(stack: LoggingStack, reached: AwsContext, clock: Clock) -> None:
    """Delete exactly that stack and wait until it is gone. Raises `SourceError`."""
    for tries_left in reversed(range(_TRIES)):
        if stack.status != "DELETE_IN_PROGRESS":
            if bucket := stack.names.get("bucket"):
                await empty_bucket(bucket, reached, clock)
            await delete_step(stack).run(reached, clock)
        left = await _settled(reached, clock, stack.stack_id)
        if left is None:
            return
        if not tries_left or "bucket" not in left.names:
            failed = [made for made in left.resources if made.status == "DELETE_FAILED"]
            raise SourceError(f"{_causes(failed, 'deleted', reached)} {left.problem}".lstrip())
        stack = left


async def _settled(reached: AwsContext, clock: Clock, name: str) -> LoggingStack | None:
    """Return the stack once AWS is not at work on it, ``None`` once it is gone.

    Raises `SourceError`.
    """
    until_s = clock.monotonic() + _PATIENCE_S
    for pause_s in chain(_POLLS_S, repeat(_POLLS_S[-1])):
        try:
            stack = await find_stack(reached, name)
        except (Throttled, Unreachable):
            if clock.monotonic() > until_s:
                raise
        else:
            if stack is None or not stack.is_busy:
                return stack
            if clock.monotonic() > until_s:
                raise SourceError(stack.problem)
        await clock.sleep(pause_s)
    raise AssertionError("it looks for ever")


async def _failed(reached: AwsContext, stack: LoggingStack) -> list[StackResource]:
    """Return what failed while the stack was created, oldest first, by its events."""

    async def describe(client: Any) -> list[StackResource]:
        # the newest come first, a hundred to a page, and the stack has fewer
        answer = await client.describe_stack_events(StackName=stack.stack_id)
        return [resource(event) for event in reversed(answer["StackEvents"])]

    try:
        events = await ask_formation(reached, "DescribeStackEvents", describe)
    except AccessDenied as error:
        return [StackResource(TARGET, NAME, "CREATE_FAILED", error.message)]
    return [
        event for event in events if event.status == "CREATE_FAILED" and event.reason != _CANCELLED
    ]


def _causes(failed: Iterable[StackResource], done: str, reached: AwsContext) -> str:
    """Say why resources failed, each cause once; and what would allow a call that was refused."""
    sentences = []
    for cause in failed:
        why = f"{safe(cause.kind)} could not be {done}: {safe(cause.reason)}"
        if denied := _DENIED.search(cause.reason):
            call = CallName(denied[1], reached.region)
            why = f"{call} was refused{advice(call, cause.reason)[0]}. {why}"
        sentences.append(why)
    return " ".join(dict.fromkeys(sentences))
