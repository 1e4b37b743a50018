"""The kinds of SES sends that selectors can tell apart: an example of each. Pure.

A condition compares a whole text, its beginning or its end. So of all texts that a field can hold
only those differ that begin, end or are as some condition says: one example of each is enough to
tell what selectors take.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Final

from sestrail_tui.account.selectors.event_selectors import fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sestrail_tui.account.selectors.event_selectors import Selector

SENDS: Final = (
    "SendEmail", "SendRawEmail", "SendTemplatedEmail", "SendBulkTemplatedEmail", "SendBulkEmail",
)  # fmt: skip
IDENTITY: Final = "AWS::SES::EmailIdentity"
RESOURCES: Final = {
    IDENTITY: "identity/",
    "AWS::SES::ConfigurationSet": "configuration-set/",
    "AWS::SES::Template": "template/",
}
"""The resource types of SES sends, and how the last part of their ARNs begins (AWS: Service
Authorization Reference, Amazon SES v2, "Resource types")."""
SES: Final = "ses.amazonaws.com"
FIXED: Final = {
    "eventCategory": "Data",
    "eventSource": SES,
    "eventType": "AwsApiCall",
    "readOnly": "true",
}
"""What every send has in common (AWS: two samples, "Logging Amazon SES API calls with
AWS CloudTrail"; that the other calls are read-only too is an inference)."""
_FROM_CONSOLE: Final = ("true", "")
_OTHER: Final = "\0"
"""Stands for everything that no condition names."""
_PARTITION: Final = re.compile(r"arn:(aws[a-z-]*):")

Kind = dict[str, str]
"""A send, as selectors see it: each field that they look at, ``""`` where it has none."""


def examples(field: str, kind: str, conditions: Sequence[Selector]) -> tuple[str, ...]:
    """Return a text of each sort that ``field`` can hold and the conditions on it tell apart.

    ``kind`` is the type of the resource whose ARN ``resources.ARN`` is.
    """
    if field in FIXED:
        return (FIXED[field],)
    if field == "eventName":
        return SENDS
    if field == "resources.type":
        return (kind,)
    if field == "sessionCredentialFromConsole":
        return _FROM_CONSOLE
    heads = {"", *_values(conditions, "StartsWith")}
    tails = {"", *_values(conditions, "EndsWith")}
    wholes = set(_values(conditions, "Equals"))
    if field == "resources.ARN":
        return tuple(sorted(set(_arns(heads, tails, wholes, RESOURCES[kind]))))
    ends = {f"{head}{_OTHER}{tail}" for head, tail in product(heads, tails)}
    return tuple(sorted({"", *ends, *wholes}))


def kinds(selectors: Sequence[Selector], kind: str = IDENTITY) -> Iterator[Kind]:
    """Give a send of each kind that the selectors can tell apart, with one resource of ``kind``."""
    fields: dict[str, list[Selector]] = {"eventName": []}
    for one in selectors:
        for name, field in fields_of(one).items():
            fields.setdefault(name, []).append(field)
    held = [examples(name, kind, conditions) for name, conditions in fields.items()]
    for values in product(*held):
        yield dict(zip(fields, values, strict=True))


def _values(conditions: Sequence[Selector], operator: str) -> Iterator[str]:
    for one in conditions:
        yield from map(str, one.get(operator) or ())
        yield from map(str, one.get(f"Not{operator}") or ())


def _arns(heads: set[str], tails: set[str], wholes: set[str], last: str) -> Iterator[str]:
    """Return the ARNs of SES that begin and end as is asked for, in the partition that is meant."""
    matches = (_PARTITION.match(text) for text in sorted(heads | wholes))
    partition = next((found[1] for found in matches if found), "aws")
    plain = f"arn:{partition}:ses:{_OTHER}:{_OTHER}:{last}{_OTHER}"
    shape = re.compile(rf"arn:{partition}:ses:[^:]*:[^:]*:{last}.+", re.DOTALL)
    yield from (text for text in wholes if shape.fullmatch(text))
    places = range(len(plain) + 1)
    begun = {head: [at for at in places if shape.fullmatch(head + plain[at:])] for head in heads}
    ended = {tail: [at for at in places if shape.fullmatch(plain[:at] + tail)] for tail in tails}
    for head, tail in product(heads, tails):
        joined = {head + plain[start:end] + tail
                  for start in begun[head] for end in ended[tail] if start <= end}  # fmt: skip
        # where the end begins within the beginning
        joined |= {head[:cut] + tail for cut in range(len(head)) if tail.startswith(head[cut:])}
        yield from filter(shape.fullmatch, joined)
