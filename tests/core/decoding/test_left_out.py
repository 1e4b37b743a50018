"""What CloudTrail left out of a record is told as that, never as absent.

The shape of a request that is too large: elastic/detection-rules #4788.
"""

from __future__ import annotations

import pytest

from sestrail_tui.alerts.rules import NoConfigSet
from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.core.details.overview import overview
from sestrail_tui.core.record import UNKNOWN, Record
from sestrail_tui.filters.fields.registry import FIELDS
from sestrail_tui.filters.match import matches
from sestrail_tui.filters.syntax.parse import parse
from tests.core.samples import CONFIG_SET, IDENTITY, Json, encode, send

TOO_LARGE: Json = {
    "reason": "requestParameters too large",
    "omitted": True,
    "originalSize": 149893,
}


def left_out(name: str = "SendEmail", parameters: object = TOO_LARGE, **changes: object) -> Record:
    return decode(encode({**send(name, parameters), **changes}))


def said(record: Record) -> str:
    return " ".join(
        f"{line.label} {line.value}" for section in overview(record) for line in section.lines
    )


@pytest.mark.parametrize(
    "parameters",
    [
        TOO_LARGE,
        {**TOO_LARGE, "omitted": "true", "originalSize": "222988"},
        {"omitted": True},
        None,
    ],
)
@pytest.mark.parametrize("name", ["SendEmail", "SendRawEmail", "SendBulkEmail"])
def test_a_request_left_out_is_unknown(name: str, parameters: object) -> None:
    record = left_out(name, parameters)
    assert (record.config_set, record.template, record.tags) == (UNKNOWN, UNKNOWN, (UNKNOWN,))
    assert not NoConfigSet().check(record)
    assert "not in the request" not in said(record)
    for field in FIELDS.values():
        if field.may_be_unknown and field.name not in ("message", "from"):
            assert not matches(parse(f"{field.name}:(none)"), record)
            assert not matches(parse(f"{field.name}:*"), record)
            assert matches(parse(f'{field.name}:"{UNKNOWN}"'), record)
    assert not matches(parse("unknown"), record)


def test_its_size_is_told() -> None:
    assert "request left out by CloudTrail (149,893 bytes)" in said(left_out())
    assert "request left out by CloudTrail" in said(left_out(parameters={"omitted": True}))


def test_what_the_resources_name_is_known() -> None:
    record = left_out(resources=[IDENTITY, CONFIG_SET])
    assert record.config_set == "default-set"
    assert record.sender == "example.com"


def test_a_message_id_left_out_is_unknown() -> None:
    data = {"reason": "additionalEventData too large", "omitted": True, "originalSize": 40000}
    record = left_out(parameters={"source": "a@b.com"}, additionalEventData=data)
    assert record.message_id == UNKNOWN
    assert not matches(parse("message:(none)"), record)
    assert not matches(parse("message:*"), record)
    assert "not known" in said(record)


def test_a_set_that_the_request_does_not_name_is_no_fact() -> None:
    record = left_out(parameters={"source": "a@b.com", "message": {}})
    assert record.config_set == ""
    assert "configuration set not in the request; a header" in said(record)
    assert "in the request" in NoConfigSet().check(record)


def test_a_change_without_a_request_names_nothing() -> None:
    record = left_out("GetAccount", None, managementEvent=True, eventCategory="Management")
    assert record.kind == "change"
    assert (record.config_set, record.tags) == ("", ())
