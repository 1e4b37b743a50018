"""What a filter asks of somebody's Athena table over CloudTrail's log files.

Only columns of the types of AWS's own table are relied on; a field whose columns are missing or of
another type is not asked for. Bare words never are: no table has all that a record says. AWS:
"Create the table for CloudTrail logs in Athena using partition projection", Athena user guide.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sestrail_tui.filters.pushdown.sql.condition import FieldPlace, TableDialect, condition

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sestrail_tui.filters.syntax.tree import Node

_MOST: Final = 200_000
"""Characters; a query may have 262,144 bytes (AWS: "Service Quotas")."""
_TEXTS: Final = frozenset({"string", "varchar"})
_PLACES: Final[Mapping[str, tuple[str, ...]]] = {
    "config": ("requestparameters", "resources.arn"),
    "from": ("requestparameters", "resources.arn"),
    "template": ("requestparameters", "resources.arn"),
    "tag": ("requestparameters",),
    "call": ("eventname",),
    "tls": ("tlsdetails.tlsversion",),
    "host": ("tlsdetails.clientprovidedhostheader",),
    "ip": ("sourceipaddress",),
    "client": ("useragent",),
    "agent": ("useragent",),
    "region": ("awsregion",),
    "account": ("recipientaccountid", "useridentity.accountid"),
    "message": ("additionaleventdata",),
    "id": ("eventid",),
    "request": ("requestid",),
}
"""By field: the columns that hold its value, after a dot the members that a struct needs."""
_NAMED: Final = "useridentity.type.arn.username.principalid.invokedby.accountid.sessionissuer"
_PLAIN: Final = {"call": "eventname", "ip": "sourceipaddress", "region": "awsregion"}


def athena_condition(node: Node, columns: Mapping[str, str]) -> str:
    """Give the condition for the records that ``node`` may keep; ``""`` for all.

    ``columns`` are the table's: types (Hive's) by name in small letters.
    """
    table = _table(columns)
    return condition(node, table, _MOST) if table.others else ""


def _table(columns: Mapping[str, str]) -> TableDialect:
    texts = {field: [_text(columns, one) for one in names] for field, names in _PLACES.items()}
    places = {
        field: FieldPlace(tuple(found))
        for field, given in texts.items()
        if len(found := [one for one in given if one]) == len(given)
    }
    if named := _text(columns, _NAMED):
        places["principal"] = FieldPlace((named,), _OTHER_CALLERS)
    plain = {field: name for field, name in _PLAIN.items() if columns.get(name) in _TEXTS}
    return TableDialect(
        places, present=_present(columns), columns=plain, others=_aggregated(columns)
    )


def _aggregated(columns: Mapping[str, str]) -> tuple[str, ...]:
    """Give the condition of aggregated events, which have their values in other places."""
    if _text(columns, "eventtype"):
        return ("eventtype = 'AwsAggregatedEvent'",)
    return ("eventname IS NULL",) if _text(columns, "eventname") else ()


_OTHER_CALLERS: Final = (
    "useridentity.type IS NULL OR useridentity.type NOT IN ('AssumedRole', 'IAMUser')"
)
"""Callers whose name may be made of members that the struct does not have."""


def _present(columns: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    if _text(columns, "errorcode") and _text(columns, "errormessage"):
        found["error"] = "errorcode <> '' OR errormessage <> ''"
    if console := _text(columns, "sessioncredentialfromconsole"):
        found["console"] = f"{console} = 'true'"
    if said := _text(columns, "useridentity.mfaauthenticated"):
        found["mfa"] = f"{said} LIKE '%true%'"
    if _text(columns, "eventname"):
        found["send"] = "eventname LIKE 'Send%'"
    return found


def _text(columns: Mapping[str, str], wanted: str) -> str:
    """Give the SQL of a column's text, of a struct or array as JSON; ``""`` if it is none."""
    name, *members = wanted.split(".")
    kind = "".join(columns.get(name, "").lower().split())
    if not members:
        return name if kind in _TEXTS else ""
    declared = set(re.findall(r"[<,](\w+):", kind))
    if not kind.startswith(("struct<", "array<struct<")) or not declared.issuperset(members):
        return ""
    return f"json_format(CAST({name} AS JSON))"
