"""Values that people write in other ways than the record does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.filters.match import matches
from sestrail_tui.filters.syntax.parse import parse
from tests.core.samples import encode, send

if TYPE_CHECKING:
    from sestrail_tui.core.record import Record

ID = "0100019000000001-aaaa-bbbb-cccc-000000"


def sent(sender: str = "a@example.com", **changes: object) -> Record:
    return decode(encode({**send(parameters={"fromEmailAddress": sender}), **changes}))


@pytest.mark.parametrize(
    "written",
    [
        *(f"message:{ID}", f"message:<{ID}@email.amazonses.com>", f"message:{ID}@x.amazonses.com"),
        *(f'message:"<{ID}@us-west-2.amazonses.com>"', f"message:<{ID}>", f"message:{ID[:9]}*"),
        f"message:*{ID[-11:]}@email.amazonses.com",
    ],
)
def test_a_message_id_is_found_as_the_mail_has_it(written: str) -> None:
    assert matches(parse(written), sent(additionalEventData={"sesMessageId": ID}))
    assert not matches(parse(written), sent(additionalEventData={"sesMessageId": "0200"}))


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("=?UTF-8?Q?J=C3=BCrgen_M=C3=BCller?= <jm@example.com>", "Jürgen"),
        ("=?UTF-8?B?7ZWc6rWt7Ja0?= <jm@example.com>", "한국어"),
        ("=?utf-8?b?7ZWc6rWtIDxqbUBleGFtcGxlLmNvbT4=?=", "한국"),
        ("=?UTF-8?Q?Sh?= =?UTF-8?Q?op?= <jm@example.com>", "Shop"),
        ("Ju\u0308rgen <jm@example.com>", "Jürgen"),
        ("Jürgen <jm@example.com>", "Ju\u0308rgen"),
        ('"Doe, Jane (Sales)" <jm@example.com>', "Doe, Jane"),
    ],
)
def test_a_sender_is_found_by_name_and_by_address(header: str, name: str) -> None:
    record = sent(header)
    for written in (
        *(f'from:"*{name}*"', f'"{name}"', f'"{name.upper()}"', "from:jm@example.com"),
        *("from:*@example.com", "from:@example.com", "from:JM@EXAMPLE.COM"),
    ):
        assert matches(parse(written), record), written
    assert not matches(parse("from:@example.org"), record)
    assert not matches(parse("from:@ample.com"), record)


@pytest.mark.parametrize(
    "header", ["=?x?q?a?= <b@c.de>", "=?UTF-8?B?%%%?=", "=?utf-8?q?=ff?=", "=?"]
)
def test_a_malformed_header_stays_as_it_is_or_is_read_somehow(header: str) -> None:
    assert sent(header).sender


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("::ffff:203.0.113.7", "ip:203.0.113.7"),
        ("::FFFF:203.0.113.7", "ip:203.0.113.*"),
        ("::ffff:203.0.113.7", "ip:203.0.113.0/24"),
        ("203.0.113.7", "ip:::ffff:203.0.113.7"),
        ("2001:0DB8:0000:0000:0000:0000:0000:0001", "ip:2001:db8::1"),
        ("2001:db8::1", "ip:2001:0DB8:0:0:0:0:0:1"),
        ("2001:0db8:0:0::1", "ip:2001:db8::/32"),
        ("AWS Internal", 'ip:"AWS Internal"'),
    ],
)
def test_an_address_is_found_in_every_spelling(address: str, asked: str) -> None:
    assert matches(parse(asked), sent(sourceIPAddress=address))
    assert not matches(parse(asked), sent(sourceIPAddress="198.51.100.1"))


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        (
            "SendBulkEmail",
            {
                "defaultEmailTags": [{"name": "run", "value": "all"}],
                "bulkEmailEntries": [
                    {"destination": {}},
                    {"replacementTags": [{"name": "run", "value": "bulk-1"}]},
                    {"replacementTags": None},
                    "HIDDEN_DUE_TO_SECURITY_REASONS",
                ],
            },
        ),
        (
            "SendBulkTemplatedEmail",
            {
                "defaultTags": [{"name": "run", "value": "all"}],
                "destinations": [{"replacementTags": [{"name": "run", "value": "bulk-1"}]}],
            },
        ),
    ],
)
def test_the_tags_of_bulk_entries_are_found(name: str, parameters: object) -> None:
    record = decode(encode(send(name, parameters)))
    assert matches(parse("tag:run=bulk-1 tag:run=all tag:run"), record)
    assert not matches(parse("tag:run=bulk-2"), record)


def test_destinations_that_are_texts_do_no_harm() -> None:
    record = decode(encode(send("SendRawEmail", {"destinations": ["a@b.com"], "source": "c@d.ef"})))
    assert (record.sender, record.tags) == ("c@d.ef", ())
