"""What a filter asks of a CloudTrail Lake event data store.

Only ``eventJson``, the record that is read anyway, and three plain columns are relied on: AWS does
not say how Lake writes what is nested in its maps, nor how it writes NULL. AWS: "Supported SQL
schema for event data stores" and "CloudTrail Lake SQL constraints", CloudTrail user guide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.filters.pushdown.sql.condition import FieldPlace, TableDialect, condition

if TYPE_CHECKING:
    from sestrail_tui.filters.syntax.tree import Node

_RECORD: Final = "eventJson"
_IN_THE_RECORD: Final = (
    "config", "principal", "from", "call", "tls", "ip", "host", "client", "agent", "template",
    "tag", "region", "account", "message", "id", "request", "shared",
)  # fmt: skip
"""Fields whose every word stands in the record's text; of any other field nothing is asked."""
_MOST: Final = 9_500
"""Characters; a statement may have 10,000 (AWS: StartQuery API reference)."""


def _has(key: str) -> str:
    return f"{_RECORD} LIKE '%\"{key}\"%'"


_LAKE: Final = TableDialect(
    places=dict.fromkeys(_IN_THE_RECORD, FieldPlace((_RECORD,))),
    whole=_RECORD,
    present={
        "error": f"{_has('errorCode')} OR {_has('errorMessage')}",
        "console": _has("sessionCredentialFromConsole"),
        "mfa": _has("mfaAuthenticated"),
        "send": "eventName LIKE 'Send%'",
    },
    columns={"call": "eventName", "ip": "sourceIPAddress", "region": "awsRegion"},
    others=("eventType = 'AwsAggregatedEvent'", f"{_RECORD} LIKE '%\"class_uid\"%'"),
)


def lake_condition(node: Node) -> str:
    """Give the condition for the records that ``node`` may keep; ``""`` for all."""
    return condition(node, _LAKE, _MOST)
