"""Endpoints on this machine, which are never asked through a proxy.

HTTP_PROXY in the environment is meant for the network: a proxy elsewhere has a loopback of its own.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit


def is_loopback(url: str) -> bool:
    """Return whether a URL's host is this machine: ``localhost``, 127.0.0.0/8 or ::1 (RFC 6761)."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return False
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
