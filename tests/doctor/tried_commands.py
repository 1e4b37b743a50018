"""Which checks' commands are run in a test; a finding that prints another one is a failure.

Every report of the doctor's tests goes through `assert_tried`, so that no world, refusal or
judgement can lead to a command that nobody ever ran.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.doctor.seeds import SEEDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sestrail_tui.account.report import Finding

OWN_RUNS: Final[dict[str, tuple[str, ...]]] = {
    "test_logging_on_fixes_a_trail_that_records_no_send": ("verdict", "trail.selectors"),
    "test_logging_on_create_fixes_an_account_without_a_trail": ("verdict", "trails"),
    "test_logging_off_deletes_what_is_left_of_a_stack": ("stack",),
    "test_a_log_group_that_is_not_there_leads_to_the_one_that_is": ("verdict", "group.there"),
    "test_a_log_group_that_nothing_fills_leads_to_the_one_that_a_trail_fills": ("group.filled",),
    "test_a_region_that_is_not_known_leads_to_one_that_is": ("region",),
    "test_the_policy_that_is_printed_fixes_refusals": ("verdict",),
    "test_a_dead_endpoint_is_unset": ("caller",),
    "test_everything_refused_asks_for_the_policy": ("caller",),
    "test_an_account_without_keys_and_region_is_configured": ("caller",),
}
"""The tests of test_own_commands.py, and the checks whose commands they run."""
NEVER_RUN: Final[dict[str, str]] = {
    "clock": "it sets the clock of the machine that the tests run on",
}
"""Checks whose commands no test may run, and why."""
TRIED: Final = frozenset(
    {seed.check for seed in SEEDS}
    | {check for checks in OWN_RUNS.values() for check in checks}
    | NEVER_RUN.keys()
)


def assert_tried(findings: Iterable[Finding]) -> None:
    """Fail where a finding prints a command of a check none of whose commands is ever run."""
    untried = {
        one.check: one.fix.easier_shell or one.fix.shell[0]
        for one in findings
        if one.fix is not None and (one.fix.commands or one.fix.easier)
        if one.check not in TRIED
    }
    assert not untried, f"run these in a test of the doctor's commands: {untried}"
