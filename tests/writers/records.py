"""Records to write."""

from __future__ import annotations

from sestrail_tui.core.record import Record

SEND = Record(
    raw=b'{"eventName":"SendEmail"}',
    kind="send",
    time_ms=1_744_660_972_000,
    delivered_ms=1_744_661_224_000,
    call="SendEmail v2",
    principal="hoge-iwasa",
    sender="sender@example.com",
    config_set="hoge-config",
    client="Chrome 135",
    console="yes",
    mfa="yes",
)

HOSTILE = "\x1b]52;c;aGk=\x07[/]\u202e\nx\u2028\x9b2J\ud800"
