"""Which trail is meant, and which must not be touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sestrail_tui.account.recording.trail_choice import named, need_own, none_found, only, trails
from sestrail_tui.core.errors import AccessDenied, UsageError
from tests.account.recording.world import ACCOUNT, trail

if TYPE_CHECKING:
    from tests.account.recording.world import World

HERE = "us-east-1"
MINE, OTHER, BARE = trail("mine"), trail("other"), trail("bare", group="")
THEIRS = trail("org", account="999999999999")


def test_the_only_one_with_a_log_group() -> None:
    assert only((MINE, BARE, THEIRS), ACCOUNT, HERE) is MINE
    assert only((BARE, THEIRS), ACCOUNT, HERE) is None
    with pytest.raises(UsageError, match="one of mine, other"):
        only((MINE, OTHER), ACCOUNT, HERE)


def test_by_name_and_by_arn() -> None:
    found = (MINE, OTHER, THEIRS)
    assert named(found, "mine", HERE) is MINE
    assert named(found, OTHER.trail_arn, HERE) is OTHER
    with pytest.raises(UsageError, match="no trail nope in us-east-1, that has mine, other"):
        named(found, "nope", HERE)
    with pytest.raises(UsageError, match="none at all"):
        named((), "nope", HERE)
    with pytest.raises(UsageError, match="␛"):
        named((), "\x1b", HERE)


def test_the_shadow_of_another_region_is_changed_at_home(embedded: World) -> None:
    found = embedded.do(trails(embedded.reached))
    assert named(found, "ses-sends", "eu-west-1").home_region == HERE


def test_another_accounts_trail_is_left_alone() -> None:
    need_own(MINE, ACCOUNT)
    need_own(THEIRS, "")
    with pytest.raises(AccessDenied, match="account 999999999999, which alone can change"):
        need_own(THEIRS, ACCOUNT)


def test_what_to_do_where_there_is_none() -> None:
    assert "--create" in str(none_found((), ACCOUNT, HERE))
    assert "--trail (bare)" in str(none_found((BARE, THEIRS), ACCOUNT, HERE))
