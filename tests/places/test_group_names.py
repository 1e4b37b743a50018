from __future__ import annotations

import pytest

from sestrail_tui.account.discovery.log_groups import LogGroup
from sestrail_tui.core.errors import NotSetUp
from sestrail_tui.places.claims import Claims
from sestrail_tui.places.group_names import group_name, of_account

HERE = LogGroup("logs", "us-east-1", "111111111111")
THERE = LogGroup("logs", "eu-west-1", "222222222222")
NAMED = LogGroup("logs", "us-east-1")


def test_a_name_tells_apart_what_differs_and_no_more() -> None:
    assert group_name(HERE, (HERE,)) == "logs"
    assert group_name(HERE, (HERE, LogGroup("b", "eu-west-1"))) == "logs us-east-1"
    assert group_name(THERE, (HERE, THERE)) == "logs eu-west-1 222222222222"


def test_each_account_reads_its_own_and_says_what_it_leaves() -> None:
    own, notes = of_account((HERE, THERE, NAMED), "111111111111")
    assert own == (HERE, NAMED)
    assert notes == ("Log group logs is left to the profile or role of account 222222222222.",)
    assert of_account((HERE, THERE), "") == ((HERE, THERE), ())
    assert of_account((), "1") == ((), ())


def test_an_account_without_any_says_so() -> None:
    with pytest.raises(NotSetUp, match="None of the log groups given is of account 333333333333"):
        of_account((HERE, THERE), "333333333333")


def test_the_first_that_finds_a_place_keeps_it() -> None:
    claims = Claims()
    first, second = object(), object()
    assert claims.claim(first, "lake", "1")
    assert not claims.claim(second, "lake", "1")
    assert claims.claim(second, "lake", "2")
    assert claims.claim(first, "lake", "1")
