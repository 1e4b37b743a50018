"""What a kind of place is: all that the rest of the program has to know of where records come from.

A folder of ``places`` has one in its module ``place``, which `registry` names. What it does with
AWS is imported when it is done: flags, permissions and words are there before the first frame.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sestrail_tui.account.discovery.fallback import Fallback
    from sestrail_tui.account.iam.permissions import Permission
    from sestrail_tui.account.iam.resource_arns import ResourceArns
    from sestrail_tui.doctor.checks import Checks
    from sestrail_tui.places.context import Engines, PlaceContext
    from sestrail_tui.places.flag_values import FlagValue, FlagValues
    from sestrail_tui.places.reader import PlaceReader, ReadingStart

HISTORY_HOURS: Final = 6
"""How much of the past the demo of an engine has."""


@dataclass(frozen=True, slots=True)
class PlaceFlag:
    """A flag of the command line that names places of a kind, or switches the kind on."""

    name: str
    """``--bucket``."""
    parameter: str
    """``buckets``: its name in `Options.flags`."""
    help: str
    metavar: str = ""
    """Empty: a switch without a value."""
    cost: str = ""
    """What AWS bills for it; said when it is given."""
    unfit: Mapping[str, str] = field(default_factory=dict)
    """Other flags that it does not go with, and the sentence that says so."""
    names: Callable[[str | None, str | None], Iterable[str]] | None = None
    """Gives what a shell may complete, by profile and region."""


@dataclass(frozen=True, slots=True)
class Access:
    """What IAM has to allow, as ``sestrail policy`` writes it."""

    permissions: tuple[Permission, ...] = ()
    """Their use is the place's name; ``find NAME``: only where no place was named."""
    sids: Mapping[str, str] = field(default_factory=dict)
    """The id of the policy's statement, by use."""
    also: tuple[str, ...] = ()
    """Other uses that come with it."""
    commands: tuple[str, ...] = ()
    """The commands that want it where no source is named."""


@dataclass(frozen=True, slots=True)
class DemoSource:
    """How ``sestrail demo --source`` shows a place."""

    name: str
    help: str
    arguments: tuple[str, ...] = ()
    """What the embedded AWS is started with besides."""
    asks_history: bool = False
    """Whether older records are asked for, instead of following."""
    flags: Callable[[Any], Mapping[str, FlagValue]] = lambda _aws: {}
    """What is given for `Options.flags`, by the running embedded AWS."""


class Place:
    """One kind of place. What a kind does not say is: nothing."""

    name: ClassVar[str]
    """As ``sestrail policy --source`` and ``tail --engine`` take it."""
    title: ClassVar[str]
    """What AWS calls it."""
    flags: ClassVar[tuple[PlaceFlag, ...]] = ()
    access: ClassVar[Access] = Access()
    demo: ClassVar[DemoSource | None] = None
    engine: ClassVar[str] = ""
    """What can be asked of it for older records, in the words of ``--engine``; empty: nothing."""

    def check(self, flags: FlagValues, *, several: bool) -> None:
        """Raise `UsageError` for what can name no such place, before AWS is asked.

        ``several``: more than one account or region is followed.
        """

    def reader(self, start: ReadingStart) -> PlaceReader | None:  # noqa: ARG002
        """Return what reads places of this kind for one connection, None where nothing can."""
        return None

    def fallback(self) -> Fallback | None:
        """Return what finds such places where an account has neither log group nor bucket."""
        return None

    async def engines(self, context: PlaceContext) -> Engines:  # noqa: ARG002
        """Find what can be asked for older records. Raises `SourceError`."""
        return (), ()

    def checks(self) -> Checks | None:
        """Return what the doctor asks and judges, None where nothing is besides trails."""
        return None

    def arns(self, flags: FlagValues, at: ResourceArns) -> Mapping[str, tuple[str, ...]]:  # noqa: ARG002
        """Return the ARNs, by kind of resource, that a policy names for what flags name."""
        return {}

    def arns_of(self, places: tuple[Any, ...], at: ResourceArns) -> Mapping[str, tuple[str, ...]]:  # noqa: ARG002
        """Return the same for what `fallback` found."""
        return {}
