"""Renewing credentials with the person at the plain terminal: the only place that asks."""

from __future__ import annotations

import shutil
import subprocess
from typing import Final

from sestrail_tui.account.session.credentials import ask_for_mfa, open_session
from sestrail_tui.account.session.profile import Renewal, renewal_of
from sestrail_tui.core.errors import AccessDenied, PersonNeeded

_MFA_TRIES: Final = 3


def login(profile: str | None) -> None:
    """Log in as the profile wants it: ``aws sso login``, ``aws login``, or an MFA code.

    Blocks, and talks to the person on stdin and stdout. Raises `PersonNeeded` where it did not
    work or the profile's credentials are renewed elsewhere, with the sentence that says how.
    """
    way = renewal_of(open_session(profile))
    if way.arguments:
        _aws_cli(way)
    elif way.way == "mfa":
        _mfa(profile)
    else:
        raise PersonNeeded(
            f"Profile {way.profile} has no login of its own: {way.instruction} (environment, "
            "~/.aws/credentials, or the tool that writes them); they are read again by itself."
        )


def _aws_cli(way: Renewal) -> None:
    program = shutil.which("aws")
    if program is None:
        raise PersonNeeded(
            f"The AWS CLI is not on PATH here: install it and {way.instruction}, in any terminal."
        )
    if subprocess.run([program, *way.arguments], check=False).returncode != 0:  # noqa: S603
        raise PersonNeeded(f"The login failed: {way.instruction}, and read what it prints.")


def _mfa(profile: str | None) -> None:
    for tries_left in reversed(range(_MFA_TRIES)):
        try:
            ask_for_mfa(profile)
        except AccessDenied:
            if not tries_left:
                raise
        else:
            return
