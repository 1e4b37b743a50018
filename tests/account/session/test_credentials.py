from __future__ import annotations

import stat
import threading
from typing import TYPE_CHECKING, Any

import pytest
from botocore.credentials import Credentials as StaticKeys

from sestrail_tui.account.session.credentials import Credentials, ask_for_mfa, settle, static
from sestrail_tui.core.errors import NotSetUp, PersonNeeded

if TYPE_CHECKING:
    from pathlib import Path

MFA = """
[profile base]
aws_access_key_id = AKIDBASE
aws_secret_access_key = secret
[profile role]
role_arn = arn:aws:iam::123456789012:role/reader
source_profile = base
mfa_serial = arn:aws:iam::123456789012:mfa/me
region = eu-west-1
"""


def configure(home: Path, text: str) -> None:
    (home / ".aws" / "config").write_text(text)


async def keys(credentials: Credentials) -> str:
    return str((await credentials.get_frozen_credentials()).access_key)


async def test_static_keys_of_a_profile(aws_home: Path) -> None:
    configure(
        aws_home,
        "[profile p]\nregion = eu-west-1\naws_access_key_id = AKIDP\naws_secret_access_key = s\n",
    )
    settled = settle("p")
    assert settled.region == "eu-west-1"
    assert await keys(settled.credentials) == "AKIDP"


async def test_the_environment_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDENV")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-northeast-1")
    settled = settle(None)
    assert await keys(settled.credentials) == "AKIDENV"
    assert settled.region == "ap-northeast-1"
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    assert settle(None).region == "eu-west-1", "as the AWS CLI has it"


def test_nothing_set_up() -> None:
    with pytest.raises(NotSetUp, match="aws configure"):
        settle(None)


def test_an_unknown_profile() -> None:
    with pytest.raises(NotSetUp, match="nobody"):
        settle("nobody")


def test_a_broken_config_file(aws_home: Path) -> None:
    configure(aws_home, "[profile p\nregion")
    with pytest.raises(NotSetUp, match="configuration"):
        settle("p")


def test_a_missing_sso_login_names_the_command(aws_home: Path) -> None:
    configure(
        aws_home,
        "[profile corp]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n"
        "[sso-session s]\nsso_region = eu-west-1\nsso_start_url = https://x\n",
    )
    with pytest.raises(PersonNeeded, match="aws sso login --profile corp"):
        settle("corp")


def test_an_mfa_code_is_never_asked_for_when_settling(aws_home: Path) -> None:
    configure(aws_home, MFA)
    with pytest.raises(PersonNeeded, match="MFA code: run `aws sts get-caller-identity"):
        settle("role")


async def test_an_mfa_code_typed_once_serves_from_then_on(
    aws_home: Path, moto_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(aws_home, MFA)
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", moto_url)
    asked: list[str] = []

    def prompter(prompt: str) -> str:
        asked.append(prompt)
        return "123456"

    ask_for_mfa("role", prompter)
    settled = settle("role")

    assert len(asked) == 1
    assert "mfa/me" in asked[0]
    assert (await keys(settled.credentials)).startswith("ASIA")
    cached = list((aws_home / ".aws" / "cli" / "cache").iterdir())
    assert len(cached) == 1, "where the AWS CLI looks too"
    assert stat.S_IMODE(cached[0].stat().st_mode) == 0o600


class Expiring:
    """Credentials that have to be refreshed, as botocore's are."""

    method = "test"

    def __init__(self) -> None:
        self.refreshed_in: int | None = None

    def refresh_needed(self) -> bool:
        return self.refreshed_in is None

    def get_frozen_credentials(self) -> Any:
        self.refreshed_in = threading.get_ident()
        return StaticKeys("fresh", "s").get_frozen_credentials()


async def test_a_refresh_runs_in_a_thread() -> None:
    held = Expiring()
    assert await keys(Credentials(held)) == "fresh"
    assert held.refreshed_in != threading.get_ident()


async def test_renewing_reads_the_configuration_again(aws_home: Path) -> None:
    text = "[profile p]\naws_access_key_id = {}\naws_secret_access_key = s\n"
    configure(aws_home, text.format("OLD"))
    credentials = settle("p").credentials
    configure(aws_home, text.format("NEW"))
    assert await keys(credentials) == "OLD"
    await credentials.renew()
    assert await keys(credentials) == "NEW"
    configure(aws_home, "")
    with pytest.raises(NotSetUp):
        await credentials.renew()
    assert await keys(credentials) == "NEW", "what worked stays"


async def test_static_credentials_have_nothing_to_renew() -> None:
    credentials = static("a", "b")
    await credentials.renew()
    assert await keys(credentials) == "a"
