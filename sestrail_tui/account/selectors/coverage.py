"""Whether selectors take SES sends, and which they leave out: the one judge of trail and store.

AWS: "Logging Amazon SES API calls with AWS CloudTrail": five calls are data events, each with the
identity it was sent as among its resources; the published samples say ``readOnly: true``.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal

from sestrail_tui.account.selectors.describe import condition, title
from sestrail_tui.account.selectors.event_selectors import OPERATORS, fields_of, passes
from sestrail_tui.account.selectors.send_kinds import (
    FIXED,
    IDENTITY,
    RESOURCES,
    SENDS,
    SES,
    examples,
    kinds,
)
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sestrail_tui.account.selectors.event_selectors import EventSelectors, Selector
    from sestrail_tui.account.selectors.send_kinds import Kind

_MOST_KINDS: Final = 20_000
"""So many kinds of sends are tried; selectors that tell more apart are not vouched for."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What of the SES sends is taken."""

    takes: Literal["all", "some", "none"]
    notes: tuple[str, ...] = ()
    """Which sends are left out: a sentence on each selector that speaks of SES and does not take
    every send, and on the calls that none takes; empty where every send is taken."""


def coverage(selectors: EventSelectors) -> Coverage:
    """Return whether selectors take every SES send, some or none.

    Basic selectors know no SES type, so they take none.
    """
    spoken = [one for one in selectors.advanced if _speaks_of_ses(one)]
    taking = [one for one in spoken if _takes_some(one)]
    whole = [one for one in taking if not _unread(one)]
    if any(_take_all([one]) for one in whole) or _take_all(whole):
        return Coverage("all")
    return Coverage("some" if taking else "none", tuple(_notes(spoken, taking)))


def _speaks_of_ses(selector: Selector) -> bool:
    fields = fields_of(selector)
    return passes(fields.get("eventCategory"), "Data") and any(
        passes(fields.get("resources.type"), kind) for kind in RESOURCES
    )


def _takes_some(selector: Selector) -> bool:
    """Whether some send passes: its conditions do not depend on each other, but for the ARN."""
    fields = fields_of(selector)
    return any(
        all(
            any(passes(field, text) for text in examples(name, kind, (field,)))
            for name, field in fields.items()
        )
        for kind in RESOURCES
    )


def _take_all(selectors: Sequence[Selector]) -> bool:
    """Whether every send passes one of them, even one that uses nothing but its identity."""
    if not selectors:
        return False
    tried = list(islice(kinds(selectors), _MOST_KINDS + 1))
    return len(tried) <= _MOST_KINDS and all(
        any(_takes(one, send) for one in selectors) for send in tried
    )


def _takes(selector: Selector, send: Kind) -> bool:
    return all(passes(field, send[name]) for name, field in fields_of(selector).items())


def _unread(selector: Selector) -> list[str]:
    """Give the fields whose condition is of a kind that is not known here: it may leave out any."""
    return [
        name
        for name, field in fields_of(selector).items()
        if not any(field.get(operator) for operator in OPERATORS)
    ]


def _notes(spoken: Sequence[Selector], taking: Sequence[Selector]) -> Iterator[str]:
    passed = {name for one in taking for name in SENDS
              if passes(fields_of(one).get("eventName"), name)}  # fmt: skip
    for one in spoken:
        if lacks := tuple(_lacks(one)):
            yield f"Selector {title(one)} {' and '.join(lacks)}."
    missing = [name for name in SENDS if name not in passed]
    if passed and missing and len(spoken) > 1:
        yield f"No selector takes {', '.join(missing)}."


def _lacks(selector: Selector) -> Iterable[str]:
    """Say what a selector for SES leaves out."""
    fields = fields_of(selector)
    used = fields.get("resources.type")
    if used is not None and not passes(used, IDENTITY):
        some = [kind for kind in RESOURCES if passes(used, kind)]
        yield f"takes only sends that use a resource of type {' or '.join(some)}"
    if not passes(fields.get("readOnly"), "true"):
        yield "takes write events only, and CloudTrail records sends as readOnly: true"
    if not passes(fields.get("eventSource"), SES):
        yield f"does not take events of {SES}"
    if not passes(fields.get("eventType"), "AwsApiCall"):
        yield "does not take events of type AwsApiCall"
    unread = _unread(selector)
    for name, field in fields.items():
        if name in unread:
            yield f"has a condition on {safe(name)} of a kind that is not known here"
        elif (
            name not in FIXED
            and name not in ("eventName", "resources.type")
            and not all(passes(field, text) for text in examples(name, _kind(fields), (field,)))
        ):
            yield f"takes only sends where {condition(field)}"
    missing = [name for name in SENDS if not passes(fields.get("eventName"), name)]
    if missing:
        yield f"leaves out {', '.join(missing)}"


def _kind(fields: dict[str, Selector]) -> str:
    """Return the resource type that a selector looks at."""
    return next(kind for kind in RESOURCES if passes(fields.get("resources.type"), kind))
