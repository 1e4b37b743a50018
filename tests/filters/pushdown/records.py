"""Records that carry every field, and filters about them, for the laws of pushing down.

Fields come from the registry: a field that is added there is tried over every place at once.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.core.record import UNKNOWN
from sestrail_tui.filters.fields.choices import Choice
from sestrail_tui.filters.fields.pattern import ANY, NONE, Pattern
from sestrail_tui.filters.fields.registry import FIELDS
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import Node, Not, Term, any_one, every_one

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.core.record import Record

Json = dict[str, Any]

NAMES = ["SendEmail", "SendRawEmail", "SendBulkEmail", "SendCustomVerificationEmail", "PutAccount"]
SETS = ["hoge-config", "Hoge_2", "a", "billing"]
ROLES = ["mailer", "AWSReservedSSO_Admin_0123456789abcdef", "Center", "hoge"]
SESSIONS = ["job-7", "hoge", "me@example.com"]
IPS = [
    *("203.0.113.9", "10.1.2.3", "2001:db8::1", "lambda.amazonaws.com", "AWS Internal/1"),
    *("::ffff:203.0.113.9", "2001:0DB8:0:0:0:0:0:1", "0:0:0:0:0:FFFF:10.1.2.3"),
]
IDS = ["0100019a-aa", "0100019a-bb", "eb834e01-f168-435f-92c0-c36278378b6e"]
REGIONS = ["us-east-1", "ap-northeast-1"]
SOURCE = "CloudTrail/logs"
ACCOUNTS = ["123456789012", "111122223333"]
ERRORS = ["MessageRejected", "ThrottlingException", "Client.AccessDenied"]
TLS = ["TLSv1.2", "TLSv1.3"]
HOSTS = ["email.us-east-1.amazonaws.com", "vpce-1.email.example.com"]
TIMES = ["2025-10-09T08:53:20Z", "2026-04-11T20:00:00Z", "2026-04-11T23:59:59Z"]
TEMPLATES = ["Welcome", "welcome-2"]
ENCODED = "=?UTF-8?Q?J=C3=BCrgen_Shop?= <jm@example.com>"
AGENTS = ["Boto3/1.43.117 Botocore/1.43.117", "aws-cli/2.23.4 md/awscrt"]


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Also null, and sometimes left out (see `tidy`)."""
    return strategy | st.none() | st.just(...)


def one(values: list[str]) -> st.SearchStrategy[Any]:
    return maybe(st.sampled_from(values))


def tidy(value: Any) -> Any:
    """Leave out what is to be absent."""
    if isinstance(value, dict):
        return {key: tidy(inner) for key, inner in value.items() if inner is not ...}
    return (
        [tidy(inner) for inner in value if inner is not ...] if isinstance(value, list) else value
    )


@st.composite
def identities(draw: st.DrawFn) -> Json:
    account = draw(st.sampled_from(ACCOUNTS))
    role, session = draw(st.sampled_from(ROLES)), draw(st.sampled_from(SESSIONS))
    said = {
        "accountId": account,
        "sessionContext": {"attributes": {"mfaAuthenticated": draw(one(["true", "false"]))}},
    }
    kinds: dict[str, Json] = {
        "AssumedRole": {"arn": f"arn:aws:sts::{account}:assumed-role/{role}/{session}"},
        "IAMUser": {"arn": f"arn:aws:iam::{account}:user/x/{session}", "userName": session},
        "Root": {"arn": f"arn:aws:iam::{account}:root", "userName": session},
        "AWSService": {"invokedBy": "lambda.amazonaws.com"},
        "AWSAccount": {"principalId": "AIDAX"},
        "FederatedUser": {"arn": f"arn:aws:sts::{account}:federated-user/{session}"},
        "IdentityCenterUser": {"onBehalfOf": {"userId": "hoge"}},
        "": {"principalId": f"AROAX:{session}"},
    }
    kind = draw(st.sampled_from(list(kinds)))
    return {**said, "type": kind or draw(st.sampled_from([None, ...])), **kinds[kind]}


