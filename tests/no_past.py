"""What connections of the tests have in common: none of them has a past to ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.errors import NotSetUp

if TYPE_CHECKING:
    from sestrail_tui.sources.past.engine import Past


class NoPast:
    """The `past` of a `Connection` that has none."""

    async def past(self) -> Past:
        """Raise `NotSetUp`."""
        raise NotSetUp("There is nothing to ask for older records.")
