"""Whether an address lies in a network, such as ``203.0.113.0/24``."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, Final

from sestrail_tui.filters.fields.pattern import Pattern

if TYPE_CHECKING:
    from collections.abc import Callable

_NETWORK: Final = re.compile(r"[0-9A-Fa-f.:]+/\d+")


def is_network(text: str) -> bool:
    """Return whether ``text`` is meant as a network: an address, a slash, a length."""
    return _NETWORK.fullmatch(text) is not None


def within(text: str) -> Callable[[str], bool]:
    """Return the test that an address lies in the network ``text``; a host's name never does.

    Raises ValueError, with a sentence, when there is no such network.
    """
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise ValueError("A network is an address and a length: ip:203.0.113.0/24.") from None

    def test(value: str) -> bool:
        address = _address(value)
        return address is not None and address in network

    return test


def short_form(value: str) -> str:
    """Return an IPv6 address in its shortest form, one that stands for an IPv4 address as that.

    ``::ffff:203.0.113.7`` is ``203.0.113.7`` (RFC 4291, 2.5.5.2); any other text comes back as it
    is.
    """
    address = _address(value) if ":" in value else None
    return value if address is None else str(address)


def as_ipv4(pattern: Pattern) -> Pattern | None:
    """Return how an IPv4 address begins, or is written, that ``pattern`` finds.

    ``None`` where that is not known: an IPv6 address has many spellings, and the addresses of a
    large network have nothing alike.
    """
    if ":" in "".join(pattern.parts):
        return None
    if not is_network(pattern.value or ""):
        return pattern
    network = ipaddress.ip_network(pattern.value or "", strict=False)
    octets = str(network.network_address).split(".")[: network.prefixlen // 8]
    if not octets:
        return None
    beginning = ".".join(octets)
    return Pattern.literal(beginning) if len(octets) == 4 else Pattern((f"{beginning}.", ""))


def _address(value: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return None
    # Written without dots it is searched for by other letters than it is matched by.
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped if mapped is not None and "." in value else address
