"""The columns of an event data store (AWS: "Supported SQL schema for event data stores")."""

from __future__ import annotations

from typing import Final

TEXT_COLUMNS: Final = frozenset({
    "eventversion", "eventsource", "eventname", "awsregion", "sourceipaddress", "useragent",
    "errorcode", "errormessage", "requestid", "eventid", "eventtype", "recipientaccountid",
    "sharedeventid", "vpcendpointid", "eventcategory", "sessioncredentialfromconsole", "eventjson",
    "useridentity.type", "useridentity.principalid", "useridentity.arn", "useridentity.accountid",
    "useridentity.accesskeyid", "useridentity.username", "useridentity.invokedby",
})  # fmt: skip
BOOLEAN_COLUMNS: Final = frozenset({"readonly", "managementevent"})
TIME: Final = "eventtime"
COLUMNS: Final = TEXT_COLUMNS | BOOLEAN_COLUMNS | {TIME}
"""Column names in small letters."""
SCHEMA: Final = {
    **dict.fromkeys(TEXT_COLUMNS, "varchar"),
    **dict.fromkeys(BOOLEAN_COLUMNS, "boolean"),
    TIME: "timestamp",
}
