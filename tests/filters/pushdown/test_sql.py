"""What is asked of SQL engines, judged by the SQL of the embedded AWS."""

from __future__ import annotations

import json
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.core.decoding.user_agent import client_name
from sestrail_tui.filters.fields.pattern import Pattern
from sestrail_tui.filters.fields.registry import FIELDS
from sestrail_tui.filters.fields.wording import CLIENT
from sestrail_tui.filters.match import matches
from sestrail_tui.filters.pushdown.sql.athena import athena_condition
from sestrail_tui.filters.pushdown.sql.lake import lake_condition
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import All, Node, Not, Term, Text, every_one, to_text
from sestrail_tui.local_aws.account.settings import Settings
from sestrail_tui.local_aws.athena.default_table import default_table
from sestrail_tui.local_aws.athena.queries import rows
from sestrail_tui.local_aws.cloudtrail.lake.columns import SCHEMA
from sestrail_tui.local_aws.cloudtrail.lake.stores import Kept, row
from sestrail_tui.local_aws.sql.tokens import Tokens
from sestrail_tui.local_aws.sql.where import condition
from tests.examples import examples
from tests.filters.pushdown.records import (
    SEND,
    SOURCE,
    Json,
    aggregates,
    cloudtrail_records,
    decoded,
    every_term,
    joined,
    ocsf_records,
    terms_about,
    variations,
)
from tests.filters.trees import trees

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sestrail_tui.core.record import Record
    from sestrail_tui.local_aws.sql.values import Row
    from sestrail_tui.local_aws.sql.where import Condition

AGENTS = [
    "aws-cli/2.23.4 md/awscrt exec-env/AWS_Lambda_python3.13",
    "Boto3/1.43.117 Botocore/1.43.117",
    "aws-sdk-nodejs/2.1.0",
    "aws-sdk-react-native/2.1.0",
    "aws-sdk-dotnet-coreclr/3.7",
    "aws-sdk-cpp/1.11",
    "aws-sdk-go-v2/1.30 os/linux",
    "[aws-sdk-java/1.12 Linux Java/1.8]",
    "APN/1.0 HashiCorp/1.0 Terraform/1.9.0",
    "pulumi-aws/6.1",
    "AWSPowerShell.Common/4.1",
    "Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/135.0 Safari/537.36",
    "Mozilla/5.0 (iPhone) FxiOS/127 Safari/605",
    "Mozilla/5.0 (iPhone) CriOS/127 Safari/605",
    "Mozilla/5.0 (X11) Chrome/135.0 Safari/537.36 OPR/9",
    "Mozilla/5.0 (X11) Chrome/135.0 Safari/537.36 Edg/135",
    "Mozilla/5.0 (Mac) Version/17.4 Safari/605",
    "Mozilla/4.0",
    "AWS Internal",
    "lambda.amazonaws.com",
    "S3Console/0.4, aws-internal/3",
    "curl/8.5.0",
    "",
]
ODD = ["Ümlaut", "\u212aelvin", "\u017fet", 'q"uote', "back\\slash", "tab\there", "İ", "a'b", "%_"]


def odd_records() -> st.SearchStrategy[Json]:
    """Records whose texts are no plain ASCII, or that JSON has to escape."""
    texts = st.sampled_from(ODD) | st.text(max_size=6)
    return st.builds(
        lambda record, name, agent, tag: {
            **record,
            "userAgent": agent,
            "requestParameters": {
                "configurationSetName": name,
                "emailTags": [{"name": tag, "value": name}],
                "fromEmailAddress": f"{tag} <{name}@example.com>",
            },
            "userIdentity": {"type": "IAMUser", "arn": f"arn:aws:iam::1:user/{name}"},
        },
        cloudtrail_records(),
        texts,
        texts | st.sampled_from(AGENTS),
        texts,
    )


@cache
def compiled(sql: str) -> Condition:
    tokens = Tokens(sql, SCHEMA)
    found = condition(tokens)
    assert tokens.now.kind == "end", sql
    return found


