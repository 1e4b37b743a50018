"""Paging tokens that are good for one question only, the parameters of the call that gave them."""

from __future__ import annotations

import base64
import hashlib
from itertools import count
from typing import TYPE_CHECKING, Any, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

SERIAL: Final = count()


def issue(place: list[int], params: Mapping[str, Any], ignoring: str = "") -> str:
    """Make a token for a place in the answer to ``params`` (``ignoring`` names its token).

    No two are alike: botocore takes the same token twice for an endless loop.
    """
    token = [next(SERIAL), place, digest(place, params, ignoring)]
    return base64.urlsafe_b64encode(msgspec.json.encode(token)).decode()


def redeem(token: str, params: Mapping[str, Any], ignoring: str = "") -> list[int] | None:
    """Return the place, or None for a token that was not given for these parameters."""
    try:
        _, place, seal = msgspec.json.decode(
            base64.urlsafe_b64decode(token), type=tuple[int, list[int], str]
        )
    except ValueError:
        return None
    return place if seal == digest(place, params, ignoring) else None


def digest(place: list[int], params: Mapping[str, Any], ignoring: str) -> str:
    """Sum up a question, its own token aside."""
    parameters = sorted((name, value) for name, value in params.items() if name != ignoring)
    return hashlib.sha256(msgspec.json.encode([place, parameters])).hexdigest()[:24]
