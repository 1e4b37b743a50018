"""How single fields read what a person writes, in which forms a value is found, what is masked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.decoding.address import address
from sestrail_tui.core.decoding.kinds import is_raw_message
from sestrail_tui.filters.fields.network import is_network, short_form, within
from sestrail_tui.filters.fields.pattern import Pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sestrail_tui.core.record import Record

_EXCEPTION: Final = re.compile(r"Exception\Z", re.IGNORECASE)


def headers_may_name_a_set(record: Record) -> bool:
    """Return whether the headers of a raw message may name the set that the request does not."""
    return not record.config_set and is_raw_message(record)


def sender_is_in_the_message(record: Record) -> bool:
    """Return whether a send leaves its From to the message: what it has is its identity."""
    return record.kind == "send" and "@" not in record.sender


def version_is_not_known(record: Record) -> bool:
    """Return whether it is SendEmail of a version that the request does not tell."""
    return record.call == record.name == "SendEmail"


def sender_forms(sender: str) -> Iterable[str]:
    """Return a From header, and the address of ``Name <address>``."""
    return (sender, address(sender))


def read_sender(pattern: Pattern) -> Pattern:
    """Read ``@domain`` as every address of that domain."""
    return Pattern.of(("", *pattern.parts)) if pattern.parts[0].startswith("@") else pattern


def call_forms(call: str) -> Iterable[str]:
    """Return a call, the call without its version, and the version alone."""
    name, _, version = call.rpartition(" ")
    return (call, name, version) if name else (call,)


def error_forms(error: str) -> Iterable[str]:
    """Return an error's code without the ending ``Exception``, and with it."""
    short = _EXCEPTION.sub("", error)
    return (short, f"{short}Exception")


def tls_forms(version: str) -> Iterable[str]:
    """Return a TLS version, and its number."""
    return (version, version[4:]) if version[:4].casefold() == "tlsv" else (version,)


def tag_forms(tag: str) -> Iterable[str]:
    """Return a tag, and its name."""
    return (tag, tag.partition("=")[0])


def message_id_forms(message_id: str) -> Iterable[str]:
    """Return the ids of a send, and each id of a bulk send."""
    return (message_id, *message_id.split())


def read_message_id(pattern: Pattern) -> Pattern:
    """Read the ``Message-ID`` that SES gives a mail, ``<ID@email.amazonses.com>``, as the id.

    AWS: "the message ID (...) is the same as in the Message-ID header without the domain", SES
    API reference, ``SendEmail``.
    """
    first, *rest = pattern.parts
    parts = [first.removeprefix("<"), *rest]
    parts[-1] = parts[-1].partition("@")[0].removesuffix(">")
    return Pattern.of(parts)


def ip_test(pattern: Pattern) -> Callable[[str], bool]:
    """Return the test of an address, or of membership in a network."""
    if pattern.value is not None and is_network(pattern.value):
        return within(pattern.value)
    return pattern.whole()


def ip_forms(ip: str) -> Iterable[str]:
    """Return an address; an IPv6 one also in its shortest form, or as the IPv4 that it is."""
    return (ip, short_form(ip)) if ":" in ip else (ip,)


def read_ip(pattern: Pattern) -> Pattern:
    """Write an IPv6 address in its shortest form."""
    value = pattern.value
    return pattern if value is None else Pattern.literal(short_form(value))
