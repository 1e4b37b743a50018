"""Messages of a log group that speak of SES in a shape that no pattern of records can ask for.

A JSON pattern matches no message that is cut off, wrapped in text, or laid out in a way of its own
(AWS: "Filter pattern syntax", CloudWatch Logs user guide). So a second, slow reading asks for the
text alone, and leaves out what the first one asks for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from sestrail_tui.core.record import Record
from sestrail_tui.filters.match import compile_node
from sestrail_tui.filters.pushdown.filter_pattern import SES_PATTERN, filter_pattern
from sestrail_tui.follow.sweeps.pages import EventPage

if TYPE_CHECKING:
    from sestrail_tui.filters.syntax.tree import Node
    from sestrail_tui.follow.sweeps.pages import ReadPage

ODD_PATTERN: Final = r"%ses\.amazonaws\.com%"
EVERY_S: Final = 60.0
NEVER: Final = "Well-formed records: those come by the log group's other reading, at once."

UNREAD: Final = "messages about SES that are no record were not looked for to the end."


class _Service(msgspec.Struct):
    name: str | None = None


class _Api(msgspec.Struct):
    service: _Service | None = None


class _Shape(msgspec.Struct):
    """What tells a record of CloudTrail, or of CloudTrail in OCSF, from other JSON."""

    event_source: str | None = msgspec.field(name="eventSource", default=None)
    api: _Api | None = None


_read = msgspec.json.Decoder(_Shape).decode


class UnparsedMessages:
    """`ReadPage` that leaves of each page of ``read`` only the odd messages."""

    def __init__(self, read: ReadPage) -> None:
        self._read = read

    async def __call__(self, start_ms: int, end_ms: int | None, token: str | None) -> EventPage:
        """Return one page; raises what ``read`` raises."""
        page = await self._read(start_ms, end_ms, token)
        return EventPage([event for event in page.events if is_odd(event.message)], page.next_token)


def is_odd(message: str) -> bool:
    """Tell whether a message names no service where records name theirs."""
    try:
        shape = _read(message)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return True
    service = shape.api.service if shape.api is not None else None
    return shape.event_source is None and (service is None or service.name is None)


def wanted(node: Node | None) -> bool:
    """Tell whether a filter may keep an odd message, of which nothing is known."""
    if node is None or filter_pattern(node) == SES_PATTERN:
        return True
    return compile_node(node)(Record(raw=b""))
