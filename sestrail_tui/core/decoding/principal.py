"""Who called, as people say it: ``role/session``, a user's name, ``root``, ``account 1234...``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.decoding.kinds import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.core.decoding.wire import Identity

_PERMISSION_SET: Final = re.compile(r"AWSReservedSSO_(.+?)(?:_[0-9a-f]{16})?\Z")
"""The role that IAM Identity Center makes for a permission set."""
_ASSUMED: Final = ":assumed-role/"
_FEDERATED: Final = ":federated-user/"
_USER: Final = ":user/"
_ROLE: Final = ":role/"


def principal_name(identity: Identity | None) -> str:
    """Name the caller; ``""`` when the record has no ``userIdentity`` at all.

    Goes by ``type`` (AWS: CloudTrail userIdentity element), then by whatever names anyone.
    """
    if identity is None:
        return ""
    arn = identity.arn
    if arn is not None and (name := _assumed_role(arn)):  # much the most common
        return name
    return _by_type(identity) or _by_anything(identity)


def _assumed_role(arn: str) -> str:
    """Turn ``...:assumed-role/ROLE/SESSION`` into what people say; ``""`` for any other ARN."""
    role, _, session = arn.partition(_ASSUMED)[2].partition("/")
    return role_session(role, session)


def role_session(role: str, session: str) -> str:
    """Join role and session; one name when they are equal or only one is known."""
    permission_set = _PERMISSION_SET.match(role)
    if permission_set:
        role = f"{permission_set[1]} (Identity Center)"
    if not session or session == role:
        return role
    return f"{role}/{session}" if role else session


def _by_type(identity: Identity) -> str:
    read = _TYPES.get(identity.type or "")
    return read(identity) if read is not None else ""


def _federated(identity: Identity) -> str:
    user = _after(identity.arn, _FEDERATED) or _after(identity.principal_id, ":")
    return f"{user} (federated)" if user else ""


def _assumed_without_arn(identity: Identity) -> str:
    context = identity.session_context
    issuer = context.session_issuer if context else None
    role = (_known(issuer.user_name) or _last(issuer.arn)) if issuer else ""
    return role_session(role, _after(identity.principal_id, ":"))


def _account(identity: Identity) -> str:
    account = identity.account_id or identity.principal_id
    return f"account {account}" if account else ""


def _identity_center(identity: Identity) -> str:
    person = identity.on_behalf_of.user_id if identity.on_behalf_of else None
    return f"{_known(identity.user_name) or person or 'user'} (Identity Center)"


def _saml(identity: Identity) -> str:
    return f"{_known(identity.user_name) or identity.principal_id or 'user'} (SAML)"


def _web_identity(identity: Identity) -> str:
    name = _known(identity.user_name) or identity.principal_id or "user"
    return f"{name} ({identity.identity_provider or 'web identity'})"


_TYPES: Final[dict[str, Callable[[Identity], str]]] = {
    "Root": lambda _: "root",
    "AssumedRole": _assumed_without_arn,
    "FederatedUser": _federated,
    "AWSService": lambda identity: identity.invoked_by or identity.principal_id or "",
    "AWSAccount": _account,
    "IdentityCenterUser": _identity_center,
    "SAMLUser": _saml,
    "WebIdentityUser": _web_identity,
}
"""The types whose name is more than ``userName`` or the end of an ARN."""


def _by_anything(identity: Identity) -> str:
    return (
        _known(identity.user_name)
        or _named_in(identity.arn)
        or identity.invoked_by
        or _after(identity.principal_id, ":")
        or identity.principal_id
        or (f"account {identity.account_id}" if identity.account_id else "")
        or ("(hidden)" if identity.user_name else "")
        or (identity.type or "")
    )


def _named_in(arn: str | None) -> str:
    if not arn:
        return ""
    if arn.endswith(":root"):
        return "root"
    if _FEDERATED in arn:
        return f"{_after(arn, _FEDERATED)} (federated)"
    if _USER in arn or _ROLE in arn:
        return _last(arn)
    return arn


def _known(name: str | None) -> str:
    return "" if not name or name == HIDDEN else name


def _after(text: str | None, mark: str) -> str:
    return text.partition(mark)[2] if text else ""


def _last(arn: str | None) -> str:
    """Return the name at the end of an ARN, without the path of a user or role."""
    return arn.rpartition("/")[2] if arn and "/" in arn else ""
