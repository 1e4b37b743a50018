from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.core.decoding.shared_parts import (
    CallerPart,
    RequestPart,
    ResourcesPart,
    caller_part,
    request_part,
    resources_part,
)
from tests.core.samples import ACCOUNT, CONFIG_SET, IDENTITY, TEMPLATE, encode, role


def test_who_called() -> None:
    assert caller_part(encode(role("mailer", "job-7"))) == CallerPart("mailer/job-7", "no", ACCOUNT)


def test_the_first_of_each_kind_is_used() -> None:
    assert resources_part(encode([IDENTITY, CONFIG_SET, TEMPLATE])) == ResourcesPart(
        "example.com", "default-set", "Welcome"
    )


def test_what_was_asked() -> None:
    parameters = {"fromEmailAddress": "a@example.com", "configurationSetName": "billing"}
    assert request_part(encode(parameters)) == RequestPart(
        "SendEmail v2", "a@example.com", "", "billing"
    )


@pytest.mark.parametrize("raw", [b"", b"null", b"3", b'"HIDDEN"', b"[1]", b'{"a"'])
def test_what_says_nothing(raw: bytes) -> None:
    assert (caller_part(raw), resources_part(raw), request_part(raw)) == (
        CallerPart(),
        ResourcesPart(),
        RequestPart(),
    )


def test_one_odd_member_costs_only_itself() -> None:
    identity = {**role("mailer", "job-7"), "accountId": [1]}
    assert caller_part(encode(identity)) == CallerPart("mailer/job-7", "no", "")
    assert resources_part(encode([3, {"ARN": 4}, IDENTITY])) == ResourcesPart("example.com")
    assert request_part(encode({"source": {}, "configurationSetName": "b"})).config_set == "b"


def test_an_object_written_as_text_is_read() -> None:
    assert caller_part(encode(encode(role("mailer", "job-7")).decode())).principal == "mailer/job-7"


@given(st.binary())
def test_any_bytes(raw: bytes) -> None:
    assert isinstance(caller_part(raw), CallerPart)
    assert isinstance(resources_part(raw), ResourcesPart)
    assert isinstance(request_part(raw), RequestPart)


class Colliding(bytes):
    """Bytes of which all have the same hash."""

    def __hash__(self) -> int:
        return 7


def test_parts_with_the_same_hash_are_told_apart_by_their_bytes() -> None:
    one, other = (Colliding(encode(role("mailer", session))) for session in ("job-7", "job-8"))
    assert [caller_part(raw).principal for raw in (one, other, one)] == [
        "mailer/job-7",
        "mailer/job-8",
        "mailer/job-7",
    ]
