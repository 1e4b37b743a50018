"""An account to examine, and the doctor that examines it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from sestrail_tui.account.session import clients
from sestrail_tui.account.session.credentials import Settled, static
from sestrail_tui.core.clock import SystemClock
from sestrail_tui.doctor.examine import ExamineOptions, examine
from tests.doctor.tried_commands import assert_tried
from tests.local_aws.conftest import Aws, fresh

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.account.report import Finding, Report
    from sestrail_tui.core.clock import Clock

__all__ = ["fresh"]


def examined(
    aws: Aws,
    key: str = "AKIATEST",
    clock: Clock | None = None,
    region: str = "us-east-1",
    **more: object,
) -> Report:
    """Examine an embedded account once."""
    asked = ExamineOptions(region=region, endpoint_url=aws.server.endpoint, **more)  # type: ignore[arg-type]
    settled = Settled(static(key, "secret"), region, "log in")
    report = asyncio.run(examine(lambda: settled, asked, clock or SystemClock()))
    assert_tried(report.findings)
    return report


def finding(report: Report, check: str, title: str = "") -> Finding:
    """Give the finding of a check."""
    found = [one for one in report.findings if one.check == check and title in one.title]
    assert found, (check, [one.check for one in report.findings])
    return found[0]


@pytest.fixture(autouse=True)
def _models_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all examinations share what botocore reads of AWS's models: a third of their time."""
    warm = clients._warm_session

    def warm_and_shared(profile: str | None) -> Any:
        from aiobotocore.session import AioSession

        session = AioSession(profile=profile)
        if not _LOADERS:
            _LOADERS.append(warm(profile).get_component("data_loader"))
        session.register_component("data_loader", _LOADERS[0])
        return session

    monkeypatch.setattr(clients, "_warm_session", warm_and_shared)


_LOADERS: list[Any] = []


@pytest.fixture
def sending(fresh: Callable[..., Aws]) -> Aws:
    """An account where everything is on and one identity may send."""
    aws = fresh()
    aws.client("ses").verify_email_identity(EmailAddress="shop@example.com")
    return aws
