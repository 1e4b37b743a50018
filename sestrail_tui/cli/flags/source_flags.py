"""The flags that say where records are read, for every command that follows an account."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.cli.flags import options
from sestrail_tui.cli.flags.place_flags import (
    PLACE_FLAGS,
    check,
    place_options,
    profiles_flag,
    regions_flag,
    role_flag,
    taken,
)
from sestrail_tui.cli.standard_streams import say
from sestrail_tui.core.errors import UsageError
from sestrail_tui.places.flag_values import FlagValues

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.account.session.clock_skew import Skew
    from sestrail_tui.follow.protocol import Connection
    from sestrail_tui.places.targets import Target

_FLAGS: Final = (
    place_options(PLACE_FLAGS),
    profiles_flag,
    role_flag,
    regions_flag,
    options.poll_interval_flag,
)
NO_FOLLOW: Final = "--no-follow"


@dataclass(frozen=True, slots=True)
class SourceFlags:
    """Where records are to be read, as the flags of the same names say it."""

    places: FlagValues
    profiles: tuple[str, ...]
    roles: tuple[str, ...]
    regions: tuple[str, ...]
    poll_interval: float | None

    def connect(
        self,
        *,
        every_s: float = options.POLL_INTERVAL_S,
        follow: bool = True,
        skew: Skew | None = None,
        **more: Any,
    ) -> Connection:
        """Return the connection; ``more`` is what `Options` takes besides.

        ``every_s`` is the poll interval where the flag is not given; without ``follow`` nothing
        is pushed even where a flag says so; ``skew`` is told of AWS's time. Raises `UsageError`,
        as `check` does.
        """
        followed, regions = self.check()
        from sestrail_tui.places.connect_targets import connect
        from sestrail_tui.places.options import Options

        unfit = () if follow else self._unfit(NO_FOLLOW)
        flags = {name: value for name, value in self.places.items() if name not in unfit}
        asked_for = Options(
            flags=FlagValues(flags),
            regions=regions,
            poll_interval_s=self.poll_interval or every_s,
            query_interval_s=self.poll_interval,
            follow=follow,
            **more,
        )
        return connect(asked_for, followed, options.CLOCK, skew)

    def check(self) -> tuple[tuple[Target, ...], tuple[str, ...]]:
        """Give whose accounts are followed, and in which regions.

        Raises `UsageError` for what can be no such place, before AWS is asked. Imports no more
        than the flags given need.
        """
        from sestrail_tui.cli.flags.defaults import usual_targets
        from sestrail_tui.places.targets import targets

        check(self.places)
        profiles, regions = usual_targets(self.profiles, self.roles, self.regions)
        followed = targets(profiles, self.roles)
        check(self.places, several=len(followed) > 1 or len(set(regions)) > 1)
        return followed, regions

    def check_fit(self, flag: str) -> None:
        """Raise `UsageError` for a place that does not go with another flag."""
        for sentence in self._unfit(flag).values():
            raise UsageError(sentence)

    def _unfit(self, flag: str) -> dict[str, str]:
        """Return the places' flags that do not go with another one, and why."""
        return {
            place.parameter: place.unfit[flag]
            for place in PLACE_FLAGS
            if place.parameter in self.places and flag in place.unfit
        }

    def say_cost(self) -> None:
        """Say what AWS bills for the flags that are given."""
        for flag in PLACE_FLAGS:
            if flag.cost and flag.parameter in self.places:
                say(f"sestrail: {flag.cost}")


def source_flags(command: Callable[..., int]) -> Callable[..., int]:
    """Return a command these flags; it is called with all of them as ``places``."""

    @wraps(command)
    def with_places(**given: Any) -> int:
        others = ("profiles", "roles", "regions", "poll_interval")
        places = SourceFlags(taken(given), **{name: given.pop(name) for name in others})
        return command(places=places, **given)

    flagged: Callable[..., int] = with_places
    for flag in reversed(_FLAGS):
        flagged = flag(flagged)
    return flagged
