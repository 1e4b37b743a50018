"""Which rules alert, from when on something is an alert, and how it is shown."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from sestrail_tui.alerts.rule_names import RuleName

Way = Literal["row", "toast", "bell", "desktop"]
"""How an alert is shown."""


class AlertSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The table ``[alerts]``."""

    rules: Annotated[
        tuple[RuleName, ...],
        Meta(
            description="The rules: principal and network (first seen), errors (their "
            "share), volume (a jump), no-config (no configuration set in the request), console "
            "(a send of a console session). None by default."
        ),
    ] = ()
    tell: Annotated[
        tuple[Way, ...],
        Meta(
            description="How: row (a mark among the row's flags), toast (a message at the bottom "
            "right), bell (the terminal's), desktop (a notification, by terminals that can: "
            "iTerm2, WezTerm, Ghostty, kitty, foot, urxvt; elsewhere the bell)."
        ),
    ] = ("row", "toast")
    every_s: Annotated[
        int,
        Meta(
            ge=1,
            le=86_400,
            description="A rule is announced at most once in so many seconds; row marks are not "
            "limited.",
        ),
    ] = 60
    error_share: Annotated[
        float,
        Meta(
            gt=0,
            le=1,
            description="The share of refused sends, 0 to 1, from which there is an alert.",
        ),
    ] = 0.2
    error_window: Annotated[
        int,
        Meta(ge=5, le=10_000, description="How many of the latest sends that share is taken of."),
    ] = 50
    volume_factor: Annotated[
        float,
        Meta(gt=1, description="How many times the usual number of sends a minute is a jump."),
    ] = 4.0
    volume_least: Annotated[
        int,
        Meta(ge=1, description="A minute with fewer sends than this is never a jump."),
    ] = 30
