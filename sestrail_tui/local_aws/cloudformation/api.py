"""CloudFormation's API: the operations that making, watching and deleting a stack need.

AWS: CloudFormation API reference, the operation of each function's name.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.local_aws.cloudformation import work
from sestrail_tui.local_aws.cloudformation.resources import PROPERTIES
from sestrail_tui.local_aws.cloudformation.stacks import StoredResource, StoredStack
from sestrail_tui.local_aws.cloudformation.template import batches, invalid, read_template, resolved
from sestrail_tui.local_aws.wire.answer import ApiCall, AwsError
from sestrail_tui.local_aws.wire.protocol import validated
from sestrail_tui.local_aws.wire.query_answers import query_answer
from sestrail_tui.local_aws.wire.requests import read_query

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sestrail_tui.local_aws.cloudformation.account import StacksAccount
    from sestrail_tui.local_aws.moto.in_process import Moto
    from sestrail_tui.local_aws.wire.answer import Answer


def create_stack(account: StacksAccount, moto: Moto, call: ApiCall) -> dict[str, Any]:
    """Begin to make a stack."""
    name = call.params["StackName"]
    if account.stacks.find(call.region, name) is not None:
        raise AwsError("AlreadyExistsException", f"Stack [{name}] already exists")
    if "TemplateBody" not in call.params or call.params.get("Parameters"):
        raise invalid("The embedded AWS takes a TemplateBody without parameters.")
    template = read_template(call.params["TemplateBody"])
    resources = template["Resources"]
    kinds = {one.get("Type", "") for one in resources.values()}
    if unknown := sorted(kinds - PROPERTIES.keys()):
        raise invalid(f"Template format error: Unrecognized resource types: {unknown}")
    need_capabilities(resources, set(call.params.get("Capabilities", ())))
    arn = f"arn:aws:cloudformation:{call.region}:{account.settings.account}:stack/{name}"
    stack = StoredStack(
        stack_id=f"{arn}/{account.event_id()}",
        name=name,
        region=call.region,
        access_key=call.access_key,
        created=account.clock.now_ms(),
        template=template,
        options=call.params,
    )
    batches(resources, stack.pseudo_parameters)
    for logical, one in resources.items():
        is_retained = one.get("DeletionPolicy") == "Retain"
        stack.resources[logical] = StoredResource(logical, one["Type"], is_retained)
    stack.status = "CREATE_IN_PROGRESS"
    account.stacks.every.append(stack)
    stack.task = asyncio.create_task(work.create(account, moto, stack))
    return {"StackId": stack.stack_id}


def need_capabilities(resources: Mapping[str, Any], given: set[str]) -> None:
    """Refuse a template with roles that nobody acknowledged."""
    roles = [one for one in resources.values() if one.get("Type") == "AWS::IAM::Role"]
    named = any("RoleName" in one.get("Properties", {}) for one in roles)
    least = "CAPABILITY_NAMED_IAM" if named else "CAPABILITY_IAM"
    if roles and not {least, "CAPABILITY_NAMED_IAM"} & given:
        raise AwsError("InsufficientCapabilitiesException", f"Requires capabilities : [{least}]")


def need_stack(account: StacksAccount, call: ApiCall) -> StoredStack:
    """Return the stack that is meant. Raises `AwsError`."""
    name = call.params.get("StackName", "")
    stack = account.stacks.find(call.region, name)
    if stack is None:
        raise invalid(f"Stack with id {name} does not exist")
    return stack


def describe_stacks(account: StacksAccount, _moto: Moto, call: ApiCall) -> dict[str, Any]:
    """Describe one stack, or all that there are."""
    if "StackName" in call.params:
        return {"Stacks": [described(need_stack(account, call))]}
    stacks = [one for one in account.stacks.every if one.region == call.region and not one.deleted]
    return {"Stacks": [described(one) for one in reversed(stacks)]}


def described(stack: StoredStack) -> dict[str, Any]:
    """Describe a stack."""
    options = stack.options
    description: dict[str, Any] = {
        "StackId": stack.stack_id,
        "StackName": stack.name,
        "CreationTime": moment(stack.created),
        "StackStatus": stack.status,
        "DisableRollback": bool(options.get("DisableRollback")),
        "Capabilities": list(options.get("Capabilities", ())),
        "Tags": list(options.get("Tags", ())),
        "EnableTerminationProtection": bool(options.get("EnableTerminationProtection")),
        "DriftInformation": {"StackDriftStatus": "NOT_CHECKED"},
    }
    description |= (
        {"Description": stack.template["Description"]} if "Description" in stack.template else {}
    )
    description |= {"StackStatusReason": stack.reason} if stack.reason else {}
    description |= {"DeletionTime": moment(stack.deleted)} if stack.deleted else {}
    if stack.status == "CREATE_COMPLETE":
        description["Outputs"] = [
            {"OutputKey": key, "OutputValue": resolved(one["Value"], stack.named)}
            | ({"Description": one["Description"]} if "Description" in one else {})
            for key, one in stack.template.get("Outputs", {}).items()
        ]
    return description


def describe_stack_events(account: StacksAccount, _moto: Moto, call: ApiCall) -> dict[str, Any]:
    """Return what happened to a stack, the newest first."""
    stack = need_stack(account, call)
    return {
        "StackEvents": [
            {
                "StackId": stack.stack_id,
                "EventId": one.event_id,
                "StackName": stack.name,
                "LogicalResourceId": one.logical,
                "PhysicalResourceId": one.physical,
                "ResourceType": one.kind,
                "Timestamp": moment(one.time),
                "ResourceStatus": one.status,
                **({"ResourceStatusReason": one.reason} if one.reason else {}),
            }
            for one in reversed(stack.events)
        ]
    }


def describe_stack_resources(account: StacksAccount, _moto: Moto, call: ApiCall) -> dict[str, Any]:
    """Return the resources that were begun."""
    stack = need_stack(account, call)
    return {
        "StackResources": [
            {
                "StackName": stack.name,
                "StackId": stack.stack_id,
                "LogicalResourceId": one.logical,
                "PhysicalResourceId": one.physical,
                "ResourceType": one.kind,
                "Timestamp": moment(one.time),
                "ResourceStatus": one.status,
                **({"ResourceStatusReason": one.reason} if one.reason else {}),
                "DriftInformation": {"StackResourceDriftStatus": "NOT_CHECKED"},
            }
            for one in stack.resources.values()
            if one.status
        ]
    }


def delete_stack(account: StacksAccount, moto: Moto, call: ApiCall) -> dict[str, Any]:
    """Begin to delete a stack; one that is not there is none to complain of."""
    stack = account.stacks.find(call.region, call.params["StackName"])
    if stack is None or stack.deleted or stack.status == "DELETE_IN_PROGRESS":
        return {}
    if stack.options.get("EnableTerminationProtection"):
        raise invalid(
            f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled"
        )
    if stack.task is not None:
        stack.task.cancel()
    stack.status = "DELETE_IN_PROGRESS"
    stack.task = asyncio.create_task(work.delete(account, moto, stack))
    return {}


def moment(time_ms: int) -> datetime:
    """Return an instant (ms UTC) as the answers have it."""
    return datetime.fromtimestamp(time_ms / 1000, UTC)


OPERATIONS: Final[Mapping[str, Callable[[StacksAccount, Moto, ApiCall], dict[str, Any]]]] = {
    "CreateStack": create_stack,
    "DescribeStacks": describe_stacks,
    "DescribeStackEvents": describe_stack_events,
    "DescribeStackResources": describe_stack_resources,
    "DeleteStack": delete_stack,
}


def answer(
    account: StacksAccount, moto: Moto, caller: tuple[str, str], body: bytes, request_id: str
) -> Answer:
    """Answer a query-protocol request of an access key in a Region.

    An operation that is not here is refused.
    """
    access_key, region = caller
    operation, params = read_query("cloudformation", body)
    name = operation.name
    if name not in OPERATIONS:
        raise AwsError("InvalidAction", f"The embedded AWS has no {name}")
    checked = validated(operation.input_shape, params, "ValidationError")
    call = ApiCall("cloudformation", name, region, access_key, checked)
    arn = account.principal(access_key).arn
    account.faults.refuse(call, arn)
    account.grants.check(call, arn, arn_of(account, call))
    return query_answer(call, OPERATIONS[name](account, moto, call), request_id)


def arn_of(account: StacksAccount, call: ApiCall) -> str:
    """Return the ARN of the stack that a call names, as a policy would."""
    name = call.params.get("StackName", "*")
    stack = account.stacks.find(call.region, name)
    if stack is not None:
        return stack.stack_id
    head = f"arn:aws:cloudformation:{call.region}:{account.settings.account}:stack"
    return name if name.startswith("arn:") else f"{head}/{name}/*"