def lake_finds(node: Node, raw: bytes) -> bool:
    """Return whether Lake gives the record: its columns are NULL where the record has no value."""
    sql = lake_condition(node)
    return not sql or compiled(sql).holds(row(Kept(0, 0, raw.decode()))) is True


def is_lost(finds: Callable[[Node, bytes], bool], node: Node, record: Json, **how: Any) -> bool:
    raw = json.dumps(record, **how).encode("utf-8", "replace")
    return matches(node, decode(raw)) and not finds(node, raw)


@pytest.mark.slow
def test_no_term_loses_a_record() -> None:
    for found, raw, kept in kept_terms():
        sql = lake_condition(kept)
        columns = columns_of_lake(raw)
        assert not sql or compiled(sql).holds(columns) is True, (to_text(kept), found)


@cache
def columns_of_lake(raw: bytes) -> Row:
    return row(Kept(0, 0, raw.decode()))


def kept_terms() -> Iterator[tuple[Record, bytes, Node]]:
    """Return records with every agent, and terms of every field, or their opposites, that match."""
    tried = set()
    for number, record in enumerate(variations()):
        raw = json.dumps({"userAgent": AGENTS[number % len(AGENTS)], **record}).encode()
        found = decode(raw, source=SOURCE)
        for term in islice(every_term(found), number % 9, None, 9):
            tried.add(term.field)
            yield found, raw, term if matches(term, found) else Not(term)
    assert tried == set(FIELDS)


@settings(max_examples=examples(150))
@given(
    st.data(),
    cloudtrail_records() | odd_records() | aggregates() | ocsf_records(),
    st.booleans(),
)
def test_no_filter_loses_a_record(data: st.DataObject, record: Json, escaped: bool) -> None:
    about = decoded(record)
    texts = [about.agent, about.client, about.call, about.principal, about.sender, *about.tags]
    pieces = st.sampled_from([text for text in texts if text] or ["hoge"]).flatmap(
        lambda text: st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(
            lambda at: text[min(at) : max(at)] or text
        )
    )
    bare = st.builds(Text, (pieces | pieces.map(str.upper)).map(Pattern.literal))
    agent = st.builds(Term, st.sampled_from(["agent", "client", "tag", "from"]), pieces.map(within))
    node = data.draw(st.recursive(terms_about(about) | bare | agent, joined, max_leaves=5))
    assert not is_lost(lake_finds, node, record, ensure_ascii=escaped)
    assert not is_lost(lake_finds, Not(node), record, ensure_ascii=escaped)


def within(text: str) -> Pattern:
    return Pattern.of(["", text, ""])


@pytest.mark.parametrize("agent", AGENTS)
def test_the_words_of_a_client_stand_in_its_agent(agent: str) -> None:
    name = client_name(agent)
    for start in range(len(name)):
        for end in range(start + 1, len(name) + 1):
            for word in CLIENT.words(within(name[start:end])):
                assert word in agent.casefold()


@settings(deadline=None)
@given(st.lists(trees, max_size=6).map(every_one))
def test_every_condition_is_one_that_sql_reads(node: Node) -> None:
    """Nothing that a person types ends a text early: all of it is read as one condition."""
    sql = lake_condition(node)
    assert len(sql) < 9_600
    assert sql.isascii()
    if sql:
        compiled(sql)


@pytest.mark.parametrize(
    "typed",
    [
        "x' OR 1 = 1 --",
        "'; SELECT eventJson FROM other; --",
        "''",
        "x' UNION SELECT '",
        "/* ' */",
        "\u02bc OR 1=1",
        "x\x00'",
        "\\'",
    ],
)
@pytest.mark.parametrize("field", ["config", "principal", "tag", "call", "ip", ""])
def test_no_text_of_a_persons_becomes_sql(typed: str, field: str) -> None:
    pattern = Pattern.literal(typed)
    node: Node = Term(field, pattern) if field else Text(pattern)
    raw = json.dumps(SEND).encode()
    for one in (node, Not(node)):
        sql = lake_condition(one)
        if sql:
            compiled(sql)  # one condition, and nothing after it
            assert sql.count("'") % 2 == 0
    assert not lake_finds(node, raw) or not lake_condition(node)


