"""What may be done besides following, such as Live Tail on a log group. Pure.

None of it keeps sends from being seen where a log group can be followed: what lacks is a warning.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sestrail_tui.account.iam.resource_arns import ResourceArns
from sestrail_tui.account.report import Finding, Fix, Level
from sestrail_tui.core.errors import AccessDenied, SourceError
from sestrail_tui.doctor.findings.allow import allow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sestrail_tui.account.aws_cli import AwsCli
    from sestrail_tui.account.iam.permissions import Permission
    from sestrail_tui.doctor.facts.answer import Answer
    from sestrail_tui.doctor.facts.facts import Facts, GroupFacts


def judge_group_uses(facts: Facts, group: GroupFacts, aws: AwsCli) -> Iterator[Finding]:
    """Judge what else may be done with a log group that may be there."""
    resources = ResourceArns(facts.region, facts.account).with_log_groups([group.group])
    for use in group.uses:
        check = use.check
        if use.answer is not None:
            title = f"{check.title} on {group.group.name}"
            fix = allowing_use(facts, check.name, check.permissions, resources, aws)
            yield judge_use(check.name, title, use.answer, check.means, fix)
        elif use.is_absent and check.absent:
            says = check.absent.format(region=group.group.region)
            yield Finding(check.name, check.title, Level.GOOD, says)


def judge_use(
    name: str,
    title: str,
    answer: Answer[bool],
    means: str,
    fix: Callable[[AccessDenied], Fix | None],
) -> Finding:
    """Judge whether a use is allowed; ``means`` says what is lost without it."""
    if isinstance(answer, AccessDenied):
        return Finding(name, title, Level.WARNING, answer.message, means, fix(answer))
    if isinstance(answer, SourceError):
        return Finding(name, title, Level.UNKNOWN, answer.message, means)
    return Finding(name, title, Level.GOOD, "It may be used.")


def allowing_use(
    facts: Facts,
    name: str,
    permissions: tuple[Permission, ...],
    resources: ResourceArns,
    aws: AwsCli,
) -> Callable[[AccessDenied], Fix | None]:
    """Return what lets the caller do what was refused."""
    return partial(
        allow,
        caller=facts.caller_arn,
        name=name,
        granted=permissions,
        resources=resources,
        aws=aws,
    )
