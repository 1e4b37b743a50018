"""What is asked and mended besides trails: SES's account, channels, Lake, masking, classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from sestrail_tui.local_aws.cloudtrail.channels import Channel
from sestrail_tui.local_aws.cloudtrail.trails import every_send

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.local_aws.embedded import Aws

GROUP = "CloudTrail/logs"


def code(call: Callable[..., Any], **params: Any) -> str:
    with pytest.raises(ClientError) as caught:
        call(**params)
    return str(caught.value.response["Error"]["Code"])


def send(aws: Aws, region: str = "us-east-1") -> str:
    sent = aws.client("ses", region).send_email(
        Source="shop@example.com",
        Destination={"ToAddresses": ["to@example.org"]},
        Message={"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "b"}}},
    )
    return str(sent["MessageId"])


def test_ses_counts_what_it_sends_and_can_be_paused(fresh: Callable[..., Aws]) -> None:
    aws = fresh()
    aws.client("ses").verify_email_identity(EmailAddress="shop@example.com")
    v2 = aws.client("sesv2")
    send(aws)
    told = v2.get_account()
    assert told["SendingEnabled"]
    assert told["SendQuota"]["SentLast24Hours"] == 1
    assert aws.client("sesv2", "eu-west-1").get_account()["SendQuota"]["SentLast24Hours"] == 0
    v2.put_account_sending_attributes(SendingEnabled=False)
    assert not v2.get_account()["SendingEnabled"]
    assert code(lambda: send(aws)) == "AccountSendingPausedException"
    simple = {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "b"}}}
    params = {"FromEmailAddress": "shop@example.com", "Content": {"Simple": simple},
              "Destination": {"ToAddresses": ["to@example.org"]}}  # fmt: skip
    assert code(v2.send_email, **params) == "SendingPausedException"
    assert aws.last()["errorCode"] == "SendingPausedException"
    v2.put_account_sending_attributes(SendingEnabled=True)
    send(aws)
    listed = v2.list_email_identities()["EmailIdentities"]
    assert [(one["IdentityName"], one["SendingEnabled"]) for one in listed] == [
        ("shop@example.com", True)
    ]


def test_channels_tell_where_they_deliver(fresh: Callable[..., Aws]) -> None:
    aws = fresh()
    client = aws.client("cloudtrail")
    assert client.list_channels()["Channels"] == []
    channel = Channel("us-east-1", "123456789012")
    aws.server.account.channels.append(channel)
    (listed,) = client.list_channels()["Channels"]
    told = client.get_channel(Channel=listed["ChannelArn"])
    assert told["Destinations"][0]["Type"] == "AWS_SERVICE"
    assert told["SourceConfig"]["AdvancedEventSelectors"] == every_send()
    assert aws.client("cloudtrail", "eu-west-1").list_channels()["Channels"] == []
    assert code(client.get_channel, Channel="0" * 12) == "ChannelNotFoundException"


def test_a_store_is_stopped_started_changed_deleted_and_restored(
    fresh: Callable[..., Aws],
) -> None:
    aws = fresh(lake=True)
    client = aws.client("cloudtrail")
    arn = client.list_event_data_stores()["EventDataStores"][0]["EventDataStoreArn"]
    named = {"EventDataStore": arn}

    def status() -> str:
        return str(client.get_event_data_store(**named)["Status"])

    assert code(client.start_event_data_store_ingestion, **named).startswith("InvalidEventData")
    client.stop_event_data_store_ingestion(**named)
    assert status() == "STOPPED_INGESTION"
    client.start_event_data_store_ingestion(**named)
    only = [{"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]}]
    told = client.update_event_data_store(**named, AdvancedEventSelectors=only)
    assert told["AdvancedEventSelectors"] == only
    bad = [{"FieldSelectors": [{"Field": "eventCategory", "Equals": ["None"]}]}]
    found = code(client.update_event_data_store, **named, AdvancedEventSelectors=bad)
    assert found == "InvalidEventSelectorsException"
    assert code(client.restore_event_data_store, **named).startswith("InvalidEventData")
    client.delete_event_data_store(**named)
    assert status() == "PENDING_DELETION"
    assert code(client.update_event_data_store, **named) == "InactiveEventDataStoreException"
    assert client.restore_event_data_store(**named)["Status"] == "ENABLED"


def test_a_log_group_is_masked_and_unmasked(fresh: Callable[..., Aws]) -> None:
    logs = fresh().client("logs")
    named = {"logGroupIdentifier": GROUP}
    assert code(logs.put_data_protection_policy, **named, policyDocument="{") == (
        "InvalidParameterException"
    )
    logs.put_data_protection_policy(**named, policyDocument="{}")
    (told,) = logs.describe_log_groups(logGroupNamePrefix=GROUP)["logGroups"]
    assert told["dataProtectionStatus"] == "ACTIVATED"
    logs.delete_data_protection_policy(**named)
    (told,) = logs.describe_log_groups(logGroupNamePrefix=GROUP)["logGroups"]
    assert "dataProtectionStatus" not in told
