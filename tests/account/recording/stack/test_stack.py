"""The stack of `logging on --create`, in virtual time on the embedded AWS."""

from __future__ import annotations

import asyncio
import json
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import botocore.session
import pytest
from botocore.exceptions import ClientError

from sestrail_tui.account.iam.policy import document, statements
from sestrail_tui.account.iam.resource_arns import ResourceArns
from sestrail_tui.account.recording.aws_context import AwsContext
from sestrail_tui.account.recording.observed import observe
from sestrail_tui.account.recording.stack.changes import (
    commands_to_create,
    commands_to_delete,
    create_stack,
    delete_stack,
)
from sestrail_tui.account.recording.stack.logging_stack import LoggingStack, find_stack
from sestrail_tui.account.recording.stack.name import NAME, TAG
from sestrail_tui.account.recording.stack.template import SELECTORS, contents, template
from sestrail_tui.account.session.clients import Clients
from sestrail_tui.account.session.credentials import Settled, static
from sestrail_tui.core.errors import AccessDenied, CannotKeep, SourceError
from sestrail_tui.local_aws.account.settings import Settings
from sestrail_tui.local_aws.server.server import running
from sestrail_tui.local_aws.wire.faults import Fault
from sestrail_tui.places.policy import PERMISSIONS, SIDS, uses
from tests.doctor.aws_cli import run as run_command
from tests.follow.virtual_time import LoopClock, VirtualLoop
from tests.local_aws.embedded import Aws

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

    from sestrail_tui.local_aws.server.server import LocalServer
    from tests.account.recording.world import World

HERE = "us-east-1"
STATUSES = (
    botocore.session.get_session().get_service_model("cloudformation").shape_for("StackStatus").enum
)
LOST_S = 3600


@dataclass(frozen=True)
class Account:
    """An embedded AWS in the running loop, and a command's view of it."""

    server: LocalServer
    reached: AwsContext
    clock: LoopClock

    async def call(self, service: Any, operation: str, **params: Any) -> Any:
        """Make a call of its own."""
        client = await self.reached.clients.client(service, HERE)
        return await getattr(client, operation)(**params)

    async def create(self, leftover: LoggingStack | None = None) -> LoggingStack:
        return await create_stack(self.reached, self.clock, leftover)

    async def found(self) -> LoggingStack:
        stack = await find_stack(self.reached)
        assert stack is not None
        return stack

    async def delete(self) -> None:
        await delete_stack(await self.found(), self.reached, self.clock)

    async def fill(self, bucket: str, *keys: str) -> None:
        for key in keys:
            await self.call("s3", "put_object", Bucket=bucket, Key=key, Body=b"x")


@asynccontextmanager
async def embedded_account() -> AsyncIterator[Account]:
    clock, settings = LoopClock(), Settings(quotas=False, resource_s=20)
    async with running(settings, clock) as server:
        credentials = static("AKIATEST", "secret")
        clients = Clients(credentials, endpoint_url=server.endpoint)
        account = settings.account
        reached = AwsContext(clients, Settled(credentials, HERE, "log in"), HERE, account)
        try:
            yield Account(server, reached, clock)
        finally:
            await clients.close()


def virtually(test: Callable[[Account], Coroutine[object, object, None]]) -> Callable[[], None]:
    """Run a test in virtual time, on an embedded AWS of its own; hours are too long for any."""

    async def main() -> None:
        async with embedded_account() as account:
            await test(account)

    def run() -> None:
        with asyncio.Runner(loop_factory=lambda: VirtualLoop(ends_s=LOST_S)) as runner:
            runner.run(main())

    run.__name__ = run.__qualname__ = test.__name__
    return run


@virtually
async def test_it_is_created_listed_and_deleted_with_what_its_bucket_holds(aws: Account) -> None:
    assert await find_stack(aws.reached) is None
    stack = await aws.create()
    assert aws.clock.monotonic() > 100  # five resources, one after the other
    assert stack == await aws.found()
    names = stack.names
    assert set(names) == {"trail", "log group", "role", "bucket"}
    assert names["trail"] == names["log group"] == NAME
    assert all(name.startswith(NAME) for name in names.values())
    assert stack.trail is not None
    now = await observe(aws.reached, stack.trail)
    assert (now.is_logging, now.selectors) == (True, SELECTORS)
    tags = await aws.call("iam", "list_role_tags", RoleName=names["role"])
    assert tags["Tags"] == [{"Key": TAG[0], "Value": TAG[1]}]
    await aws.fill(names["bucket"], "a", "b")
    await aws.call(
        "s3", "put_bucket_versioning", Bucket=names["bucket"],
        VersioningConfiguration={"Status": "Enabled"},
    )  # fmt: skip
    await aws.fill(names["bucket"], "a", "c")
    await aws.call("s3", "delete_object", Bucket=names["bucket"], Key="b")
    await aws.delete()
    assert await find_stack(aws.reached) is None
    assert [one.name for one in aws.server.account.trails] == ["ses-sends"]
    assert (HERE, NAME) not in aws.server.account.groups
    with pytest.raises(ClientError, match="NoSuchBucket"):
        await aws.call("s3", "list_objects_v2", Bucket=names["bucket"])


@virtually
async def test_a_file_that_comes_meanwhile_does_not_keep_the_bucket(aws: Account) -> None:
    bucket = (await aws.create()).names["bucket"]
    deleting = asyncio.ensure_future(aws.delete())
    while (await aws.found()).status != "DELETE_IN_PROGRESS":
        await aws.clock.sleep(0.5)
    await aws.fill(bucket, "late")
    await deleting
    assert await find_stack(aws.reached) is None