def parameters() -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries(
        {
            "configurationSetName": one(SETS),
            "configurationSet": maybe(
                st.sampled_from(SETS) | st.sampled_from(SETS).map(lambda name: {"name": name})
            ),
            "source": one(["a@example.com"]),
            "fromEmailAddress": one(["Hoge <b@example.com>", ENCODED]),
            "bulkEmailEntries": maybe(
                st.just([{"replacementTags": [{"name": "run", "value": "bulk-1"}]}])
            ),
            "omitted": st.sampled_from([..., ..., ..., ..., True, "true"]),
            "emailTags": maybe(st.just([{"name": "campaign", "value": "spring"}])),
            "templateName": one(TEMPLATES),
        }
    )


def resources() -> st.SearchStrategy[list[Json]]:
    kind = st.sampled_from(["configuration-set", "identity"])
    arn = st.builds(
        lambda kind, name: {"ARN": f"arn:aws:ses:us-east-1:1:{kind}/{name}"},
        kind,
        st.sampled_from(SETS),
    )
    return st.lists(arn, max_size=2)


def cloudtrail_records() -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries(
        {
            "eventSource": st.just("ses.amazonaws.com"),
            "eventName": one(NAMES),
            "eventID": one(IDS),
            "requestID": one(IDS),
            "sharedEventID": one(IDS),
            "eventTime": one(TIMES),
            "awsRegion": one(REGIONS),
            "userAgent": one(AGENTS),
            "sourceIPAddress": one(IPS),
            "errorCode": one(ERRORS),
            "errorMessage": one(["no", "Hoge"]),
            "recipientAccountId": one(ACCOUNTS),
            "managementEvent": one([True, False]),  # type: ignore[list-item]
            "eventCategory": one(["Data", "Management"]),
            "sessionCredentialFromConsole": one(["true", "false", True]),  # type: ignore[list-item]
            "tlsDetails": maybe(
                st.fixed_dictionaries(
                    {"tlsVersion": one(TLS), "clientProvidedHostHeader": one(HOSTS)}
                )
            ),
            "userIdentity": maybe(identities()),
            "requestParameters": maybe(parameters()),
            "resources": maybe(resources()),
            "additionalEventData": maybe(
                st.fixed_dictionaries(
                    {"sesMessageId": one(IDS) | st.lists(st.sampled_from(IDS), max_size=2)}
                )
            ),
        }
    ).map(tidy)


def aggregates() -> st.SearchStrategy[Json]:
    counts = st.lists(
        st.builds(lambda name: {"name": name, "value": 3}, st.sampled_from(NAMES)), max_size=2
    )
    return st.builds(
        lambda region, account, found: {
            "eventSource": "ses.amazonaws.com",
            "eventType": "AwsAggregatedEvent",
            "eventId": IDS[2],
            "awsRegion": region,
            "accountId": account,
            "summary": {"primaryDimension": {"dimension": "eventName", "statistics": found}},
        },
        one(REGIONS),
        st.sampled_from(ACCOUNTS),
        counts,
    ).map(tidy)


def ocsf_records() -> st.SearchStrategy[Json]:
    return st.builds(
        lambda name, region, ip: {
            "class_uid": 6003,
            "api": {"operation": name, "service": {"name": "ses.amazonaws.com"}},
            "cloud": {"region": region, "account": {"uid": ACCOUNTS[0]}},
            "src_endpoint": {"ip": ip},
            "status": "Failure",
        },
        st.sampled_from(NAMES),
        st.sampled_from(REGIONS),
        st.sampled_from(IPS),
    )


SPELLINGS: Final[dict[str, list[str]]] = {
    "principal": [
        *("Admin (Identity Center)/job-7", "hoge", "me@example.com", "root", "hoge (federated)"),
        *("lambda.amazonaws.com", "account 123456789012"),
    ],
    "call": ["SendEmail v1", "SendEmail v2", "v1", "5-minute sum"],
    "error": ["Throttling", "Error"],
    "console": ["true", "n"],
    "mfa": ["y", "false"],
    "tls": ["1.2"],
    "ip": ["203.0.113.0/24", "10.0.0.0/7", "10.1.2.3/32", "2001:db8::/32", "10.1.0.0/20"],
    "message": [f"{IDS[0]} {IDS[1]}"],
    "from": ["a@example.com", "b@example.com"],
    "client": ["Chrome 135", "boto3"],
    "tag": ["campaign", "campaign=spring"],
    "time": [
        "2025-10-09",
        "2025-10-09T08:53:20Z..",
        "..2025-10-09T08:53:20Z",
        "2025-10-09T08:00Z..2025-10-09T09:00Z",
        "08:00Z..09:00Z",
        "23:00Z..01:00Z",
        "2026-04-11T20:00Z",
    ],
}
"""By field: other ways to write what a record says, and values of other records."""


