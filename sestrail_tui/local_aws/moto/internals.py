"""All uses of moto's insides, which it does not promise to keep; each is pinned by a test.

moto takes most of a second to import, so each function imports what it needs. They are to be called
in moto's own thread. State is of the whole process, by account.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from moto.core.botocore_stubber import BotocoreStubber

    Stubber = BotocoreStubber


class StoredObject(NamedTuple):
    """One object of S3."""

    bucket: str
    key: str
    body: bytes


def load_stubber() -> Stubber:
    """Import what answers one HTTP request by its URL, without a server."""
    from moto.core.botocore_stubber import BotocoreStubber  # noqa: PLC0415

    return BotocoreStubber()


def objects(account: str) -> Iterator[StoredObject]:
    """Yield every object of an account."""
    for bucket in _s3(account).buckets.values():
        for key in bucket.keys.values():
            yield StoredObject(bucket.name, key.name, key.value)


def date_object(account: str, bucket: str, key: str, modified: datetime) -> None:
    """Let an object have been written at ``modified``, in UTC without a time zone."""
    _s3(account).buckets[bucket].keys[key].last_modified = modified


def reset_buckets(account: str) -> None:
    """Forget an account's buckets, if moto's S3 was ever called."""
    if "moto.s3.models" in sys.modules:
        _s3(account).reset()


def email_identities(account: str, region: str) -> dict[str, Any]:
    """Return SES's identities by name; ``configuration_set_name`` of one can be set."""
    identities: dict[str, Any] = _ses(account, region).email_identities
    return identities


def configuration_sets(account: str, region: str) -> dict[str, Any]:
    """Return SES's configuration sets by name; ``enabled`` of one can be set."""
    sets: dict[str, Any] = _ses(account, region).config_sets
    return sets


def _s3(account: str) -> Any:
    from moto.s3.models import s3_backends  # noqa: PLC0415

    return s3_backends[account]["aws"]


def _ses(account: str, region: str) -> Any:
    from moto.ses.models import ses_backends  # noqa: PLC0415

    return ses_backends[account][region]
