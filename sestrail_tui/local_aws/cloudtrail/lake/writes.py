"""CloudTrail Lake, writing: a store's selectors changed, its ingestion stopped and started.

AWS: CloudTrail API reference, the operation of each function's name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.local_aws.cloudtrail import selectors
from sestrail_tui.local_aws.cloudtrail.lake.api import find_store, get_event_data_store
from sestrail_tui.local_aws.wire.answer import AwsError

if TYPE_CHECKING:
    from sestrail_tui.local_aws.cloudtrail.lake.account import LakeAccount
    from sestrail_tui.local_aws.wire.answer import ApiCall


def update_event_data_store(account: LakeAccount, call: ApiCall) -> dict[str, Any]:
    """Replace what a store selects."""
    store = find_store(account, call.region, call.params["EventDataStore"])
    need(store.status in {"ENABLED", "STOPPED_INGESTION"}, "InactiveEventDataStoreException")
    if advanced := call.params.get("AdvancedEventSelectors"):
        selectors.check(advanced, ())
        store.advanced = advanced
    return changed(account, call)


def restore_event_data_store(account: LakeAccount, call: ApiCall) -> dict[str, Any]:
    """Take back that a store is to be deleted."""
    store = find_store(account, call.region, call.params["EventDataStore"])
    need(store.status == "PENDING_DELETION", "InvalidEventDataStoreStatusException")
    store.status = "ENABLED"
    return changed(account, call)


def start_ingestion(account: LakeAccount, call: ApiCall) -> dict[str, Any]:
    """Let a store take in events again."""
    store = find_store(account, call.region, call.params["EventDataStore"])
    need(store.status == "STOPPED_INGESTION", "InvalidEventDataStoreStatusException")
    store.status = "ENABLED"
    return {}


def stop_ingestion(account: LakeAccount, call: ApiCall) -> dict[str, Any]:
    """Let a store take in nothing more."""
    store = find_store(account, call.region, call.params["EventDataStore"])
    need(store.status == "ENABLED", "InvalidEventDataStoreStatusException")
    store.status = "STOPPED_INGESTION"
    return {}


def delete_event_data_store(account: LakeAccount, call: ApiCall) -> dict[str, Any]:
    """Mark a store for deletion, after seven days on AWS."""
    find_store(account, call.region, call.params["EventDataStore"]).status = "PENDING_DELETION"
    return {}


def changed(account: LakeAccount, call: ApiCall) -> dict[str, Any]:
    """Describe a store as the writing operations do."""
    described = get_event_data_store(account, call)
    return {name: value for name, value in described.items() if name != "PartitionKeys"}


def need(condition: bool, code: str) -> None:
    """Raise `AwsError` unless a store is in the state for it."""
    if not condition:
        raise AwsError(code, "The event data store is not in a status that supports the operation.")


OPERATIONS: Final = {
    "UpdateEventDataStore": update_event_data_store,
    "RestoreEventDataStore": restore_event_data_store,
    "StartEventDataStoreIngestion": start_ingestion,
    "StopEventDataStoreIngestion": stop_ingestion,
    "DeleteEventDataStore": delete_event_data_store,
}
