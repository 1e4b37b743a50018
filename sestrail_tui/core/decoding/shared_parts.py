"""Parts of a record that many records have byte for byte alike: each is read once, and kept.

A session's calls share their ``userIdentity``, sends of one identity through one configuration set
their ``resources``, and with recipients and content masked many have the same
``requestParameters``; together these are most of a record. Known again, they cost a look-up.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

from sestrail_tui.core.decoding import request
from sestrail_tui.core.decoding.principal import principal_name
from sestrail_tui.core.decoding.wire import TRUE, Identity, Parameters, RecordResource
from sestrail_tui.core.parsing.tolerant_json import as_object, load, pick
from sestrail_tui.core.record import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")
S = TypeVar("S", bound=msgspec.Struct)
_MOST: Final = 4096
"""Parts of each kind that are kept."""
_LONGEST: Final = 2048
"""Bytes of a part that is kept: 24 MB in all where every part is new and as long as that."""
_IDENTITY: Final = ":identity/"
_CONFIGURATION_SET: Final = ":configuration-set/"
_TEMPLATE: Final = ":template/"


class CallerPart(msgspec.Struct, frozen=True, gc=False):
    """What ``userIdentity`` says of the caller."""

    principal: str = ""
    mfa: str = ""
    """``yes``, ``no``, or ``""`` where it does not say."""
    account: str = ""


class RequestPart(msgspec.Struct, frozen=True, gc=False):
    """What ``requestParameters`` say; ``""`` where they do not."""

    send_email: str = "SendEmail"
    """What SendEmail is called that asks so: with its version, where that can be told."""
    sender: str = ""
    about: str = ""
    """The identity that a change is about."""
    config_set: str = ""
    template: str = ""
    tags: tuple[str, ...] = ()
    unknown: str = ""
    """`UNKNOWN` where CloudTrail left the request out: what it names cannot be told."""


class ResourcesPart(msgspec.Struct, frozen=True, gc=False):
    """The names in the ARNs of ``resources``, of each kind the first."""

    identity: str = ""
    config_set: str = ""
    template: str = ""


_NOBODY: Final = CallerPart()
NOT_GIVEN: Final = RequestPart()
"""What is read of no request at all."""
_LEFT_OUT: Final = RequestPart(unknown=UNKNOWN)
_NONE: Final = ResourcesPart()
_identity: Final = msgspec.json.Decoder(Identity | None).decode
_parameters: Final = msgspec.json.Decoder(Parameters | None).decode
_resources: Final = msgspec.json.Decoder(list[RecordResource] | None).decode
_UNUSUAL: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def _cached(read: Callable[[bytes], T]) -> Callable[[bytes], T]:
    """Keep what ``read`` returned for each text; a long one is read each time it comes."""
    cache: dict[bytes, T] = {}

    @wraps(read)
    def cached(raw: bytes) -> T:
        part = cache.get(raw)
        if part is None:
            part = read(raw)
            if len(raw) <= _LONGEST:
                if len(cache) >= _MOST:
                    cache.clear()
                cache[raw] = part
        return part

    return cached


@_cached
def caller_part(raw: bytes) -> CallerPart:
    """Return what ``userIdentity`` says; `_NOBODY` where it is no object."""
    try:
        identity = _identity(raw)
    except _UNUSUAL:
        identity = _as_far_as_it_fits(Identity, raw)
    if identity is None:
        return _NOBODY
    return CallerPart(principal_name(identity), _mfa(identity), identity.account_id or "")


@_cached
def request_part(raw: bytes) -> RequestPart:
    """Return what ``requestParameters`` say; `NOT_GIVEN` where they are no object."""
    try:
        parameters = _parameters(raw)
    except _UNUSUAL:
        parameters = _as_far_as_it_fits(Parameters, raw)
    if parameters is None:
        return NOT_GIVEN
    if parameters.omitted in TRUE:
        return _LEFT_OUT
    return RequestPart(
        request.send_email_of(parameters),
        request.sender_of(parameters),
        request.about(parameters),
        request.config_set_of(parameters),
        request.template_of(parameters),
        request.tags_of(parameters),
    )


@_cached
def resources_part(raw: bytes) -> ResourcesPart:
    """Return the names in ``resources``; `_NONE` where they are no list."""
    try:
        resources = _resources(raw)
    except _UNUSUAL:
        resources = _those_that_fit(raw)
    if not resources:
        return _NONE
    return ResourcesPart(
        *(_named(resources, mark) for mark in (_IDENTITY, _CONFIGURATION_SET, _TEMPLATE))
    )


def _as_far_as_it_fits(kind: type[S], raw: bytes) -> S | None:
    data = _loaded(raw)
    return pick(kind, data) if isinstance(data, dict) else None


def _those_that_fit(raw: bytes) -> list[RecordResource]:
    data = _loaded(raw)
    objects = map(as_object, data if isinstance(data, list) else ())
    return [pick(RecordResource, item) for item in objects if isinstance(item, dict)]


def _loaded(raw: bytes) -> Any:
    try:
        return as_object(load(raw))
    except (ValueError, RecursionError):
        return None


def _mfa(identity: Identity) -> str:
    context = identity.session_context
    attributes = context.attributes if context is not None else None
    authenticated = attributes.mfa_authenticated if attributes is not None else None
    if authenticated is None or authenticated == "":
        return ""
    return "yes" if authenticated in TRUE else "no"


def _named(resources: Sequence[RecordResource], mark: str) -> str:
    """Return the name after ``mark`` in the first ARN that has it, else ``""``."""
    for resource in resources:
        if resource.arn is not None and mark in resource.arn:
            return resource.arn.partition(mark)[2]
    return ""
