"""Which verified identity an address sends as.

AWS: SES developer guide, "Creating and verifying identities": a verified domain covers its
subdomains, domains are compared without case, and ``user+label@`` sends as ``user@``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def identity_of(address: str, verified: Iterable[str]) -> str:
    """Return the verified identity that covers an address, the nearest one; ``""`` for none."""
    spelt = {comparable(one): one for one in verified}
    return next((spelt[one] for one in candidates(address) if one in spelt), "")


def candidates(address: str) -> Iterator[str]:
    """Return what may cover an address: itself, without its label, its domain and those above."""
    local, _, domain = comparable(address).rpartition("@")
    yield f"{local}@{domain}"
    yield f"{local.partition('+')[0]}@{domain}"
    while domain:
        yield domain
        domain = domain.partition(".")[2]


def comparable(identity: str) -> str:
    """Write a domain, or the domain of an address, in lower case."""
    local, at, domain = identity.rpartition("@")
    return f"{local}{at}{domain.lower()}"