def values_of(name: str) -> list[str]:
    """Return values of a field: its choices, what the records below say, and other spellings.

    A field that none of the records has is tried with a value all the same.
    """
    field = FIELDS[name]
    choices = field.choices if isinstance(field, Choice) else ()
    said = (getattr(decoded(record), field.column) for record in variations())
    texts = (text for one in said for text in _texts(one))
    return list(dict.fromkeys((*choices, *texts, *SPELLINGS.get(name, ())))) or ["other"]


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    return value if isinstance(value, tuple) else ()


def may_be_asked(name: str, pattern: Pattern) -> bool:
    """Return whether the filter language takes the pattern for the field."""
    try:
        FIELDS[name].compile(pattern)
    except ValueError:
        return False
    return True


def quoted(value: str) -> str:
    """Write a value in quotes, as a person may."""
    return '"' + re.sub(r'(["\\*])', r"\\\1", value) + '"'


def terms_about(record: Record) -> st.SearchStrategy[Node]:
    """Terms that hold for the record, mostly; else the pushing down has nothing to lose."""

    @st.composite
    def terms(draw: st.DrawFn) -> Node:
        field = draw(st.sampled_from(list(FIELDS)))
        own = _texts(getattr(record, FIELDS[field].column))
        is_own = bool(own) and draw(st.integers(0, 3)) > 0
        value = draw(st.sampled_from(list(own) if is_own else VALUES[field]))
        value = draw(st.sampled_from([value, value.upper(), value.lower(), value.swapcase()]))
        literal = Pattern.literal(value)
        if draw(st.integers(0, 7)) == 0 or not may_be_asked(field, literal):
            any_field = [pattern for pattern in ABOUT_ANY_FIELD if may_be_asked(field, pattern)]
            return Term(field, draw(st.sampled_from(any_field)))
        if draw(st.integers(0, 3)) == 0:
            return parse(f"{field}:{quoted(value)}")
        places = st.integers(0, len(value))
        first, last = sorted((draw(places), draw(places)))
        parts = [[value[:first], value[last:]], [value[:last], ""], ["", value[first:]]]
        pattern = Pattern.of(draw(st.sampled_from([*parts, ["", value[first:last], ""]])))
        wild = not isinstance(FIELDS[field], Choice) and "/" not in value and draw(st.booleans())
        return Term(field, pattern if wild and may_be_asked(field, pattern) else literal)

    return terms()


