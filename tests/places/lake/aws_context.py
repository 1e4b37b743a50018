"""An account that answers about its event data stores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sestrail_tui.account.session.credentials import Settled, static
from sestrail_tui.follow.retry.pacing import Pacers
from sestrail_tui.places.context import PlaceContext
from sestrail_tui.places.flag_values import FlagValues
from sestrail_tui.places.options import Options
from tests.account.discovery.fake_clients import FakeClients
from tests.follow.fakes import JumpingClock

if TYPE_CHECKING:
    from sestrail_tui.account.session.clients import Clients


def reach(*regions: str, stores: tuple[str, ...] = (), **answers: Any) -> PlaceContext:
    clock = JumpingClock()
    clients = cast("Clients", FakeClients(**answers))
    options = Options(flags=FlagValues(event_data_stores=stores))
    settled = Settled(static("a", "b"), "", "")
    return PlaceContext(
        clients, settled, options, regions or ("eu-west-1",), "1", Pacers(clock), clock
    )
