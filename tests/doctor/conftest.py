"""An account to examine, and the doctor that examines it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sestrail_tui.account.session import clients
from tests.local_aws.embedded import Aws, fresh

if TYPE_CHECKING:
    from collections.abc import Callable


__all__ = ["fresh"]


@pytest.fixture(autouse=True)
def _models_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all examinations share what botocore reads of AWS's models: a third of their time."""
    warm = clients.warm_session

    def warm_and_shared(profile: str | None) -> Any:
        from aiobotocore.session import AioSession

        session = AioSession(profile=profile)
        if not _LOADERS:
            _LOADERS.append(warm(profile).get_component("data_loader"))
        session.register_component("data_loader", _LOADERS[0])
        return session

    monkeypatch.setattr(clients, "warm_session", warm_and_shared)


_LOADERS: list[Any] = []


@pytest.fixture
def sending(fresh: Callable[..., Aws]) -> Aws:
    """An account where everything is on and one identity may send."""
    aws = fresh()
    aws.client("ses").verify_email_identity(EmailAddress="shop@example.com")
    return aws
