"""The least IAM policy for what is asked for, made from the table of permissions. Pure."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.account.iam.permissions import of
from sestrail_tui.account.iam.resource_arns import ACCOUNT, REGION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sestrail_tui.account.iam.permissions import Permission
    from sestrail_tui.account.iam.resource_arns import ResourceArns

Statement = dict[str, Any]


def statements(
    uses: Iterable[str],
    permissions: Sequence[Permission],
    sids: Mapping[str, str],
    resources: ResourceArns,
) -> list[Statement]:
    """Return the statements for ``uses``; an action that an earlier one allows is left out."""
    made: list[Statement] = []
    allowed: set[tuple[str, tuple[str, ...]]] = set()
    for use in uses:
        grouped: dict[tuple[str, ...], list[str]] = {}
        for permission in of(use, permissions):
            arns = resources.arns(permission.on)
            if (permission.action, arns) not in allowed:
                allowed.add((permission.action, arns))
                grouped.setdefault(arns, []).append(permission.action)
        for number, (arns, actions) in enumerate(grouped.items(), 1):
            sid = sids[use] + (str(number) if number > 1 else "")
            made.append(
                {
                    "Sid": sid,
                    "Effect": "Allow",
                    "Action": _single(actions),
                    "Resource": _single(arns),
                }
            )
    return made


def document(made: Iterable[Statement]) -> dict[str, Any]:
    """Return a policy document."""
    return {"Version": "2012-10-17", "Statement": list(made)}


def allowing(permissions: Iterable[Permission], resources: ResourceArns) -> dict[str, Any]:
    """Return a document that allows just some permissions."""
    grouped: dict[tuple[str, ...], list[str]] = {}
    for permission in permissions:
        grouped.setdefault(resources.arns(permission.on), []).append(permission.action)
    return document(
        {"Effect": "Allow", "Action": _single(actions), "Resource": _single(arns)}
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


def placeholders(text: str, permissions: Iterable[Permission]) -> tuple[str, ...]:
    """Return the placeholders that are left in a policy, in their order, each once."""
    templates = " ".join(one for permission in permissions for one in permission.on.placeholders)
    words = {*_CAPITALS.findall(templates), REGION, ACCOUNT}
    return tuple(dict.fromkeys(word for word in _CAPITALS.findall(text) if word in words))


_CAPITALS: Final = re.compile(r"\b[A-Z][A-Z-]*[A-Z]\b")
_WIDTH: Final = 92


def _field(name: str, value: Any, end: str = "") -> list[str]:
    line = f'"{name}": {json.dumps(value)}{end}'
    if len(line) <= _WIDTH or isinstance(value, str):
        return [line]
    indent = " " * (len(name) + 5)
    texts = [json.dumps(one) for one in value]
    head = f'"{name}": [{texts[0]},'
    return [head, *(f"{indent}{text}," for text in texts[1:-1]), f"{indent}{texts[-1]}]{end}"]


def _single(values: Sequence[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)
