"""Raw messages as clients write them: folded, malformed, in any character set."""

from __future__ import annotations

import base64

import pytest

from sestrail_tui.local_aws.ses.message import addresses, header, raw_message

FOLDED = (
    b"From: =?utf-8?q?Sh=C3=B6p?=\r\n <shop@example.com>\r\n"
    b'To: a@example.net,\r\n\tB <b@example.net>,\r\n "C, D" <c@example.net>\r\n'
    b"Cc: team: d@example.net, e@example.net;\r\nCc: f@example.net\r\n"
    b"X-SES-CONFIGURATION-SET:\r\n marketing\r\n\r\nbody"
)
NODEMAILER_VERIFY = (
    b"From: <invalid@invalid>\r\nTo: <invalid@invalid>\r\n Subject: Invalid\r\n\r\nInvalid"
)
"""What ``verify()`` of nodemailer 10.6.1 sends: the subject is a part of a folded ``To``."""


def found(raw: bytes, *names: str) -> list[str]:
    message = raw_message({"RawMessage": {"Data": base64.b64encode(raw).decode()}})
    assert message is not None
    return addresses(message, *names)


def test_folded_headers_are_read_whole() -> None:
    assert found(FOLDED, "From") == ["shop@example.com"]
    assert found(FOLDED, "To", "Cc", "Bcc") == [f"{name}@example.net" for name in "abcdef"]
    message = raw_message({"RawMessage": {"Data": base64.b64encode(FOLDED).decode()}})
    assert message is not None
    assert header(message, "x-ses-configuration-set") == "marketing"
    assert header(message, "X-SES-MESSAGE-TAGS") == ""


@pytest.mark.parametrize(
    ("raw", "recipients"),
    [
        (NODEMAILER_VERIFY, ["invalid@invalid"]),
        (b"To: Me via x@list <me@example.net>\r\n\r\n", ["x@list", "me@example.net"]),
        (b"To: undisclosed-recipients:;\r\n\r\n", []),
        (b"To:\r\n\r\n", []),
        (b"To: \xc3\xa4@example.net, b@example.net\r\n\r\n", 2),
        (b"To: nobody\r\n\r\n", []),
        (b"no header at all", []),
        (b"", []),
        (b"To: " + b", ".join(b"a%d@x.test" % at for at in range(60)) + b"\n\n", 60),
    ],
)
def test_of_a_malformed_header_what_looks_like_an_address_counts(
    raw: bytes, recipients: list[str] | int
) -> None:
    got = found(raw, "To")
    assert got == recipients if isinstance(recipients, list) else len(got) == recipients


def test_a_send_of_another_kind_has_no_raw_message() -> None:
    assert raw_message({"Content": {"Simple": {}}}) is None
    assert raw_message({"Source": "a@b.test"}) is None
