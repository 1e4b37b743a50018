from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sestrail_tui.account.session.roles import settle_role
from sestrail_tui.core.errors import NotSetUp, Unreachable

if TYPE_CHECKING:
    from pathlib import Path

ROLE = "arn:aws:iam::222222222222:role/ses-reader"


def configure(home: Path, *lines: str) -> None:
    keys = ("aws_access_key_id = AKIDBASE", "aws_secret_access_key = s")
    (home / ".aws" / "config").write_text("\n".join(("[profile hub]", *keys, *lines)))


async def test_the_role_is_who_signs_and_is_assumed_again(aws_home: Path, moto_url: str) -> None:
    configure(aws_home, "region = eu-west-1", f"endpoint_url = {moto_url}")
    settled = settle_role("hub", ROLE, None)
    assert settled.region == "eu-west-1"
    first = await settled.credentials.get_frozen_credentials()
    assert first.access_key.startswith("ASIA")
    assert first.token
    await settled.credentials.renew()
    assert (await settled.credentials.get_frozen_credentials()).access_key != first.access_key


def test_the_region_that_was_named_serves_where_the_profile_has_none(
    aws_home: Path, moto_url: str
) -> None:
    configure(aws_home, f"endpoint_url = {moto_url}")
    with pytest.raises(NotSetUp, match="No AWS region"):
        settle_role("hub", ROLE, None)
    assert settle_role("hub", ROLE, "us-east-1").region == ""


def test_what_fails_is_said_with_the_role(aws_home: Path) -> None:
    configure(
        aws_home,
        "region = eu-west-1",
        "endpoint_url = http://127.0.0.1:9",
        "retry_mode = standard",
        "max_attempts = 1",
    )
    with pytest.raises(Unreachable, match=f"sts:AssumeRole on role {ROLE} in eu-west-1"):
        settle_role("hub", ROLE, None)
