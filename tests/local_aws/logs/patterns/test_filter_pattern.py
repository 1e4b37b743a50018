"""The filter-pattern engine, held against the examples of the CloudWatch Logs user guide."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.local_aws.logs.patterns.filter_pattern import PatternError, compile_pattern

GUIDE: dict[str, Any] = {
    "eventType": "UpdateTrail",
    "sourceIPAddress": "111.111.111.111",
    "arrayKey": ["value", "another value"],
    "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}],
    "SomeObject": None,
    "cluster.name": "c",
    "user": {"id": 1, "email": "John.Stiles@example.com"},
    "users": [
        {"id": 2, "email": "John.Doe@example.com"},
        {"id": 3, "email": "Jane.Doe@example.com"},
    ],
    "actions": ["GET", "PUT", "DELETE"],
    "coordinates": [[0, 1, 2], [4, 5, 6], [7, 8, 9]],
    "number": [1000, 0.5],
    "managementEvent": False,
    "ok": True,
    "text": 'say "hi" \\ there',
    "digits": "400",
}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        # The guide's own examples
        ('{ $.eventType = "UpdateTrail" }', True),
        ("{ $.sourceIPAddress != 123.123.* }", True),
        ("{ $.sourceIPAddress != 111.111.* }", False),
        ('{ $.arrayKey[0] = "value" }', True),
        ("{ $.eventType = %Trail% }", True),
        ("{ $.arrayKey[*] = %val.{2}% }", True),
        (r"{ $.* = %111\.111\.111\.1[0-9]{1,2}% }", True),
        ("{ $.['cluster.name'] = \"c\" }", True),
        ("{ $.SomeObject IS NULL }", True),
        ("{ $.SomeOtherObject NOT EXISTS }", True),
        ('{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }', True),
        (
            '{ $.user.email = "John.Stiles@example.com" || '
            '$.coordinates[0][1] = "nonmatch" && $.actions[2] = "nonmatch" }',
            True,
        ),
        (
            '{ ($.user.email = "John.Stiles@example.com" || '
            '$.coordinates[0][1] = "nonmatch") && $.actions[2] = "nonmatch" }',
            False,
        ),
        (
            '{ ($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET" }',
            False,
        ),
        # Numbers
        ("{ $.number[0] = 1e+3 }", True),
        ("{ $.number[0] != 1e-3 }", True),
        ("{ $.user.id > 0 }", True),
        ("{ $.user.id < 1 }", False),
        ("{ $.user.id <= 1 }", True),
        ("{ $.user.id >= 2 }", False),
        ("{ $.coordinates[2][2] = 9 }", True),
        ("{ $.number[0] = 10* }", True),
        ("{ $.digits = 400 }", True),
        ("{ $.digits > 300 }", False),
        ('{ $.user.id = "1" }', False),
        # Arrays, objects, booleans and null are no values
        ('{ $.arrayKey = "*" }', False),
        ('{ $.user = "*" }', False),
        ('{ $.user != "x" }', False),
        ('{ $.ok = "*" }', False),
        ("{ $.ok = true }", False),
        ('{ $.SomeObject != "x" }', False),
        ("{ $.ok IS TRUE }", True),
        ("{ $.ok IS FALSE }", False),
        ("{ $.managementEvent IS FALSE }", True),
        ("{ $.managementEvent IS NULL }", False),
        ("{ $.user.id IS TRUE }", False),
        # Absent
        ('{ $.absent = "*" }', False),
        ('{ $.absent != "x" }', False),
        ("{ $.absent IS NULL }", False),
        ("{ $.eventType NOT EXISTS }", False),
        ("{ $.SomeObject NOT EXISTS }", False),
        ("{ $.users[5].id NOT EXISTS }", True),
        ("{ $.users[*].phone NOT EXISTS }", True),
        ("{ $.users[*].id NOT EXISTS }", False),
        # Wildcards, case, escapes
        ('{ $.eventType = "updatetrail" }', False),
        ('{ $.eventType = "Up*il" }', True),
        ('{ $.eventType = "*" }', True),
        ("{ $.eventType = Up* }", True),
        ('{ $.users[*].email = "Jane*" }', True),
        ('{ $.users.*.email = "Jane*" }', True),
        ('{ $.text = "say \\"hi\\" \\\\ there" }', True),
        ('{ $.eventType = "UpdateTrail*" }', True),
        ('{ $.eventType = "*Update" }', False),
        ("{ $.eventType = %^Update[A-Z]% }", True),
        (r"{ $.eventType = %\x54rail$% }", True),
        (r"{ $.digits = %^\d{3}$% }", True),
        ("{$.user.id=1&&$.digits=400}", True),
        ("{ (((($.user.id = 1)))) }", True),
    ],
)
def test_json_pattern(pattern: str, expected: bool) -> None:
    message = json.dumps(GUIDE)
    assert compile_pattern(pattern)(message) is expected
    assert compile_pattern(pattern)(message.encode()) is expected


@pytest.mark.parametrize(
    ("pattern", "message", "expected"),
    [
        ("", "anything", True),
        ("ERROR", "[ERROR 400] BAD REQUEST", True),
        ("ERROR", "[error 400] BAD REQUEST", False),
        ("ERROR", "ERRORS", False),
        ("ERROR ARGUMENTS", "[ERROR 419] MISSING ARGUMENTS", True),
        ("ERROR ARGUMENTS", "[ERROR 401] UNAUTHORIZED REQUEST", False),
        ("?ERROR ?ARGUMENTS", "[ERROR 400] BAD REQUEST", True),
        ("?ERROR ?ARGUMENTS", "[WARN 400] BAD REQUEST", False),
        ("?ERROR ?ARGUMENTS REQUEST", "[INFO] REQUEST FAILED", True),
        ('"INTERNAL SERVER ERROR"', "[ERROR 500] INTERNAL SERVER ERROR", True),
        ('"INTERNAL SERVER ERROR"', "SERVER INTERNAL ERROR", False),
        ("ERROR -ARGUMENTS", "[ERROR 400] BAD REQUEST", True),
        ("ERROR -ARGUMENTS", "[ERROR 419] MISSING ARGUMENTS", False),
        ('" "', "nothing-blank", True),
        ("%AUTHORIZED%", "[ERROR 401] UNAUTHORIZED REQUEST", True),
        ('"ses.amazonaws.com"', '{"eventSource":"ses.amazonaws.com"}', True),
        ("-%UN.*%", "AUTHORIZED", True),
    ],
)
def test_term_pattern(pattern: str, message: str, expected: bool) -> None:
    assert compile_pattern(pattern)(message) is expected


@pytest.mark.parametrize(
    "pattern",
    [
        "{",
        "{}",
        "{ $.a }",
        "{ $.a = }",
        "{ $a = 1 }",
        "{ $. = 1 }",
        "{ $ = 1 }",
        "{ $.a == 1 }",
        '{ $.a = "x }',
        '{ $.a = "x" } extra',
        '{ ($.a = "x" }',
        '{ $.a = "x") }',
        '{ $.a = "x" & $.b = "y" }',
        '{ $.a = "x" && }',
        "{ $.a IS NOT NULL }",
        "{ $.a EXISTS }",
        "{ $.a IS TRUEX }",
        '{ $.a > "x" }',
        "{ $.a > 1* }",
        "{ $.a = x@y }",
        '{ $.a[*].b[*] = "x" }',
        "{ $.a[*] = 1 || $.b[*] = 1 || $.c[*] = 1 || $.d[*] = 1 }",
        "{ $.a = %x% || $.b = %x% || $.c = %x% }",
        "{ $.a = %(x)% }",
        "{ $.a = %x!% }",
        "{ $.a = %[% }",
        r"{ $.a = %\bx% }",
        "{ $.a = %ä% }",
        "{ $.a = %a{9999999999999}% }",
        "{ " + "(" * 400 + "$.a = 1" + ")" * 400 + " }",
        "a.b",
        "a=b",
        '"unclosed',
        '"a"b',
        "%unclosed",
        "-",
        "%x% %y% %z%",
        "[w1=ERROR, w2]",
        "x" * 1025,
    ],
)
def test_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        compile_pattern(pattern)


HOSTILE = ["", "no json", "[" * 5000, '{"a":', b"\xff\xfe", "\ud800", "1e999"]


@pytest.mark.parametrize("message", HOSTILE)
def test_a_message_that_is_no_json_does_not_match(message: bytes | str) -> None:
    assert compile_pattern('{ $.a = "*" }')(message) is False
    assert compile_pattern("word")(message) is False


SIGNS = ["{", "}", "(", ")", "=", "!=", "<", "&&", "||", '"', "%", "[", "]", "?", "-", "\\", " "]
WORDS = ["$.a", "$.b[*]", "$.*", "$", ".", "*", "IS", "NULL", "NOT EXISTS", "1", "1e9999", "word"]
PIECES = st.sampled_from([*SIGNS, *WORDS, "^", "{2,3}"])


@given(st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=30))
def test_compiling_raises_nothing_but_pattern_error(pattern: str) -> None:
    for text in (pattern, f"{{ {pattern} }}", f"{{ $.a = {pattern} }}", f"{{ $.a = %{pattern}% }}"):
        try:
            predicate = compile_pattern(text)
        except PatternError:
            continue
        for message in ('{"a": "word", "b": [1, {"a": null}]}', "word", b"\xff", "[1]"):
            assert predicate(message) in (True, False)


STRINGS = st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=12)


@given(STRINGS)
def test_a_quoted_string_finds_itself(value: str) -> None:
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    assert compile_pattern(f'{{ $.a = "{quoted}" }}')(json.dumps({"a": value}))
    assert not compile_pattern(f'{{ $.a != "{quoted}" }}')(json.dumps({"a": value}))
