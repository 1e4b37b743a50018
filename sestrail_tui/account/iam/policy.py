"""The least IAM policy for what is asked for, made from the table of permissions. Pure."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.account.iam.permissions import COMMANDS, SOURCES, of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sestrail_tui.account.iam.permissions import Permission
    from sestrail_tui.account.iam.resource_arns import ResourceArns

Statement = dict[str, Any]

_SIDS: Final = {
    "log-group": "FollowTheLogGroup",
    "find log-group": "FindTheLogGroup",
    "live": "LiveTail",
    "event-history": "ShowChangesBetweenSends",
    "bucket": "FollowTheTrailsBucket",
    "find bucket": "FindTheBucket",
    "queue": "HearOfNewLogFiles",
    "lake": "AskCloudTrailLake",
    "find lake": "FindTheEventDataStore",
    "insights": "SearchThePast",
    "athena": "SearchLogFiles",
    "wait": "CheckThatSendsAreRecorded",
    "doctor": "Examine",
    "logging": "SwitchLogging",
    "logging-create": "MakeAndRemoveATrail",
    "role": "AssumeTheRole",
}
_DEFAULTS: Final = {
    "tail": ("log-group", "event-history"),
    "wait": ("log-group",),
    "history": ("insights",),
}
"""The sources that a command is given where none is named."""
_PLACEHOLDER: Final = re.compile(
    r"\b(?:REGION|ACCOUNT|LOGGROUP|BUCKET|QUEUE|STORE-ID|TRAIL|ROLE|WORKGROUP|DATABASE|TABLE"
    r"|RESULTS-BUCKET)\b"
)


def uses(commands: Sequence[str], sources: Sequence[str], places: ResourceArns) -> tuple[str, ...]:
    """Give what the commands and sources that are named want, each once, in the table's order.

    What only finds a place is left out where that place is named.
    """
    commands = commands or (("tail",) if not sources else ())
    wanted = set(sources) | {one for one in commands if of(one)}
    if not sources:
        wanted |= {source for one in commands for source in _DEFAULTS.get(one, ())}
    found = {
        "find log-group": "log-group" in wanted or "live" in wanted or "insights" in wanted,
        "find bucket": "bucket" in wanted,
        "find lake": "lake" in wanted,
    }
    named = {
        "find log-group": bool(places.log_groups),
        "find bucket": bool(places.buckets),
        "find lake": bool(places.stores),
    }
    wanted |= {use for use, needed in found.items() if needed and not named[use]}
    if "live" in wanted:
        wanted.add("log-group")
    if places.roles:
        wanted.add("role")
    order = [use for source in SOURCES for use in (source, f"find {source}")]
    order += [*COMMANDS, "role"]
    return tuple(use for use in order if use in wanted)


def statements(wanted: Iterable[str], places: ResourceArns) -> list[Statement]:
    """Give the statements for ``wanted``; an action that an earlier one allows is left out."""
    made: list[Statement] = []
    allowed: set[tuple[str, tuple[str, ...]]] = set()
    for use in wanted:
        grouped: dict[tuple[str, ...], list[str]] = {}
        for permission in of(use):
            arns = places.arns(permission.on)
            if (permission.action, arns) not in allowed:
                allowed.add((permission.action, arns))
                grouped.setdefault(arns, []).append(permission.action)
        for number, (arns, actions) in enumerate(grouped.items(), 1):
            sid = _SIDS[use] + (str(number) if number > 1 else "")
            made.append(
                {"Sid": sid, "Effect": "Allow", "Action": _one(actions), "Resource": _one(arns)}
            )
    return made


def document(made: Iterable[Statement]) -> dict[str, Any]:
    """Give a policy document."""
    return {"Version": "2012-10-17", "Statement": list(made)}


def allowing(permissions: Iterable[Permission], places: ResourceArns) -> dict[str, Any]:
    """Give a document that allows just some permissions."""
    grouped: dict[tuple[str, ...], list[str]] = {}
    for one in permissions:
        grouped.setdefault(places.arns(one.on), []).append(one.action)
    return document(
        {"Effect": "Allow", "Action": _one(actions), "Resource": _one(arns)}
        for arns, actions in grouped.items()
    )


def pretty(made: Sequence[Statement]) -> str:
    """Write a policy for people: a statement in a few lines, each list on one where it fits."""
    parts = []
    for one in made:
        head = f'{{"Sid": {json.dumps(one["Sid"])}, "Effect": "Allow",'
        lines = [head, *_field("Action", one["Action"], ","), *_field("Resource", one["Resource"])]
        lines[-1] += "}"
        parts.append("\n   ".join(lines))
    return '{"Version": "2012-10-17", "Statement": [\n  ' + ",\n  ".join(parts) + "]}"


def placeholders(text: str) -> tuple[str, ...]:
    """Give the placeholders that are left in a policy, in their order, each once."""
    return tuple(dict.fromkeys(_PLACEHOLDER.findall(text)))


_WIDTH: Final = 92


def _field(name: str, value: Any, end: str = "") -> list[str]:
    line = f'"{name}": {json.dumps(value)}{end}'
    if len(line) <= _WIDTH or isinstance(value, str):
        return [line]
    indent = " " * (len(name) + 5)
    texts = [json.dumps(one) for one in value]
    head = f'"{name}": [{texts[0]},'
    return [head, *(f"{indent}{text}," for text in texts[1:-1]), f"{indent}{texts[-1]}]{end}"]


def _one(values: Sequence[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)
