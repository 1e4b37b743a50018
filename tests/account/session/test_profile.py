from __future__ import annotations

import pytest

from sestrail_tui.account.session.profile import Renewal, renewal

PROFILES = {
    "plain": {"region": "eu-west-1"},
    "sso": {"sso_session": "corp"},
    "old-sso": {"sso_start_url": "https://x", "sso_account_id": "1"},
    "console": {"login_session": "arn"},
    "mfa": {"role_arn": "r", "source_profile": "plain", "mfa_serial": "m"},
    "over-sso": {"role_arn": "r", "source_profile": "sso"},
    "over-mfa": {"role_arn": "r", "source_profile": "mfa"},
    "itself": {"role_arn": "r", "source_profile": "itself"},
    "one": {"source_profile": "two"},
    "two": {"source_profile": "one"},
}


@pytest.mark.parametrize(
    ("profile", "want", "part"),
    [
        ("sso", Renewal("sso", "sso"), "aws sso login --profile sso"),
        ("old-sso", Renewal("sso", "old-sso"), "aws sso login --profile old-sso"),
        ("console", Renewal("login", "console"), "aws login --profile console"),
        ("over-sso", Renewal("sso", "sso"), "aws sso login --profile sso"),
        ("mfa", Renewal("mfa", "mfa"), "aws sts get-caller-identity --profile mfa"),
        ("over-mfa", Renewal("mfa", "over-mfa"), "--profile over-mfa"),
        ("plain", Renewal("else", "plain"), "get new credentials"),
        ("itself", Renewal("else", "itself"), "get new credentials"),
        ("one", Renewal("else", "one"), "get new credentials"),
        ("unknown", Renewal("else", "unknown"), "get new credentials"),
    ],
)
def test_renewal(profile: str, want: Renewal, part: str) -> None:
    found = renewal(PROFILES, profile)
    assert found == want
    assert part in found.instruction
