"""SES sends added to what a trail selects, and taken out again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.account.selectors.convert import OWN, to_advanced, to_basic
from sestrail_tui.account.selectors.coverage import coverage
from sestrail_tui.account.selectors.event_selectors import MAX_VALUES, OPERATORS, EventSelectors
from sestrail_tui.account.selectors.send_kinds import IDENTITY
from sestrail_tui.core.errors import CannotKeep
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from sestrail_tui.account.selectors.event_selectors import Selector

SENDS_SELECTOR: Final[Selector] = {
    "Name": f"{OWN}SES sends",
    "FieldSelectors": [
        {"Field": "eventCategory", "Equals": ["Data"]},
        {"Field": "resources.type", "Equals": [IDENTITY]},
    ],
}
"""Every send has an identity, so this one takes them all (AWS: an event that several selectors
match is logged once)."""
_DEFAULT: Final[Selector] = {"ReadWriteType": "All", "IncludeManagementEvents": True}


def with_sends(now: EventSelectors) -> EventSelectors:
    """Return selectors that take what they take now, and every SES send.

    The same ones where they do already. Raises `CannotKeep`.
    """
    if coverage(now).takes == "all":
        return now
    _check_known(now)
    kept = now.advanced or to_advanced(now.basic or (_DEFAULT,))
    # a selector of ours that somebody narrowed would otherwise stand there twice
    others = tuple(one for one in kept if not is_of_sends(one))
    after = EventSelectors(advanced=(*others, SENDS_SELECTOR))
    if after.values > MAX_VALUES:
        raise CannotKeep(
            f"With SES sends the trail's selectors would hold {after.values} values, and AWS "
            f"allows {MAX_VALUES}: nothing was changed. Take values out of the trail's selectors, "
            "or name another trail with --trail."
        )
    return after


def without_sends(now: EventSelectors) -> EventSelectors | None:
    """Take out what `with_sends` put in; basic selectors that it converted become basic again.

    Gives ``now`` itself where nothing of ours is in it, and ``None`` where nothing would be left.
    """
    left = tuple(one for one in now.advanced if not is_of_sends(one))
    if len(left) == len(now.advanced):
        return now
    if not left:
        return None
    basic = to_basic(left)
    return EventSelectors(basic=basic) if basic else EventSelectors(advanced=left)


def is_of_sends(selector: Selector) -> bool:
    """Whether it is the selector that `with_sends` adds, known by its name."""
    return bool(selector.get("Name") == SENDS_SELECTOR["Name"])


def _check_known(now: EventSelectors) -> None:
    """Raise `CannotKeep` for a condition whose operator was lost on the way from AWS to here.

    botocore leaves out what its model does not know; written back, the selector would take more.
    """
    for selector in now.advanced:
        for field in selector.get("FieldSelectors", ()):
            if not any(field.get(operator) for operator in OPERATORS):
                raise CannotKeep(
                    f"The trail has a condition on {safe(str(field.get('Field', '')))} of a kind "
                    "that is not known here and could not be kept: nothing was changed. Update "
                    "sestrail, or name another trail with --trail."
                )
