"""What the settings file says of ``tail``, where neither flags nor the environment do."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from sestrail_tui.config.path import is_there
from sestrail_tui.core.errors import UsageError
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Mapping

_CREDENTIALS: Final = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ACCESS_KEY_ID")
_REGIONS: Final = ("AWS_REGION", "AWS_DEFAULT_REGION")

Names = tuple[str, ...]


def usual_targets(
    profiles: Names,
    roles: Names,
    regions: Names,
    environment: Mapping[str, str] = os.environ,
) -> tuple[Names, Names]:
    """Return the profiles and regions to follow: those given, else the environment's, else these.

    Raises `UsageError` where the settings file says it in a way that cannot be read: another
    account or region must not be followed in its place.
    """
    needs_profiles = not (profiles or roles or any(map(environment.get, _CREDENTIALS)))
    needs_regions = not (regions or any(map(environment.get, _REGIONS)))
    if not (needs_profiles or needs_regions) or not is_there(environment):
        return profiles, regions
    from sestrail_tui.config.read import load

    loaded = load(environment)
    for problem in loaded.problems:
        if not problem.where or problem.where[0] in {"profiles", "regions"}:
            raise UsageError(safe(loaded.sentence(problem)))
    return (
        loaded.config.profiles if needs_profiles else profiles,
        loaded.config.regions if needs_regions else regions,
    )
