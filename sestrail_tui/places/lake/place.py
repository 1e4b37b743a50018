"""An event data store of CloudTrail Lake, queried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.core.errors import UsageError
from sestrail_tui.core.safe_text import safe
from sestrail_tui.places.lake.access import ACCESS, FLAG, NAME, STORE, STORE_ARN, TITLE
from sestrail_tui.places.place import DemoSource, Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sestrail_tui.account.discovery.fallback import FoundElsewhere
    from sestrail_tui.account.iam.resource_arns import ResourceArns
    from sestrail_tui.account.session.clients import Clients
    from sestrail_tui.doctor.checks import Checks
    from sestrail_tui.places.context import Engines, PlaceContext
    from sestrail_tui.places.flag_values import FlagValues
    from sestrail_tui.places.lake.connect import LakeReader
    from sestrail_tui.places.lake.event_data_stores import EventDataStore
    from sestrail_tui.places.reader import ReadingStart


class LakePlace(Place):
    """Event data stores."""

    name = NAME
    title = TITLE
    engine = TITLE
    flags = (FLAG,)
    access = ACCESS
    demo = DemoSource("lake", "a CloudTrail Lake event data store queried", ("--lake",))

    def check(self, flags: FlagValues, *, several: bool) -> None:
        """Raise `UsageError` for what names no store, or none of the accounts in particular."""
        from sestrail_tui.places.lake.event_data_stores import named_store

        for text in flags.named(FLAG.parameter):
            if not named_store(text, "").account and several:
                raise UsageError(
                    f"Give the ARN of {safe(text)}: there are several accounts or regions."
                )

    def reader(self, start: ReadingStart) -> LakeReader:
        """Return what queries event data stores."""
        from sestrail_tui.places.lake.connect import LakeReader

        return LakeReader(start)

    def fallback(self) -> LakePlace:
        """Find event data stores where an account has neither log group nor bucket."""
        return self

    async def find(self, clients: Clients, regions: tuple[str, ...], login: str) -> FoundElsewhere:
        """Look for event data stores that take in sends."""
        from sestrail_tui.places.lake.event_data_stores import find_stores

        return await find_stores(clients, regions, login)

    async def engines(self, context: PlaceContext) -> Engines:
        """Find the event data stores that can be asked. Raises `SourceError`."""
        from sestrail_tui.places.lake.engine import find_lake

        return await find_lake(context)

    def arns(self, flags: FlagValues, at: ResourceArns) -> Mapping[str, tuple[str, ...]]:
        """Return the ARNs of the stores that were named."""
        from sestrail_tui.places.lake.event_data_stores import named_store

        texts = flags.named(FLAG.parameter)
        return self.arns_of(tuple(named_store(text, at.region) for text in texts), at)

    def arns_of(
        self, places: tuple[EventDataStore, ...], at: ResourceArns
    ) -> Mapping[str, tuple[str, ...]]:
        """Return the ARNs of stores."""
        arns = (at.arn(STORE_ARN, store.region, store.account) + store.id for store in places)
        return {STORE.name: tuple(arns)}

    def checks(self) -> Checks:
        """Return the doctor's questions."""
        from sestrail_tui.places.lake.checks import CHECKS

        return CHECKS


PLACE: Final = LakePlace()
