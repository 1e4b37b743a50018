from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.core.decoding.shared_parts import (
    CallerPart,
    RequestPart,
    ResourcesPart,
    asked,
    used,
    who,
)
from tests.core.samples import ACCOUNT, CONFIG_SET, IDENTITY, TEMPLATE, encode, role


def test_who_called() -> None:
    assert who(encode(role("mailer", "job-7"))) == CallerPart("mailer/job-7", "no", ACCOUNT)


def test_the_first_of_each_kind_is_used() -> None:
    assert used(encode([IDENTITY, CONFIG_SET, TEMPLATE])) == ResourcesPart(
        "example.com", "default-set", "Welcome"
    )


def test_what_was_asked() -> None:
    parameters = {"fromEmailAddress": "a@example.com", "configurationSetName": "billing"}
    assert asked(encode(parameters)) == RequestPart("SendEmail v2", "a@example.com", "", "billing")


@pytest.mark.parametrize("raw", [b"", b"null", b"3", b'"HIDDEN"', b"[1]", b'{"a"'])
def test_what_says_nothing(raw: bytes) -> None:
    assert (who(raw), used(raw), asked(raw)) == (CallerPart(), ResourcesPart(), RequestPart())


def test_one_odd_member_costs_only_itself() -> None:
    identity = {**role("mailer", "job-7"), "accountId": [1]}
    assert who(encode(identity)) == CallerPart("mailer/job-7", "no", "")
    assert used(encode([3, {"ARN": 4}, IDENTITY])) == ResourcesPart("example.com")
    assert asked(encode({"source": {}, "configurationSetName": "b"})).config_set == "b"


def test_an_object_written_as_text_is_read() -> None:
    assert who(encode(encode(role("mailer", "job-7")).decode())).principal == "mailer/job-7"


@given(st.binary())
def test_any_bytes(raw: bytes) -> None:
    assert isinstance(who(raw), CallerPart)
    assert isinstance(used(raw), ResourcesPart)
    assert isinstance(asked(raw), RequestPart)
