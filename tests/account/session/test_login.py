from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.account.session import login as login_module
from sestrail_tui.account.session.login import login
from sestrail_tui.core.errors import AccessDenied, NotSetUp, PersonNeeded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SSO = "[profile corp]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n"
MFA = "[profile role]\nrole_arn = r\nsource_profile = base\nmfa_serial = m\n[profile base]\n"


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    commands: list[Sequence[str]] = []

    def run(command: Sequence[str], *, check: bool) -> subprocess.CompletedProcess[bytes]:
        commands.append(command)
        return subprocess.CompletedProcess(command, len(commands) - 1)

    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}")
    monkeypatch.setattr("subprocess.run", run)
    return commands


def test_sso_logs_in_with_the_aws_cli(aws_home: Path, ran: list[Sequence[str]]) -> None:
    (aws_home / ".aws" / "config").write_text(SSO)
    login("corp")
    assert ran == [["/bin/aws", "sso", "login", "--profile", "corp"]]
    with pytest.raises(PersonNeeded, match="login failed"):
        login("corp")


def test_without_the_aws_cli_it_says_so(aws_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (aws_home / ".aws" / "config").write_text(SSO)
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(PersonNeeded, match=r"not on PATH.*aws sso login --profile corp"):
        login("corp")


def test_a_wrong_mfa_code_may_be_typed_again(
    aws_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (aws_home / ".aws" / "config").write_text(MFA)
    tries: list[str | None] = []

    def ask(profile: str | None) -> None:
        tries.append(profile)
        if len(tries) != 2:
            raise AccessDenied("MultiFactorAuthentication failed.")

    monkeypatch.setattr(login_module, "ask_for_mfa", ask)
    login("role")
    assert tries == ["role", "role"]
    with pytest.raises(AccessDenied):
        login("role")
    assert len(tries) == 5


def test_keys_that_come_from_elsewhere_have_no_login(aws_home: Path) -> None:
    (aws_home / ".aws" / "config").write_text("[profile p]\naws_access_key_id = a\n")
    with pytest.raises(PersonNeeded, match="no login of its own"):
        login("p")
    with pytest.raises(NotSetUp, match="nobody"):
        login("nobody")