@virtually
async def test_what_cannot_be_created_is_taken_back_and_said_and_tried_again(aws: Account) -> None:
    aws.server.account.grants.deny("your-app", "iam:PutRolePolicy")
    with pytest.raises(SourceError) as failed:
        await aws.create()
    message = failed.value.message
    assert (
        "iam:PutRolePolicy in us-east-1 was refused: allow the action iam:PutRolePolicy" in message
    )
    assert "AWS::IAM::Role could not be created" in message
    assert "cancelled" not in message
    assert "holds nothing" in message
    leftover = await aws.found()
    assert (leftover.holds_nothing, leftover.names) == (True, {})
    aws.server.account.grants.denied.clear()
    assert (await aws.create(leftover)).is_complete


@virtually
async def test_what_aws_cannot_take_back_is_deleted_by_off(aws: Account) -> None:
    # CloudTrail left its folder in the bucket
    aws.server.account.grants.deny("your-app", "cloudtrail:StartLogging")
    with pytest.raises(SourceError, match=r"cloudtrail:StartLogging.*`sestrail logging off`"):
        await aws.create()
    left = await aws.found()
    assert (left.status, set(left.names)) == ("ROLLBACK_FAILED", {"bucket"})
    await aws.delete()
    assert await find_stack(aws.reached) is None


@virtually
async def test_of_two_that_create_it_at_once_both_have_the_same(aws: Account) -> None:
    first, second = await asyncio.gather(aws.create(), aws.create())
    assert (first.stack_id, first.is_complete) == (second.stack_id, second.is_complete)
    assert len(aws.server.account.stacks.every) == 1


@virtually
async def test_waiting_outlives_throttling_and_outages(aws: Account) -> None:
    faults = aws.server.account.faults
    faults.add(Fault("throttle", api="CreateStack", count=2))
    faults.add(Fault("throttle", api="DescribeStacks", count=3))
    faults.add(Fault("5xx", api="DescribeStackResources", count=3))
    assert (await aws.create()).is_complete


@virtually
async def test_a_stack_of_that_name_that_is_not_ours_is_never_touched(aws: Account) -> None:
    theirs = json.dumps({"Resources": {"G": {"Type": "AWS::Logs::LogGroup"}}})
    await aws.call("cloudformation", "create_stack", StackName=NAME, TemplateBody=theirs)
    with pytest.raises(CannotKeep, match="lacks the tag created-by=sestrail"):
        await aws.create()
    assert not (await aws.found()).is_ours
    (stack,) = aws.server.account.stacks.every
    assert [one.status for one in stack.resources.values()] == ["CREATE_COMPLETE"]


@pytest.mark.parametrize(
    "operation", ["CreateStack", "DescribeStacks", "DescribeStackResources", "DeleteStack"]
)
def test_a_refusal_names_the_action(operation: str) -> None:
    async def test(aws: Account) -> None:
        async def create_and_delete() -> None:
            await aws.create()
            await aws.delete()

        aws.server.account.grants.deny("your-app", f"cloudformation:{operation}")
        with pytest.raises(AccessDenied, match=f"allow the action cloudformation:{operation} on s"):
            await create_and_delete()

    virtually(test)()


def test_the_printed_policy_is_enough() -> None:
    async def test(aws: Account) -> None:
        grants, settings = aws.server.account.grants, aws.server.account.settings
        grants.deny("your-app", *(one.action for one in PERMISSIONS))
        with pytest.raises(AccessDenied):
            await find_stack(aws.reached)
        at = ResourceArns(HERE, settings.account)
        needed = uses(("logging", "logging-create"), ())
        policy = document(statements(needed, PERMISSIONS, SIDS, at))
        grants.put("your-app", "sestrail", json.dumps(policy))
        bucket = (await aws.create()).names["bucket"]
        grants.deny("your-app", "s3:PutObject")
        await aws.delete()
        assert bucket

    virtually(test)()


@pytest.mark.parametrize("status", STATUSES)
def test_each_state_says_what_to_do_next(status: str) -> None:
    stack = LoggingStack(
        f"arn:aws:cloudformation:{HERE}:1:stack/{NAME}/x", status, "why", is_ours=True
    )
    if stack.is_complete:
        assert stack.problem == ""
        return
    assert f"({status}: why)" in stack.problem
    assert ("run the command again" in stack.problem) == stack.is_busy
    assert ("`sestrail logging off`" in stack.problem) != stack.is_busy
    assert ("`sestrail logging on --create`" in stack.problem) == (status == "ROLLBACK_COMPLETE")


@pytest.mark.parametrize("profile", ["", "my profile"])
def test_the_printed_commands_do_the_same(
    embedded: World, server: LocalServer, profile: str
) -> None:
    with ExitStack() as open_clients:
        aws = Aws(server, open_clients)
        for one in commands_to_create(HERE, profile, None):
            assert one.shell.count("--profile 'my profile'") == bool(profile)
            run_command(aws, [word for word in one.argv if word not in {"--profile", profile}])
        stack = embedded.do(find_stack(embedded.reached))
        assert stack is not None
        assert stack.is_complete
        again = [one.says for one in commands_to_create(HERE, profile, stack)]
        assert again[:2] == [
            f"Delete every file in bucket {stack.names['bucket']}",
            f"Delete stack {NAME}, with all that is in it",
        ]
        for one in commands_to_delete(stack, profile):
            assert one.shell.count("--profile 'my profile'") == bool(profile)
            run_command(aws, [word for word in one.argv if word not in {"--profile", profile}])
    assert embedded.do(find_stack(embedded.reached)) is None


def test_each_resource_of_the_template_says_what_it_is_for() -> None:
    assert len(list(contents())) == len(template()["Resources"])
    assert all(purpose for _, purpose in contents())
