"""Whether an address lies in a network, such as ``203.0.113.0/24``."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_NETWORK: Final = re.compile(r"[0-9A-Fa-f.:]+/\d+")


def is_network(text: str) -> bool:
    """Tell whether ``text`` is meant as a network: an address, a slash, a length."""
    return _NETWORK.fullmatch(text) is not None


def within(text: str) -> Callable[[str], bool]:
    """Give the test that an address lies in the network ``text``; a host's name never does.

    Raises ValueError, with a sentence, when there is no such network.
    """
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise ValueError("A network is an address and a length: ip:203.0.113.0/24.") from None

    def test(address: str) -> bool:
        try:
            return ipaddress.ip_address(address) in network
        except ValueError:
            return False

    return test
