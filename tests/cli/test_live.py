"""The flags of Live Tail: what they ask for, what they say, and what cannot be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from sestrail_tui.cli.commands.demo import demo
from sestrail_tui.cli.commands.tail import tail
from sestrail_tui.cli.demo.ended import WhileUp
from sestrail_tui.core.errors import UsageError
from sestrail_tui.follow.connections.deferred import Deferred

if TYPE_CHECKING:
    from sestrail_tui.places.connect import AwsConnection
    from sestrail_tui.places.options import Options


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Options]:
    options: list[Options] = []

    def run(connection: Deferred | AwsConnection | WhileUp, *_rest: Any, **_more: Any) -> int:
        inner: Any = connection.connection if isinstance(connection, WhileUp) else connection
        if isinstance(inner, Deferred):
            inner = inner._now()
        options.append(inner._options)
        return 0

    monkeypatch.setattr("sestrail_tui.cli.commands.tail.run", run)
    monkeypatch.setattr("sestrail_tui.cli.commands.demo.run", run)
    return options


def test_live_tail_is_asked_for_and_its_cost_is_said_once(asked: list[Options]) -> None:
    said = CliRunner().invoke(tail, ["--live"], catch_exceptions=False).output
    assert said.count("AWS bills Live Tail by the minute") == 1
    assert "1,800 minutes a month" in said
    assert asked[0].flags.is_on("live")


def test_without_the_flag_nothing_costs_and_nothing_is_said(asked: list[Options]) -> None:
    assert CliRunner().invoke(tail, [], catch_exceptions=False).output == ""
    assert not asked[0].flags.is_on("live")


def test_nothing_new_cannot_be_pushed() -> None:
    with pytest.raises(UsageError, match="leave it out with --no-follow"):
        CliRunner().invoke(
            tail, ["--live", "--no-follow"], catch_exceptions=False, standalone_mode=False
        )


@pytest.mark.parametrize(("flags", "live"), [([], False), (["--source", "live"], True)])
def test_the_demo_shows_it_without_costs(
    asked: list[Options], flags: list[str], live: bool
) -> None:
    said = CliRunner().invoke(demo, ["--rate", "0", *flags], catch_exceptions=False).output
    assert asked[0].flags.is_on("live") is live
    assert "bills" not in said
