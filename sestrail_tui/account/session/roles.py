"""Assuming a role that was named on the command line, with a profile's credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.error_classes import no_region
from sestrail_tui.account.errors.source_errors import to_source_error
from sestrail_tui.account.session.credentials import Credentials, Settled, open_session, settle
from sestrail_tui.core.errors import NotSetUp
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Callable

_SESSION_NAME = "sestrail"


def settle_role(profile: str | None, role: str, region: str | None) -> Settled:
    """Assume ``role`` (an ARN) with the profile's credentials; blocks, never prompts.

    ``region`` is where STS is asked, else the profile's. Renewed by itself before it runs out.
    Raises as `settle` does.
    """
    base = settle(profile)
    where = region or base.region
    if not where:
        raise NotSetUp(no_region())
    call = CallName("sts:AssumeRole", where, f"role {safe(role)}", login=base.login)

    def assume() -> Any:
        return _assumed(profile, role, where, call)

    return Settled(Credentials(assume(), assume), base.region, base.login)


def _assumed(profile: str | None, role: str, region: str, call: CallName) -> Any:
    from botocore.credentials import (  # noqa: PLC0415
        AssumeRoleCredentialFetcher,
        RefreshableCredentials,
    )

    session = open_session(profile)
    fetcher = AssumeRoleCredentialFetcher(
        _sts_in(session, region),
        session.get_credentials(),
        role,
        extra_args={"RoleSessionName": _SESSION_NAME},
    )

    def fetch() -> dict[str, Any]:
        try:
            keys: dict[str, Any] = fetcher.fetch_credentials()
        except Exception as error:
            raise to_source_error(error, call) from error
        return keys

    return RefreshableCredentials.create_from_metadata(
        fetch(), refresh_using=fetch, method="assume-role"
    )


def _sts_in(session: Any, region: str) -> Callable[..., Any]:
    def make(service: str, **more: Any) -> Any:
        return session.create_client(service, **{**more, "region_name": region})

    return make
