"""Making and deleting stacks, a resource at a time; what cannot be made whole is taken back.

AWS: CloudFormation user guide, "Stack creation events", "Stack failure options", "DeletionPolicy
attribute"; "Resource tag": a stack's tags are put on all that can have tags.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.local_aws.cloudformation.calls import make_call, reason
from sestrail_tui.local_aws.cloudformation.resources import PROPERTIES, NewResource, calls_for
from sestrail_tui.local_aws.cloudformation.stacks import DELETED, STACK, StackEvent
from sestrail_tui.local_aws.cloudformation.template import batches, resolved
from sestrail_tui.local_aws.wire.answer import AwsError

if TYPE_CHECKING:
    from sestrail_tui.local_aws.cloudformation.account import StacksAccount
    from sestrail_tui.local_aws.cloudformation.stacks import StoredResource, StoredStack
    from sestrail_tui.local_aws.moto.in_process import Moto

BY_USER: Final = "User Initiated"
GONE: Final = frozenset(
    {
        "NoSuchBucket", "NoSuchBucketPolicy", "NoSuchEntity", "ResourceNotFoundException",
        "TrailNotFoundException",
    }
)  # fmt: skip
"""What says that there is nothing to remove any more."""
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


async def create(account: StacksAccount, moto: Moto, stack: StoredStack) -> None:
    """Make every resource, or take back what was made."""
    enter(account, stack, "CREATE_IN_PROGRESS", BY_USER)
    for batch in batches(stack.template["Resources"], stack.pseudo_parameters):
        for name in batch:
            change(account, stack, stack.resources[name], "CREATE_IN_PROGRESS")
        for name in batch:
            await account.clock.sleep(account.settings.resource_s)
            await create_one(account, moto, stack, stack.resources[name])
            if stack.resources[name].status == "CREATE_FAILED":
                await give_up(account, moto, stack)
                return
    enter(account, stack, "CREATE_COMPLETE")


async def create_one(
    account: StacksAccount, moto: Moto, stack: StoredStack, resource: StoredResource
) -> None:
    """Make one resource; its status tells what came of it."""
    properties = dict(stack.template["Resources"][resource.logical].get("Properties", {}))
    if "Tags" in PROPERTIES[resource.kind] and (tags := stack.options.get("Tags")):
        properties["Tags"] = [*properties.get("Tags", ()), *tags]
    unique = "".join(account.chance.choice(LETTERS) for _ in range(12))
    generated = f"{stack.name}-{resource.logical}-{unique}"
    new = NewResource(stack.region, stack.pseudo_parameters["AWS::AccountId"], generated)
    try:
        calls = calls_for(resource.kind, new, resolved(properties, stack.named))
    except AwsError as error:
        change(account, stack, resource, "CREATE_FAILED", error.message)
        return
    for one in calls.creates:
        try:
            await make_call(account, moto, stack, one)
        except AwsError as error:
            change(account, stack, resource, "CREATE_FAILED", reason(one, error))
            return
        if not resource.deletes:
            resource.physical, resource.deletes = calls.physical, calls.deletes
            resource.attributes = calls.attributes
            change(account, stack, resource, "CREATE_IN_PROGRESS", "Resource creation Initiated")
    change(account, stack, resource, "CREATE_COMPLETE")


async def give_up(account: StacksAccount, moto: Moto, stack: StoredStack) -> None:
    """Take back what was made, unless CreateStack was told to leave it."""
    failed = [one.logical for one in stack.resources.values() if one.status == "CREATE_FAILED"]
    for one in stack.resources.values():
        if one.status == "CREATE_IN_PROGRESS":
            change(account, stack, one, "CREATE_FAILED", "Resource creation cancelled")
    reason = f"The following resource(s) failed to create: [{', '.join(failed)}]."
    on_failure = stack.options.get("OnFailure", "ROLLBACK")
    if stack.options.get("DisableRollback") or on_failure == "DO_NOTHING":
        enter(account, stack, "CREATE_FAILED", reason)
    elif on_failure == "DELETE":
        await delete(account, moto, stack, f"{reason} Delete requested by user.")
    else:
        enter(account, stack, "ROLLBACK_IN_PROGRESS", f"{reason} Rollback requested by user.")
        left = await delete_all(account, moto, stack)
        enter(account, stack, "ROLLBACK_FAILED" if left else "ROLLBACK_COMPLETE", left)


async def delete(
    account: StacksAccount, moto: Moto, stack: StoredStack, why: str = BY_USER
) -> None:
    """Remove every resource, and then the stack."""
    enter(account, stack, "DELETE_IN_PROGRESS", why)
    left = await delete_all(account, moto, stack)
    if not left:
        stack.deleted = account.clock.now_ms()
    enter(account, stack, "DELETE_FAILED" if left else DELETED, left)


async def delete_all(account: StacksAccount, moto: Moto, stack: StoredStack) -> str:
    """Remove the resources, the last made first; say which could not be."""
    order = [
        name
        for batch in batches(stack.template["Resources"], stack.pseudo_parameters)
        for name in batch
    ]
    failed: list[str] = []
    for name in reversed(order):
        resource = stack.resources[name]
        if not resource.status or resource.status in {DELETED, "DELETE_SKIPPED"}:
            continue
        if resource.retained and resource.deletes:
            change(account, stack, resource, "DELETE_SKIPPED")
            continue
        await delete_one(account, moto, stack, resource)
        if resource.status == "DELETE_FAILED":
            failed.append(name)
    named = f"[{', '.join(failed)}]"
    return f"The following resource(s) failed to delete: {named}. " if failed else ""


async def delete_one(
    account: StacksAccount, moto: Moto, stack: StoredStack, resource: StoredResource
) -> None:
    """Remove one resource; its status tells what came of it."""
    change(account, stack, resource, "DELETE_IN_PROGRESS")
    await account.clock.sleep(account.settings.resource_s)
    for one in resource.deletes:
        try:
            await make_call(account, moto, stack, one)
        except AwsError as error:
            if error.code not in GONE:
                change(account, stack, resource, "DELETE_FAILED", reason(one, error))
                return
    change(account, stack, resource, DELETED)


def enter(account: StacksAccount, stack: StoredStack, status: str, why: str = "") -> None:
    """Let a stack be in another state."""
    stack.status, stack.reason = status, why
    note(account, stack, (stack.name, stack.stack_id, STACK), status, why)


def change(
    account: StacksAccount, stack: StoredStack, resource: StoredResource, status: str, why: str = ""
) -> None:
    """Let a resource be in another state."""
    resource.status, resource.reason = status, why
    resource.time = account.clock.now_ms()
    note(account, stack, (resource.logical, resource.physical, resource.kind), status, why)


def note(
    account: StacksAccount, stack: StoredStack, whose: tuple[str, str, str], status: str, why: str
) -> None:
    """Write an event down, of a logical name, a physical one and a type."""
    logical, physical, kind = whose
    now = account.clock.now_ms()
    event_id = f"{logical}-{account.event_id()}"
    stack.events.append(StackEvent(event_id, logical, physical, kind, status, why, now))
