"""Profile, region and credentials, settled by botocore's own chain, in a thread, never asking.

One chain serves everything: aiobotocore is handed what it finds (`Credentials`), so refreshing
runs here as well and cannot prompt or block the event loop. Only `login` may ask a person.
"""

from __future__ import annotations

import asyncio
import getpass
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, NoReturn

from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.setup_errors import to_setup_error
from sestrail_tui.account.errors.unread_files import unread_files
from sestrail_tui.account.session.ca_bundle import check_ca_bundle
from sestrail_tui.account.session.profile import login_instruction
from sestrail_tui.core.errors import NotSetUp, PersonNeeded

Prompter = Callable[[str], str]
READING: Final = CallName("reading the credentials")
_CONFIGURATION: Final = "reading the AWS configuration"


@dataclass(frozen=True, slots=True)
class Settled:
    """What the AWS configuration says, read once."""

    credentials: Credentials
    region: str
    """The region of the environment or the profile; ``""`` where none is set."""
    login: str
    """What a person does to renew the credentials, as the end of a sentence."""


class Credentials:
    """botocore's credentials as aiobotocore wants them: frozen in a thread where that may block."""

    def __init__(
        self, keys: Any, renew: Callable[[], Any] | None = None, call: CallName = READING
    ) -> None:
        """``call`` is what a sentence says was done where a refresh fails."""
        self._keys = keys
        self._renew = renew
        self._call = call
        self.method: str = keys.method

    async def get_frozen_credentials(self) -> Any:
        """Return the keys to sign with, refreshed in a thread when they are about to run out.

        Raises `SourceError`, `PersonNeeded` where the chain would have asked.
        """
        try:
            refresh_needed = getattr(self._keys, "refresh_needed", None)
            if refresh_needed is None or not refresh_needed():
                return self._keys.get_frozen_credentials()
            return await asyncio.to_thread(self._keys.get_frozen_credentials)
        except Exception as error:
            raise to_setup_error(error, self._call) from error

    def get_deferred_property(self, _name: str) -> Callable[[], None]:
        """Return nothing: botocore asks for the account, for endpoints that none of ours has."""
        return lambda: None

    def get_account_id(self) -> None:
        """Return nothing, as above."""

    async def renew(self) -> None:
        """Read the whole configuration again, as after a login in another terminal.

        Raises `SourceError` and leaves the old credentials in place.
        """
        if self._renew is not None:
            self._keys = await asyncio.to_thread(self._renew)


def settle(profile: str | None) -> Settled:
    """Read profile, region and credentials; blocks (files, network), never prompts.

    Raises `NotSetUp`, `PersonNeeded`, `CredentialsExpired`, `AccessDenied` or `Unreachable`.
    """
    session = _session(profile, _refuse_to_ask)
    login = login_instruction(session)
    keys = _freeze(session, login)
    try:
        # botocore itself reads AWS_DEFAULT_REGION only; the AWS CLI and all other SDKs this.
        region = os.environ.get("AWS_REGION") or session.get_config_variable("region") or ""
    except Exception as error:
        raise to_setup_error(error, CallName(_CONFIGURATION, login=login), session) from error

    def renew() -> Any:
        fresh = _session(profile, _refuse_to_ask)
        return _freeze(fresh, login_instruction(fresh))

    return Settled(Credentials(keys, renew, replace(READING, login=login)), region, login)


def static(access_key: str, secret_key: str) -> Credentials:
    """Return credentials that never change, such as those of the embedded AWS."""
    from botocore.credentials import Credentials as StaticKeys  # noqa: PLC0415

    return Credentials(StaticKeys(access_key, secret_key, method="explicit"))


def ask_for_mfa(profile: str | None, prompter: Prompter = getpass.getpass) -> None:
    """Assume the profile's role with an MFA code asked on the terminal; blocks.

    The temporary credentials go to the AWS CLI's cache, where `settle` finds them.
    Raises `SourceError` when AWS does not take the code.
    """
    session = _session(profile, prompter)
    _freeze(session, login_instruction(session))


def open_session(profile: str | None) -> Any:
    """Return a botocore session that never prompts.

    Raises `NotSetUp` where the profile does not exist or the configuration cannot be read.
    """
    return _session(profile, _refuse_to_ask)


def _session(profile: str | None, prompter: Prompter) -> Any:
    from sestrail_tui.account.session.botocore_session import BotocoreSession  # noqa: PLC0415

    session = None
    try:
        session = BotocoreSession(profile, prompter)
        check_ca_bundle(session)
    except Exception as error:
        raise to_setup_error(error, CallName(_CONFIGURATION), session) from error
    return session


def _freeze(session: Any, login: str) -> Any:
    try:
        keys = session.get_credentials()
        if keys is not None:
            keys.get_frozen_credentials()
    except PersonNeeded as error:
        raise PersonNeeded(f"{error.message}: {login}.") from error
    except Exception as error:
        raise to_setup_error(error, replace(READING, login=login), session, "sts") from error
    if keys is None:
        raise NotSetUp(
            f"No AWS credentials were found.{unread_files()} Name a profile with --profile, set "
            "AWS_PROFILE or AWS_ACCESS_KEY_ID, or run `aws configure`."
        )
    return keys


def _refuse_to_ask(_prompt: str) -> NoReturn:
    raise PersonNeeded("The profile's role wants an MFA code")
