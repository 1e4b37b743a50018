"""Which event data stores can be asked for the past."""

from __future__ import annotations

from typing import Any

import pytest

from sestrail_tui.core.errors import NotSetUp
from sestrail_tui.places.lake.engine import find_lake
from sestrail_tui.places.registry import find_engines
from tests.account.discovery.fake_clients import DENIED
from tests.account.discovery.lake_answers import ID, LISTED, SENDS, told
from tests.places.lake.aws_context import reach


@pytest.mark.parametrize(
    ("store", "lack", "covers"),
    [
        (told(SENDS), "", "has taken in and retains."),
        (told(SENDS, status="STOPPED_INGESTION"), "", "takes in no events (STOPPED_INGESTION)"),
        (told(), "", "records no SES sends"),
        (told(SENDS, status="PENDING_DELETION"), "is to be deleted", "has taken in and retains."),
    ],
)
async def test_what_a_store_lacks(store: Any, lack: str, covers: str) -> None:
    asked = reach(list_event_data_stores=LISTED, get_event_data_store=store)
    (engine,), notes = await find_lake(asked)
    assert engine.name == "Lake all-sends"
    assert lack in engine.lack
    assert bool(engine.lack) is bool(lack)
    assert covers in engine.covers
    assert not notes


async def test_a_named_store_may_be_asked_though_nothing_may_be_looked_at() -> None:
    asked = reach(stores=(ID,), list_event_data_stores=DENIED, get_event_data_store=DENIED)
    (engine,), notes = await find_lake(asked)
    assert engine.name == f"Lake {ID}"
    assert not engine.lack
    assert "cloudtrail:ListEventDataStores" in notes[0]


async def test_a_named_store_stands_first_and_once() -> None:
    asked = reach(stores=(ID,), list_event_data_stores=LISTED, get_event_data_store=told(SENDS))
    engines, _ = await find_lake(asked)
    assert [one.name for one in engines] == [f"Lake {ID}"]


async def test_nothing_at_all_is_said() -> None:
    nothing: dict[str, Any] = {
        "list_event_data_stores": {"EventDataStores": []},
        "describe_trails": {"trailList": []},
        "list_data_catalogs": {"DataCatalogsSummary": []},
        "list_databases": {"DatabaseList": []},
        "describe_log_groups": {"logGroups": []},
    }
    with pytest.raises(NotSetUp, match="no trail in eu-west-1"):
        await find_engines(reach(**nothing))


@pytest.mark.parametrize("refused", ["list_event_data_stores", "list_data_catalogs"])
async def test_what_could_not_be_looked_at_is_not_called_absent(refused: str) -> None:
    answers: dict[str, Any] = {
        "list_event_data_stores": {"EventDataStores": []},
        "describe_trails": {"trailList": []},
        "list_data_catalogs": {"DataCatalogsSummary": []},
        "list_databases": {"DatabaseList": []},
        "describe_log_groups": {"logGroups": []},
        refused: DENIED,
    }
    with pytest.raises(NotSetUp) as caught:
        await find_engines(reach(**answers))
    assert "was refused" in caught.value.message
    assert "There is nothing to ask" not in caught.value.message