@pytest.mark.parametrize(
    "written",
    [
        "config:other",
        "principal:ci-bot",
        "principal:(deploy|ci-*) config:HOGE-CONFIG",
        "call:SendRawEmail",
        "-call:SendEmail",
        "error:*",
        "error:MessageRejected | call:SendBulkEmail",
        "console:yes",
        "mfa:yes",
        "tls:1.2",
        "ip:10.0.0.0/8",
        "-ip:203.0.113.9",
        "region:ap-*",
        "-(region:us-east-1 | error:*)",
        "account:999999999999",
        "message:0100*",
        "id:0ffa*",
        "template:Welcome*",
        "tag:campaign=spring",
        "client:curl*",
        "hoge-nothing region:us-east-1",
        "from:*日本*",
    ],
)
def test_what_cannot_match_does_not_travel(written: str) -> None:
    raw = json.dumps(SEND).encode()
    assert not matches(parse(written), decode(raw))
    assert not lake_finds(parse(written), raw)


def test_the_empty_filter_and_the_unknown_ask_for_all() -> None:
    assert not lake_condition(All())
    assert not lake_condition(parse("config:(none) source:x kind:change mfa:no"))


def test_what_does_not_fit_is_left_out_and_the_rest_asked() -> None:
    many = "config:(" + "|".join(f"set-{number}" for number in range(400)) + ")"
    assert lake_condition(parse(f"{many} error:*")) == lake_condition(parse("error:*"))
    assert len(lake_condition(parse(many.replace("399", "4")[:800] + ")"))) > 1000


TABLE = default_table(Settings())
TYPES = {name: kind.written for name, kind in TABLE.columns.items()}


@cache
def compiled_for_athena(sql: str) -> Condition:
    tokens = Tokens(sql, TABLE.schema)
    found = condition(tokens)
    assert tokens.now.kind == "end", sql
    return found


def athena_finds(node: Node, raw: bytes, columns: frozenset[str] = frozenset(TYPES)) -> bool:
    """Return whether Athena gives the record, from a table that has these columns."""
    sql = athena_condition(node, {name: TYPES[name] for name in columns})
    if not sql:
        return True
    content = b'{"Records":[' + raw + b"]}"
    (found,) = rows(TABLE, content, {"region": "us-east-1"})
    return compiled_for_athena(sql).holds(found) is True


@settings(max_examples=examples(200))
@given(
    st.data(),
    cloudtrail_records() | odd_records() | aggregates(),
    st.booleans(),
    st.frozensets(st.sampled_from(sorted(TYPES)), max_size=4),
)
def test_no_table_loses_a_record(
    data: st.DataObject, record: Json, escaped: bool, without: frozenset[str]
) -> None:
    about = decoded(record)
    node = data.draw(st.recursive(terms_about(about) | trees, joined, max_leaves=5))
    columns = frozenset(TYPES) - without
    for one in (node, Not(node)):
        raw = json.dumps(record, ensure_ascii=escaped).encode("utf-8", "replace")
        assert not matches(one, decode(raw)) or athena_finds(one, raw, columns)


@pytest.mark.slow
def test_no_term_loses_a_record_of_a_table() -> None:
    for found, raw, kept in kept_terms():
        sql = athena_condition(kept, TYPES)
        columns = columns_of_athena(raw)
        assert not sql or compiled_for_athena(sql).holds(columns) is True, (to_text(kept), found)


@cache
def columns_of_athena(raw: bytes) -> Row:
    (columns,) = rows(TABLE, b'{"Records":[' + raw + b"]}", {})
    return columns


