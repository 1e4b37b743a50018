"""Every key of the settings file, with its meaning: `config show` and the manual use this.

A key without a default in the file stands for ``None``: it holds as the last session left it.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from sestrail_tui.alerts.settings import AlertSettings
from sestrail_tui.filters.columns import COLUMNS

TimeMode = Literal["local", "utc", "relative"]
SortOrder = Literal["time", "arrival"]
_IF_SEVERAL: Final = [name for name, column in COLUMNS.items() if column.layout.only_if_several]
LEAST_CAP: Final = 1_000
MOST_CAP: Final = 20_000_000


class SavedFilter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of ``[[filters]]``."""

    name: Annotated[
        str,
        Meta(min_length=1, max_length=60, description="Its name in the palette and in the list."),
    ]
    filter: Annotated[str, Meta(min_length=1, description="The filter, as on the filter line.")]
    key: Annotated[
        str, Meta(description="The key that applies it, and removes it when pressed again.")
    ] = ""


class Config(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file."""

    theme: Annotated[
        str | None,
        Meta(description="The theme: sestrail-dark, sestrail-light, or one of Textual's."),
    ] = None
    time: Annotated[
        TimeMode | None, Meta(description="How times are written: local, utc or relative.")
    ] = None
    order: Annotated[
        SortOrder | None,
        Meta(description="What rows are sorted by: time (of the event) or arrival."),
    ] = None
    restore: Annotated[
        bool,
        Meta(
            description="Whether theme, times, order and open facets come back as the last "
            "session left them, where this file does not set them. A filter never does: / recalls "
            "it."
        ),
    ] = True
    columns: Annotated[
        tuple[str, ...],
        Meta(
            description=f"The columns from left to right, out of: {', '.join(COLUMNS)}. "
            f"Empty: all, but {', '.join(_IF_SEVERAL)} only where they differ."
        ),
    ] = ()
    cap: Annotated[
        int,
        Meta(
            ge=LEAST_CAP,
            le=MOST_CAP,
            description="Records held at most (about 400 bytes each); the oldest are dropped.",
        ),
    ] = 1_000_000
    profiles: Annotated[
        tuple[str, ...],
        Meta(
            description="AWS profiles that tail follows where neither --profile nor --role-arn is "
            "given, nor credentials or a profile in the environment."
        ),
    ] = ()
    regions: Annotated[
        tuple[str, ...],
        Meta(
            description="AWS regions that tail follows where neither --region nor AWS_REGION is "
            "given."
        ),
    ] = ()
    keys: Annotated[
        dict[str, str],
        Meta(
            description="Keys by the id of what they do (the table of keys has the ids), several "
            'separated by commas: copy = "ctrl+y".'
        ),
    ] = {}
    filters: Annotated[
        tuple[SavedFilter, ...],
        Meta(description="Saved filters: by their keys, in the palette, and listed by F."),
    ] = ()
    alerts: Annotated[
        AlertSettings,
        Meta(description="Which alerts there are, and how they are shown; --alert adds rules."),
    ] = AlertSettings()
