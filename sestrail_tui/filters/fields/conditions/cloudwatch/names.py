"""Configuration sets and principals as conditions: names that people chose, so case is a matter.

Both are ASCII by AWS's own rules (AWS: SES ``CreateConfigurationSet``; IAM "names and
identifiers"), so ASCII letters in either case are all that a name without regard to case can be.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sestrail_tui.filters.fields.conditions.cloudwatch.syntax import absent, any_of, caseless, exact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.filters.fields.pattern import Pattern

_CONFIG: Final = "$.requestParameters.configurationSetName"
_CONFIG_ARN: Final = "$.resources[*].ARN"
_CHANGED_CONFIG: Final = (
    '($.requestParameters.configurationSet = "*")'
    ' || ($.requestParameters.configurationSet.name = "*")'
)
"""Where changes have it; few, so all of them may come."""
_ARN: Final = "$.userIdentity.arn"
_TYPE: Final = "$.userIdentity.type"
_WORDS_OF_OURS: Final = "identity center"
"""What a principal's name may have that its ARN has not: ``role (Identity Center)/session``."""


def config_or_none(pattern: Pattern) -> str | None:
    """Ask for any configuration set or for none; ``None`` where it is asked by name."""
    if pattern.is_none:
        return f"{absent(_CONFIG)} || ($.requestParameters IS NULL) || ({_CONFIG} = %^$%)"
    if pattern.is_any:
        return (
            f'({_CONFIG} = "*") || ({_CONFIG_ARN} = "*:configuration-set/*") || {_CHANGED_CONFIG}'
        )
    return None


def config_sets(patterns: Sequence[Pattern]) -> str | None:
    """Ask for sets by name, in the request or among the resources."""
    names = []
    for pattern in patterns:
        if (
            pattern.is_none
            or exact(pattern, r"\w-") is None
            or not "".join(pattern.parts).isascii()
        ):
            return None
        names.append(".*".join(map(caseless, pattern.parts)))
    whole = "|".join(f"^{name}$" for name in names)
    ending = "|".join(f":configuration-set/{name}$" for name in names)
    return f"({_CONFIG} = %{whole}%) || ({_CONFIG_ARN} = %{ending}%) || {_CHANGED_CONFIG}"


def principals(patterns: Sequence[Pattern]) -> str | None:
    """Ask for roles and users, whose ARN has the name; any other caller may come."""
    parts = []
    for pattern in patterns:
        fit = [part for part in pattern.parts if re.fullmatch(r"[A-Za-z0-9_+=,.@/-]+", part)]
        in_arn = [part for part in fit if part.lower() not in _WORDS_OF_OURS]
        if not in_arn:
            return None
        parts.append(max(in_arn, key=len))
    others = f'({_TYPE} != "AssumedRole") && ({_TYPE} != "IAMUser")'
    named = f"{_ARN} = %{'|'.join(map(caseless, parts))}%"
    return any_of(named, others, absent(_TYPE), absent(_ARN))