@pytest.mark.parametrize(
    "written",
    [
        "config:other",
        "principal:ci-bot",
        "call:SendRawEmail",
        "-call:SendEmail",
        "error:*",
        "mfa:yes",
        "console:yes",
        "tls:1.2",
        "host:*.example.com",
        "ip:10.0.0.0/8",
        "account:999999999999",
        "message:0100*",
        "request:ab*",
        "template:Welcome*",
        "tag:campaign=spring",
        "from:*@nowhere.example",
    ],
)
def test_what_cannot_match_is_not_read(written: str) -> None:
    raw = json.dumps(SEND).encode()
    assert not matches(parse(written), decode(raw))
    assert not athena_finds(parse(written), raw)


def test_a_table_is_asked_for_no_more_than_it_has() -> None:
    assert not athena_condition(parse("hoge"), TYPES)  # no table has all that a record says
    assert not athena_condition(parse("config:a"), {**TYPES, "resources": "string"})
    assert not athena_condition(
        parse("config:a"), {**TYPES, "requestparameters": "map<string,string>"}
    )
    assert not athena_condition(
        parse("tls:1.2"), {**TYPES, "tlsdetails": "struct<ciphersuite:string>"}
    )
    assert not athena_condition(parse("call:SendEmail"), {"eventtime": "string"})
    assert not athena_condition(parse("ip:10.*"), {**TYPES, "sourceipaddress": "varchar(5)"})


CALLERS: dict[str, Json] = {
    'principal:"Admin (Identity Center)/me@x.de"': {
        "type": "AssumedRole",
        "arn": "arn:aws:sts::1:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/me@x.de",
    },
    'principal:"* (federated)"': {
        "type": "FederatedUser",
        "arn": "arn:aws:sts::1:federated-user/bob",
    },
    'principal:"9f6d (Identity Center)"': {
        "type": "IdentityCenterUser",
        "onBehalfOf": {"userId": "9f6d"},
    },
    'principal:"user (SAML)"': {"type": "SAMLUser"},
    'principal:"ann (web identity)"': {"type": "WebIdentityUser", "userName": "ann"},
    'principal:"account 123456789012"': {"type": "AWSAccount", "accountId": "123456789012"},
    "principal:root": {"type": "Root", "arn": "arn:aws:iam::1:Root"},
    'principal:"(hidden)"': {"userName": "HIDDEN_DUE_TO_SECURITY_REASONS"},
    "principal:lambda.*": {"type": "AWSService", "invokedBy": "lambda.amazonaws.com"},
    "principal:mailer": {"type": "AssumedRole", "principalId": "AROAX:mailer"},
}
SAID: dict[str, Json] = {
    'call:"SendEmail v2"': {"requestParameters": {"fromEmailAddress": "a@b.de"}},
    "call:v1": {"requestParameters": {"source": "a@b.de"}},
    '"sendemail v2"': {"requestParameters": {"fromEmailAddress": "a@b.de"}},
    "tag:kind=a=b": {"requestParameters": {"emailTags": [{"name": "kind", "value": "a=b"}]}},
    'message:"m-1 m-2"': {"additionalEventData": {"sesMessageId": ["m-1", "m-2"]}},
    'client:"Chrome 127"': {"userAgent": "Mozilla/5.0 (iPhone) CriOS/127 Safari/605"},
    '"chrome 127"': {"userAgent": "Mozilla/5.0 (iPhone) CriOS/127 Safari/605"},
    'agent:".NET SDK 3.7"': {"userAgent": "aws-sdk-dotnet-coreclr/3.7"},
    "tls:tlsv1.2": {"tlsDetails": {"tlsVersion": "TLSv1.2"}},
    "error:Error": {"errorMessage": "no"},
    "error:ThrottlingException": {"errorCode": "Throttling"},
}


@pytest.mark.parametrize("written", [*CALLERS, *SAID])
def test_words_of_our_own_are_not_looked_for(written: str) -> None:
    more = SAID[written] if written in SAID else {"userIdentity": CALLERS[written]}
    record = {"eventSource": "ses.amazonaws.com", "eventName": "SendEmail", **more}
    raw = json.dumps(record).encode()

    assert matches(parse(written), decode(raw))
    assert lake_finds(parse(written), raw)
    assert athena_finds(parse(written), raw)
