"""Whether a trail's selectors take SES sends, and what those that nearly do leave out.

AWS: "Logging Amazon SES API calls with AWS CloudTrail": five calls are data events, each with the
identity it was sent as among its resources; the published samples say ``readOnly: true``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from sestrail_tui.aws.selectors.event_selectors import fields_of, passes
from sestrail_tui.aws.selectors.in_words import condition, title

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sestrail_tui.aws.selectors.event_selectors import EventSelectors, Selector

SENDS: Final = (
    "SendEmail", "SendRawEmail", "SendTemplatedEmail", "SendBulkTemplatedEmail", "SendBulkEmail",
)  # fmt: skip
IDENTITY: Final = "AWS::SES::EmailIdentity"
SES: Final = "ses.amazonaws.com"
_OF_SES: Final = "AWS::SES::"
_SETTLED: Final = frozenset(
    {"eventCategory", "resources.type", "readOnly", "eventSource", "eventType", "eventName"}
)
_SES_ARNS: Final = ("arn:aws:ses:", "arn:aws-cn:ses:", "arn:aws-us-gov:ses:", "arn:aws-eusc:ses:")


@dataclass(frozen=True, slots=True)
class Coverage:
    """What of the SES sends is taken."""

    takes: Literal["all", "some", "none"]
    notes: tuple[str, ...] = ()
    """A sentence on each selector that speaks of SES and does not take every send."""


def coverage(selectors: EventSelectors) -> Coverage:
    """Tell whether selectors take every SES send, some or none.

    Basic selectors know no SES type, so they take none.
    """
    calls: set[str] = set()
    some = False
    notes: list[str] = []
    for one in selectors.advanced:
        if not _speaks_of_ses(one):
            continue
        lacks = tuple(_lacks(one))
        passed = {name for name in SENDS if passes(fields_of(one).get("eventName"), name)}
        if not lacks:
            calls |= passed
        some = some or (bool(passed) and not _takes_none(one))
        lacks += _missing_calls(passed)
        if lacks:
            notes.append(f"Selector {title(one)} {' and '.join(lacks)}.")
    if calls >= set(SENDS):
        return Coverage("all", tuple(notes))
    return Coverage("some" if some else "none", tuple(notes))


def _speaks_of_ses(selector: Selector) -> bool:
    fields = fields_of(selector)
    types = fields.get("resources.type", {}).get("Equals") or ()
    return "Data" in (fields.get("eventCategory", {}).get("Equals") or ()) and any(
        kind.startswith(_OF_SES) for kind in types
    )


def _lacks(selector: Selector) -> Iterable[str]:
    """Say why a selector for SES takes less than all sends of the calls that it names."""
    fields = fields_of(selector)
    kinds = fields["resources.type"].get("Equals") or ()
    if IDENTITY not in kinds:
        yield f"takes only sends that use a resource of type {' or '.join(kinds)}"
    if not passes(fields.get("readOnly"), "true"):
        yield "takes write events only, and CloudTrail records sends as readOnly: true"
    if not passes(fields.get("eventSource"), SES):
        yield f"does not take events of {SES}"
    if not passes(fields.get("eventType"), "AwsApiCall"):
        yield "does not take events of type AwsApiCall"
    for name, field in fields.items():
        if name in _SETTLED or (name == "resources.ARN" and _any_ses_arn(field)):
            continue
        yield f"takes only sends where {condition(field)}"


def _takes_none(selector: Selector) -> bool:
    fields = fields_of(selector)
    return not (
        passes(fields.get("readOnly"), "true")
        and passes(fields.get("eventSource"), SES)
        and passes(fields.get("eventType"), "AwsApiCall")
    )


def _any_ses_arn(field: Selector) -> bool:
    """Whether the condition holds for every ARN of SES in some partition."""
    limits = [name for name in field if name not in ("Field", "StartsWith") and field[name]]
    return not limits and any(
        arn.startswith(prefix) for arn in _SES_ARNS for prefix in field.get("StartsWith") or ()
    )


def _missing_calls(passed: set[str]) -> tuple[str, ...]:
    missing = [name for name in SENDS if name not in passed]
    return (f"leaves out {', '.join(missing)}",) if missing else ()
