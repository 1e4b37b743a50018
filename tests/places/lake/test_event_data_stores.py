from __future__ import annotations

from typing import Any, Final

import pytest
from botocore.exceptions import ClientError

from sestrail_tui.account.discovery.discover import discover
from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.source_errors import to_source_error
from sestrail_tui.core.errors import (
    AccessDenied,
    LogGroupMissing,
    NotSetUp,
    SourceError,
    Throttled,
    UsageError,
)
from sestrail_tui.places.lake.event_data_stores import find_stores, named_store
from sestrail_tui.places.lake.place import PLACE
from tests.account.discovery.fake_clients import DENIED, TRAIL, FakeClients
from tests.account.discovery.lake_answers import ARN, ID, LISTED, SENDS, selector, told


def test_named_by_arn_or_by_id() -> None:
    by_arn, by_id = named_store(ARN, "us-east-1"), named_store(ID, "us-east-1")
    assert (by_arn.id, by_arn.region, by_arn.account) == (ID, "eu-west-1", "123456789012")
    assert (by_id.id, by_id.region, by_id.label) == (ID, "us-east-1", ID)
    for text in ("all-sends", "", f"{ID} WHERE 1=1", ARN.replace(ID, "x")):
        with pytest.raises(UsageError, match="list-event-data-stores"):
            named_store(text, "us-east-1")


@pytest.mark.parametrize(
    ("store", "note"),
    [
        (told(SENDS), ""),
        (told(selector(category="Management"), SENDS), ""),
        (told(selector(category="Data", kind="AWS::SES::EmailIdentity", readOnly="true")), ""),
        (told(SENDS, status="STOPPED_INGESTION"), "takes in no events (STOPPED_INGESTION)"),
        (told(SENDS, status="PENDING_DELETION"), "is to be deleted"),
        (told(), "records no SES sends"),
        (told(selector(category="Management")), "records no SES sends"),
        (told(selector(category="Data", kind="AWS::S3::Object")), "records no SES sends"),
        (
            told(selector(category="Data", kind="AWS::SES::EmailIdentity", readOnly="false")),
            "records no SES sends",
        ),
        (
            told(
                selector(category="Data", kind="AWS::SES::EmailIdentity", source="x.amazonaws.com")
            ),
            "records no SES sends",
        ),
    ],
)
async def test_stores_that_take_in_sends_are_chosen(store: dict[str, Any], note: str) -> None:
    clients = FakeClients(list_event_data_stores=LISTED, get_event_data_store=store)
    found = await find_stores(clients, ("eu-west-1",), "")
    assert [one.label for one in found.places] == ([] if note else ["all-sends"])
    assert len(found.lacks) == bool(note)
    assert note in "".join(found.lacks)
    assert found.failures == ()


async def test_lake_serves_where_there_is_no_log_group() -> None:
    lake = {"list_event_data_stores": LISTED, "get_event_data_store": told(SENDS)}
    clients = FakeClients(describe_trails={}, describe_log_groups={}, **lake)
    found = await discover(clients, ("eu-west-1",), "", "", (PLACE,))
    assert [one.id for one in found.elsewhere.get("lake", ())] == [ID]
    assert found.log_groups == ()

    clients = FakeClients(describe_trails={"trailList": [TRAIL]}, describe_log_groups={}, **lake)
    found = await discover(clients, ("us-east-1",), "", "", (PLACE,))
    assert found.elsewhere.get("lake", ()) == ()
    assert len(found.log_groups) == 1


async def test_where_nothing_is_found_lake_says_why_not() -> None:
    clients = FakeClients(
        describe_trails={},
        describe_log_groups={},
        list_event_data_stores=LISTED,
        get_event_data_store=told(SENDS, status="STOPPED_INGESTION"),
    )
    with pytest.raises(NotSetUp, match=r"no trail in us-east-1.*all-sends takes in no events"):
        await discover(clients, ("us-east-1",), "", "", (PLACE,))
    clients.answers["list_event_data_stores"] = DENIED
    with pytest.raises(NotSetUp, match=r"no trail.*action cloudtrail:ListEventDataStores"):
        await discover(clients, ("us-east-1",), "", "", (PLACE,))


OTHER_ID: Final = ID.replace("0a1b2c3d", "0a1b2c3e")
OTHER: Final = {"EventDataStoreArn": ARN.replace(ID, OTHER_ID), "Name": "other"}


class OneShut(FakeClients):
    """Two stores, of which the first does not answer."""

    def __init__(self, error: Exception, **answers: Any) -> None:
        listed = {"EventDataStores": [*LISTED["EventDataStores"], OTHER]}
        super().__init__(list_event_data_stores=listed, **answers)
        self._error = error

    async def get_event_data_store(self, EventDataStore: str) -> Any:  # noqa: N803
        if ID in EventDataStore:
            raise self._error
        return {**told(SENDS), **OTHER}


def failed(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code}}, "GetEventDataStore")


@pytest.mark.parametrize("code", ["AccessDenied", "Throttling", "InternalFailure", "Odd"])
async def test_a_store_that_does_not_answer_hides_no_other_and_is_told(code: str) -> None:
    clients = OneShut(failed(code), describe_trails={}, describe_log_groups={})
    found = await find_stores(clients, ("eu-west-1",), "")
    assert [one.id for one in found.places] == [OTHER_ID]
    assert "cloudtrail:GetEventDataStore on event data store all-sends" in str(found.failures[0])

    discovered = await discover(clients, ("eu-west-1",), "", "", (PLACE,))
    assert [one.id for one in discovered.elsewhere["lake"]] == [OTHER_ID]
    assert "event data store all-sends" in discovered.notes[0]


async def test_a_store_deleted_since_it_was_listed_is_none() -> None:
    found = await find_stores(OneShut(failed("EventDataStoreNotFound")), ("eu-west-1",), "")
    assert [one.id for one in found.places] == [OTHER_ID]
    assert found.failures == ()


@pytest.mark.parametrize(
    ("code", "kind", "text"),
    [
        ("EventDataStoreNotFoundException", LogGroupMissing, "There is no event data store s"),
        ("InactiveEventDataStoreException", LogGroupMissing, "being deleted"),
        ("MaxConcurrentQueriesException", Throttled, "takes fewer calls"),
        ("InsufficientEncryptionPolicyException", AccessDenied, "kms:Decrypt"),
        ("AccessDeniedException", AccessDenied, "allow the action cloudtrail:StartQuery on event"),
        ("InvalidQueryStatementException", SourceError, "does not accept"),
    ],
)
def test_what_lake_answers_in_words(code: str, kind: type[SourceError], text: str) -> None:
    error = ClientError({"Error": {"Code": code, "Message": "m"}}, "StartQuery")
    said = to_source_error(
        error, CallName("cloudtrail:StartQuery", "us-east-1", "event data store s")
    )
    assert isinstance(said, kind)
    assert text in said.message
