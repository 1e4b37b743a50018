"""The flag ``--alert``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sestrail_tui.alerts.rule_names import RULES
from sestrail_tui.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.alerts.rule_names import RuleName
    from sestrail_tui.writers.format_names import Format

alert_flag = click.option(
    "--alert",
    "alerts",
    type=click.Choice((*RULES, "all")),
    multiple=True,
    help="Mark and announce new sends that stand out (repeatable): a first-seen principal or "
    "network, the share of errors, a jump in volume, no configuration set in the request, a "
    "console session.",
)


def wanted_alerts(alerts: Sequence[str], form: Format | None) -> tuple[RuleName, ...]:
    """Return the rules that ``--alert`` names. Raises `UsageError` where there is no screen."""
    if alerts and form is not None:
        raise UsageError("--alert is told on the screen: leave out --output.")
    return tuple(rule for rule in RULES if rule in alerts or "all" in alerts)
