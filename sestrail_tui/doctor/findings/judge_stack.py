"""What `sestrail logging on --create` created: listed from its CloudFormation stack. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.account.iam.resource_arns import ResourceArns
from sestrail_tui.account.recording.stack.name import NAME
from sestrail_tui.account.report import Finding, Fix, Level
from sestrail_tui.core.errors import AccessDenied, SourceError
from sestrail_tui.doctor.findings.allow import allow, permissions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.account.aws_cli import AwsCli
    from sestrail_tui.doctor.facts.facts import Facts

_ACTIONS = ("cloudformation:DescribeStacks", "cloudformation:DescribeStackResources")


def judge_stack(facts: Facts, aws: AwsCli) -> Iterator[Finding]:
    """Judge the stack, where there is one that is sestrail's."""
    check, title, stack = "stack", f"Stack {NAME}", facts.stack
    if stack is None:
        return
    if isinstance(stack, SourceError):
        fix = None
        if isinstance(stack, AccessDenied):
            resources = ResourceArns(facts.region, facts.account)
            fix = allow(stack, facts.caller_arn, "doctor-stack", permissions("doctor", *_ACTIONS),
                        resources=resources, aws=aws)  # fmt: skip
        means = "Sends are seen without it: what `sestrail logging on --create` created is unknown."
        yield Finding(check, title, Level.UNKNOWN, stack.message, means, fix)
    elif stack.is_ours and stack.problem:
        note = (
            "Shows what it deletes, and asks first. A stack that is changing has to be waited for."
        )
        off = aws.sestrail("logging", "off", region=facts.region)
        yield Finding(check, title, Level.WARNING, stack.problem, fix=Fix((off,), note=note))
    elif stack.is_ours:
        holds = ", ".join(f"{kind} {name}" for kind, name in stack.names.items())
        yield Finding(
            check, title, Level.GOOD, f"`sestrail logging on --create` created it, with {holds}."
        )
