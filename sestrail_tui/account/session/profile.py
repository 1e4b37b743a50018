"""How a person renews a profile's credentials: an SSO login, an AWS login, an MFA code, or else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Mapping

Way = Literal["sso", "login", "mfa", "else"]

_SSO_KEYS: Final = ("sso_session", "sso_start_url", "sso_account_id")
_CHAIN_LIMIT: Final = 8


@dataclass(frozen=True, slots=True)
class Renewal:
    """The way a profile's credentials are renewed, and the profile to name to the AWS CLI."""

    way: Way
    profile: str

    @property
    def arguments(self) -> tuple[str, ...]:
        """The AWS CLI's arguments that do it; empty where the CLI cannot."""
        verb: dict[Way, tuple[str, ...]] = {"sso": ("sso", "login"), "login": ("login",)}
        if self.way not in verb:
            return ()
        return (*verb[self.way], "--profile", self.profile)

    @property
    def instruction(self) -> str:
        """The end of a sentence that says what to do."""
        if self.arguments:
            return f"run `aws {' '.join(map(safe, self.arguments))}`"
        if self.way == "mfa":
            command = f"aws sts get-caller-identity --profile {safe(self.profile)}"
            return f"run `{command}` and type the MFA code"
        return "get new credentials where these come from"


def renewal(profiles: Mapping[str, Mapping[str, Any]], profile: str) -> Renewal:
    """Find how ``profile`` is renewed, following ``source_profile``.

    ``profiles`` is the ``profiles`` part of botocore's ``Session.full_config``.
    """
    name = profile
    for _ in range(_CHAIN_LIMIT):
        settings = profiles.get(name, {})
        if any(key in settings for key in _SSO_KEYS):
            return Renewal("sso", name)
        if "login_session" in settings:
            return Renewal("login", name)
        if "mfa_serial" in settings:
            return Renewal("mfa", profile)
        source = settings.get("source_profile", name)
        if source == name:
            break
        name = source
    return Renewal("else", profile)


def renewal_of(session: Any) -> Renewal:
    """Find how the profile of a botocore session is renewed."""
    try:
        profiles = session.full_config.get("profiles", {})
    except Exception:
        profiles = {}
    return renewal(profiles, session.get_config_variable("profile") or "default")


def login_instruction(session: Any) -> str:
    """Return the end of a sentence that says how the session's credentials are renewed."""
    return renewal_of(session).instruction
