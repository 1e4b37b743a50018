"""Delivery: late, out of order, now and then twice, but at least once."""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.local_aws.account.settings import Settings
from sestrail_tui.local_aws.cloudtrail.delivery import Delivery
from sestrail_tui.local_aws.cloudtrail.event_history import EventHistory
from sestrail_tui.local_aws.cloudtrail.trails import OwnTrail
from sestrail_tui.local_aws.logs.log_group import StoredLogGroup
from sestrail_tui.local_aws.wire.faults import Fault, Faults

RESOURCES = [{"type": "AWS::SES::EmailIdentity", "ARN": "arn:aws:ses:us-east-1:1:identity/a"}]


def send(number: int) -> dict[str, Any]:
    return {
        "eventID": str(number),
        "eventName": "SendEmail",
        "eventCategory": "Data",
        "managementEvent": False,
        "readOnly": True,
        "awsRegion": "us-east-1",
        "resources": RESOURCES,
    }


def delivery(settings: Settings) -> Delivery:
    trail, group = OwnTrail(settings, 0), StoredLogGroup("g", 0)
    chance = random.Random(settings.seed)
    return Delivery(settings, chance, trail, group, EventHistory(), Faults())


@given(
    st.integers(0, 2**32),
    st.floats(0, 600),
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(0, 1),
    st.lists(st.integers(0, 10**6), max_size=30),
)
def test_every_record_is_delivered_once_or_twice_and_read_after_its_time(
    seed: int, delay: float, jitter: float, late: float, twice: float, times: list[int]
) -> None:
    settings = Settings(
        seed=seed, delay_s=delay, jitter=jitter, late_chance=late, twice_chance=twice
    )
    one = delivery(settings)
    for number, time in enumerate(times):
        one.deliver(send(number), time)
    copies = Counter(json.loads(event.message)["eventID"] for event in one.group.events)
    assert set(copies) == {str(number) for number in range(len(times))}
    assert set(copies.values()) <= {1, 2}
    for event in one.group.events:
        assert times[int(json.loads(event.message)["eventID"])] <= event.timestamp
        assert event.timestamp <= event.ingestion
        assert event.stream == "123456789012_CloudTrail_us-east-1"


def test_delays_have_the_mean_that_was_asked_for() -> None:
    one = delivery(Settings(seed=7, delay_s=300))
    delays = [one.delay_ms() for _ in range(2000)]
    assert 290_000 < sum(delays) / len(delays) < 310_000
    assert min(delays) >= 150_000
    assert max(delays) <= 450_000


def test_delivery_is_out_of_order_and_sometimes_twice() -> None:
    one = delivery(Settings(seed=7, delay_s=4))
    for number in range(500):
        one.deliver(send(number), number * 500)
    by_arrival = sorted(one.group.events, key=lambda event: event.ingestion)
    numbers = [int(json.loads(event.message)["eventID"]) for event in by_arrival]
    assert numbers != sorted(numbers)
    assert 500 < len(numbers) < 540
    # and by their log timestamps too: what can be read later may have an earlier timestamp
    assert [event.timestamp for event in by_arrival] != sorted(
        event.timestamp for event in by_arrival
    )


def test_no_delay_is_no_delay() -> None:
    one = delivery(Settings(delay_s=0, late_chance=1))
    one.deliver(send(1), 1000)
    assert {(event.timestamp, event.ingestion) for event in one.group.events} == {(1000, 1000)}


def test_a_seed_repeats_everything() -> None:
    runs = []
    for _ in range(2):
        one = delivery(Settings(seed=3, delay_s=10))
        for number in range(50):
            one.deliver(send(number), number)
        runs.append(one.group.events)
    assert runs[0] == runs[1]


def test_faults_make_one_record_late_or_double() -> None:
    one = delivery(Settings(twice_chance=0, late_chance=0))
    one.faults.add(Fault("late", seconds=2))
    one.faults.add(Fault("duplicate", api="SendEmail"))
    one.deliver(send(1), 0)
    one.deliver(send(2), 0)
    read = [(json.loads(event.message)["eventID"], event.ingestion) for event in one.group.events]
    assert sorted(read) == [("1", 0), ("1", 2000), ("2", 0)]


def test_a_management_event_goes_to_history_and_log_group() -> None:
    one = delivery(Settings(twice_chance=0, late_chance=0))
    record = {**send(1), "managementEvent": True, "eventCategory": "Management"}
    one.deliver(record, 0)
    assert len(one.group.events) == 1
    assert [past.record for past in one.history.newest_first("us-east-1", 0)] == [record]
    assert one.history.newest_first("eu-west-1", 0) == []