def joined(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    some = st.lists(inner, min_size=1, max_size=3)
    return st.builds(every_one, some) | st.builds(any_one, some) | st.builds(Not, inner)


sends = cloudtrail_records()
any_record = sends | aggregates() | ocsf_records()


def decoded(record: Json) -> Record:
    return decode(json.dumps(record).encode(), source=SOURCE)


ARN = "arn:aws:ses:us-east-1:123456789012:configuration-set/"
IDENTITY: Json = {
    "type": "AssumedRole",
    "accountId": "123456789012",
    "arn": "arn:aws:sts::123456789012:assumed-role/mailer/job-7",
}
SEND: Json = {
    "eventSource": "ses.amazonaws.com",
    "eventName": "SendEmail",
    "awsRegion": "us-east-1",
    "sourceIPAddress": "203.0.113.9",
    "recipientAccountId": "123456789012",
    "eventID": "eb834e01-f168-435f-92c0-c36278378b6e",
    "requestParameters": {"configurationSetName": "hoge-config", "source": "a@example.com"},
    "userIdentity": IDENTITY,
    "tlsDetails": {"tlsVersion": "TLSv1.3"},
    "eventTime": TIMES[0],
}
PLACES: dict[str, list[Any]] = {
    "eventName": [*NAMES, None, ...],
    "requestID": [*IDS, ...],
    "sharedEventID": [*IDS, None, ...],
    "eventID": [*IDS, ...],
    "awsRegion": [*REGIONS, None, ...],
    "sourceIPAddress": [*IPS, None, ...],
    "errorCode": [*ERRORS, None],
    "errorMessage": ["no", "Hoge", None],
    "recipientAccountId": [*ACCOUNTS, None, ...],
    "sessionCredentialFromConsole": ["true", "false", True, False, None],
    "tlsDetails": [
        *({"tlsVersion": version} for version in TLS),
        *({"clientProvidedHostHeader": host} for host in HOSTS),
        *({}, None),
    ],
    "eventTime": [*TIMES, None, ...],
    "userAgent": [*AGENTS, None, ...],
    "userIdentity": [
        *(
            {**IDENTITY, "arn": f"arn:aws:sts::123456789012:assumed-role/{role}/{session}"}
            for role in ROLES
            for session in SESSIONS
        ),
        *({**IDENTITY, "type": kind} for kind in ("Root", "Directory", None)),
        {"type": "IAMUser", "arn": "arn:aws:iam::1:user/x/Hoge", "userName": "Hoge"},
        {"type": "IAMUser", "userName": "Hoge"},
        {"type": "Root", "arn": "arn:aws:iam::1:root"},
        {"type": "AWSService", "invokedBy": "lambda.amazonaws.com"},
        {"type": "IdentityCenterUser", "onBehalfOf": {"userId": "hoge"}},
        {"accountId": "111122223333", "invokedBy": "hoge"},
        {**IDENTITY, "sessionContext": {"attributes": {"mfaAuthenticated": "true"}}},
        {**IDENTITY, "sessionContext": {"attributes": {"mfaAuthenticated": True}}},
        None,
        ...,
    ],
    "requestParameters": [
        *({"configurationSetName": name} for name in (*SETS, "", None)),
        {"configurationSet": "Hoge_2"},
        {"configurationSet": {"name": "Hoge_2"}},
        *({"templateName": name, "source": "Hoge <b@example.com>"} for name in TEMPLATES),
        {"emailTags": [{"name": "campaign", "value": "spring"}], "fromEmailAddress": "b@x.org"},
        {"fromEmailAddress": ENCODED},
        {"fromEmailAddress": "=?utf-8?b?U2hvcA==?= <b@example.com>"},
        {"bulkEmailEntries": [{"replacementTags": [{"name": "run", "value": "bulk-1"}]}]},
        {"reason": "requestParameters too large", "omitted": True, "originalSize": 149893},
        None,
        ...,
    ],
    "additionalEventData": [
        *({"sesMessageId": ids} for ids in (*IDS, IDS, [], None)),
        {"omitted": True},
        None,
    ],
}


def variations() -> Iterator[Json]:
    """Yield the send with each place, one at a time, filled in each way, with two kinds of rest."""
    bare = {"eventSource": "ses.amazonaws.com", "resources": [{"ARN": f"{ARN}Hoge_2"}]}
    for place, fillings in PLACES.items():
        for filling in fillings:
            yield tidy({**SEND, place: filling})
            yield tidy({**bare, "userIdentity": IDENTITY, place: filling})


def every_term(record: Record) -> Iterator[Term]:
    """Return terms of every field: about what the record says in it, and of other values."""
    for name, field in FIELDS.items():
        own = (one for text in _texts(getattr(record, field.column)) for one in _about(text))
        for pattern in (*ABOUT_ANY_FIELD, *own, *map(Pattern.literal, VALUES[name])):
            if may_be_asked(name, pattern):
                yield Term(name, pattern)


def _about(text: str) -> Iterator[Pattern]:
    """Return patterns that match a text, or all but a sign of it, whatever its case."""
    for written in (text, text.upper(), text.lower()):
        yield Pattern.literal(written)
        for at in range(len(written)):
            yield Pattern((written[:at], ""))
            yield Pattern(("", written[at:]))
            yield Pattern((written[:at], written[at + 1 :]))
            yield Pattern.of(["", written[at : at + 3], ""])


ABOUT_ANY_FIELD: Final = (ANY, NONE, Pattern.literal(UNKNOWN))
VALUES: Final = {name: values_of(name) for name in FIELDS}
"""By field, for every field there is."""
