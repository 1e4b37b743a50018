"""The doctor's screen: what it shows, copies and asks anew, and how one gets there."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from sestrail_tui.account.report import Finding, Fix, Level, Report
from sestrail_tui.follow.protocol import Examinable
from sestrail_tui.tui.detail import clipboard
from sestrail_tui.tui.panels import doctor_text
from sestrail_tui.tui.panes.list_pane import ListPane
from sestrail_tui.tui.panes.page_pane import PagePane
from tests.tui.app.driving import main, until
from tests.tui.hosting import HOSTILE, screen_text
from tests.tui.panels.doctor_screen import Account, app_over, opened
from tests.tui.world import app_of

COMMAND = ("aws", "cloudtrail", "start-logging", "--name", "ses sends")
GOOD = Finding("caller", "Caller", Level.GOOD, "arn:aws:iam::123456789012:user/me")
OFF = Finding(
    "trail.logging",
    "Trail ses-sends",
    Level.MISSING,
    "It is switched off.",
    "It records nothing.",
    Fix((COMMAND,), note="At once."),
)
VERDICT = Finding("verdict", "No send would be seen", Level.MISSING, "It is off.", fix=OFF.fix)
YES = Finding("verdict", "Sends would be seen", Level.GOOD, "Yes.")


def report(*findings: Finding, label: str = "") -> Report:
    return Report(findings, "123456789012", "us-east-1", label)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_the_verdict_is_first_with_the_command_to_run(size: tuple[int, int]) -> None:
    app = app_over(Account((report(GOOD, OFF, VERDICT),)))
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "Press D" in screen_text(app))
        await opened(pilot, app)
        text = screen_text(app)
        assert "✗ missing  No send would be seen" in text.splitlines()[1]
        assert "aws cloudtrail start-logging --name 'ses sends'" in text
        assert "✓ good     Caller" in text
        await pilot.press("down", "down")
        text = screen_text(app)
        assert "It records nothing." in text
        assert "╭─ Trail ses-sends" in text
        assert all(cell_len(line) == size[0] for line in text.splitlines())


async def test_it_says_that_it_checks_and_checks_again() -> None:
    account = Account((report(GOOD, OFF, VERDICT),), (report(GOOD, YES),))
    account.answer.clear()
    app = app_over(account)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, app)
        assert "checking…" in screen_text(app)
        await pilot.press("y", "down", "tab", "tab")
        account.answer.set()
        await until(pilot, lambda: "No send would be seen" in screen_text(app))
        assert "checking…" not in screen_text(app)
        await pilot.press("down", "down")
        assert screen.list.cursor == 2
        await pilot.press("r")
        await until(pilot, lambda: "Sends would be seen" in screen_text(app))
        assert screen.list.cursor == 1
        await pilot.press("tab")
        assert screen.query_one(PagePane).has_focus
        await pilot.press("D")
        assert app.screen is main(app)


async def test_y_copies_the_command_under_the_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []

    async def copy(text: str, what: str, **_: object) -> clipboard.CopyOutcome:
        copied.append(text)
        return clipboard.CopyOutcome(f"Copied {what}", ok=True)

    monkeypatch.setattr(clipboard, "copy", copy)
    app = app_over(Account((report(GOOD, OFF, VERDICT),)))
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, app)
        await pilot.press("y")
        await until(pilot, lambda: bool(copied))
        await pilot.press("down", "y")
        await pilot.pause()
        assert copied == ["aws cloudtrail start-logging --name 'ses sends'"]


def test_the_easier_command_is_copied_first_and_a_way_through_the_console_last() -> None:
    easier = Fix((COMMAND,), "There", easier=("sestrail", "logging", "on"))
    found = [
        doctor_text.to_copy(Finding("c", "t", Level.MISSING, "s", fix=fix))
        for fix in (easier, Fix((COMMAND, COMMAND)), Fix(console="There"), None)
    ]
    aws = "aws cloudtrail start-logging --name 'ses sends'"
    assert found == ["sestrail logging on", f"{aws}\n{aws}", "There", ""]


async def test_several_accounts_are_told_apart_and_the_mouse_chooses() -> None:
    reports = (report(GOOD, YES, label="staging"), report(OFF, VERDICT, label="prod"))
    app = app_over(Account(reports))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, app)
        text = screen_text(app)
        assert "staging: Sends would be seen" in text
        assert "prod: No send would be seen" in text
        await pilot.click(ListPane, offset=(10, 4))
        assert screen.list.cursor == 3


async def test_over_files_there_is_nothing_to_examine() -> None:
    app = app_of([])
    assert not isinstance(app._main.feed.connection, Examinable)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("D")
        await until(pilot, lambda: bool(app._notifications))
        assert ["no account behind" in one.message for one in app._notifications] == [True]
        assert app.screen is main(app)


async def test_hostile_text_stays_text() -> None:
    hostile = Finding("x", HOSTILE, Level.UNKNOWN, HOSTILE, HOSTILE,
                      Fix((("aws", HOSTILE),), HOSTILE, HOSTILE, ("x", HOSTILE)))  # fmt: skip
    app = app_over(Account((report(hostile, label=HOSTILE), report(hostile))))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        text = screen_text(app)
        assert "\x1b" not in text
        assert "[bold]" in text
        assert all(cell_len(line) == 80 for line in text.splitlines())
