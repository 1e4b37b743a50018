"""Profiles and roles side by side: what one cannot do, the others go on with."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from collections import Counter
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

import pytest

from sestrail_tui.core.clock import SystemClock
from sestrail_tui.core.errors import AccessDenied, NotSetUp, PersonNeeded, UsageError
from sestrail_tui.follow.connections.several import SeveralConnection
from sestrail_tui.follow.dedupe.seen_content import SeenContent
from sestrail_tui.follow.feed import MergedFeed
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.protocol import Arrivals, Connection, Feed
from sestrail_tui.local_aws.account.settings import Settings
from sestrail_tui.local_aws.server.server import LocalServer, running
from sestrail_tui.places.connect import AwsConnection
from sestrail_tui.places.connect_targets import connect
from sestrail_tui.places.flag_values import FlagValues
from sestrail_tui.places.options import Options
from sestrail_tui.places.targets import Target, labels, targets
from tests.follow.fakes import JumpingClock, message
from tests.follow.played import Played, batch
from tests.places.no_history import NoHistory

if TYPE_CHECKING:
    from pathlib import Path

    from sestrail_tui.core.errors import SourceError
    from sestrail_tui.core.record import Record

ROLE = "arn:aws:iam::222222222222:role/mail/ses-reader"
OTHER = "arn:aws:iam::333333333333:role/ses-reader"


def test_without_a_word_the_environment_is_followed() -> None:
    assert targets((), ()) == (Target(),)


def test_profiles_and_roles_are_targets_and_who_assumes_is_none() -> None:
    assert targets(("a", "b", "a"), ()) == (Target("a"), Target("b"))
    assert targets((), (ROLE,)) == (Target(None, ROLE),)
    assert targets(("a",), (ROLE, OTHER)) == (Target("a", ROLE), Target("a", OTHER))
    assert targets(("a", "b"), (f"b={ROLE}",)) == (Target("a"), Target("b", ROLE))


@pytest.mark.parametrize("text", ["reader", "arn:aws:iam::1:user/x", "arn:aws:iam:::role/x", "p="])
def test_what_names_no_role_is_a_mistake(text: str) -> None:
    with pytest.raises(UsageError, match="names no role"):
        targets((), (text,))


def test_of_several_profiles_one_has_to_be_named() -> None:
    with pytest.raises(UsageError, match=f"PROFILE={ROLE}"):
        targets(("a", "b"), (ROLE,))


def test_labels_are_short_and_differ() -> None:
    assert labels((Target("a"), Target(None, ROLE))) == ("a", "222222222222")
    again = ROLE.replace("reader", "writer")
    assert labels((Target("a", ROLE), Target("a", again))) == (
        "222222222222 ses-reader",
        "222222222222 ses-writer",
    )
    assert len(set(labels((Target("a", ROLE), Target("b", ROLE), Target("c", ROLE))))) == 3


def test_one_target_is_no_several() -> None:
    assert isinstance(connect(Options(), (Target(),), SystemClock()), AwsConnection)


class Doors(NoHistory):
    """A connection that opens after some failures; each opening plays the same steps."""

    def __init__(self, part: str, *outcomes: SourceError | Played) -> None:
        self.part = part
        self.outcomes = list(outcomes)
        self.logins = 0
        self.feeds: list[MergedFeed] = []

    async def open(self) -> Feed:
        outcome = self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]
        if not isinstance(outcome, Played):
            raise outcome
        self.feeds.append(MergedFeed([outcome], "label", SeenContent(), part=self.part))
        return self.feeds[-1]

    def login(self) -> None:
        self.logins += 1


async def told(connection: Connection) -> tuple[list[Record], list[Health]]:
    records: list[Record] = []
    healths: list[Health] = []
    feed = await connection.open()
    async with asyncio.timeout(10):
        async for item in feed.news():
            if isinstance(item, Arrivals):
                records += item.records
            else:
                healths.append(item)
    await feed.close()
    return records, healths


def plays(name: str, *numbers: int) -> Played:
    texts = [message(number) for number in numbers]
    return Played(name, Health(name), batch(name, *texts), Health(name, State.ENDED))


async def test_one_that_cannot_be_opened_stands_in_trouble_and_is_tried_again() -> None:
    refused = AccessDenied("sts:AssumeRole was refused: allow it.")
    doors = {
        "a": Doors("a", plays("logs", 1)),
        "b": Doors("b", refused, refused, plays("logs", 2)),
        "c": Doors("c", plays("logs", 3)),
    }
    records, healths = await told(SeveralConnection(doors, JumpingClock()))
    assert [(r.event_id, r.source) for r in records] == [
        ("id-1", "a logs"),
        ("id-3", "c logs"),
        ("id-2", "b logs"),
    ]
    of_b = [health for health in healths if health.source == "b"]
    assert [health.state for health in of_b] == [State.STARTING, *[State.REFUSED] * 3]
    assert of_b[1].sentence == refused.message
    assert of_b[1].retry_at_ms is not None
    assert [health.gone for health in of_b] == [False, False, False, True]
    assert of_b[2].errors == 2


async def test_a_part_goes_only_once_a_source_stands_in_its_place() -> None:
    _, healths = await told(SeveralConnection({"a": Doors("a", plays("logs", 1))}, JumpingClock()))
    assert [(health.source, health.gone) for health in healths] == [
        ("a", False),
        ("a logs", False),
        ("a", True),
        ("a logs", False),
    ]


async def test_reading_once_gives_up_where_a_person_has_to_act() -> None:
    doors = {"a": Doors("a", plays("logs", 1)), "b": Doors("b", NotSetUp("No profile b."))}
    records, healths = await told(SeveralConnection(doors, JumpingClock(), follow=False))
    assert len(records) == 1
    assert [health.sentence for health in healths if health.source == "b"][-1] == "No profile b."


async def test_a_login_is_asked_of_those_that_wait_for_one() -> None:
    wants = PersonNeeded("run `aws sso login`.")
    doors = {"a": Doors("a", plays("logs", 1)), "b": Doors("b", wants, plays("logs", 2))}
    connection = SeveralConnection(doors, JumpingClock())
    feed = await connection.open()
    async for item in feed.news():
        if isinstance(item, Health) and item.state is State.EXPIRED:
            break
    await feed.close()
    connection.login()
    assert (doors["a"].logins, doors["b"].logins) == (0, 1)
    await told(connection)
    connection.login()
    assert (doors["a"].logins, doors["b"].logins) == (1, 2)


async def test_closing_early_closes_every_part() -> None:
    played = Played("logs", Health("logs"), 60.0)
    connection = SeveralConnection(
        {"a": Doors("a", played), "b": Doors("b", played)}, JumpingClock()
    )
    feed = await connection.open()
    async for item in feed.news():
        if isinstance(item, Health) and item.source.endswith("logs"):
            break
    await feed.close()
    assert played.closed


def admin(server: LocalServer, path: str, *lines: dict[str, Any]) -> None:
    body = "\n".join(map(json.dumps, lines)).encode()
    request = urllib.request.Request(f"{server.endpoint}/_sestrail/{path}", body, method="POST")
    with urllib.request.urlopen(request) as answer:
        answer.read()


async def test_three_accounts_at_once_one_of_them_refused(aws_home: Path) -> None:
    """Two profiles and a role, each an AWS of its own: the refused one is live once allowed."""
    accounts = {"one": "111111111111", "two": "222222222222", "three": "333333333333"}
    config = ""
    async with AsyncExitStack() as stack:
        servers = {
            name: await stack.enter_async_context(running(Settings(account=account)))
            for name, account in accounts.items()
        }
        for number, (name, server) in enumerate(servers.items(), 1):
            config += (
                f"[profile {name}]\nregion = us-east-1\nendpoint_url = {server.endpoint}\n"
                f"aws_access_key_id = AKIA{name}\naws_secret_access_key = s\n"
            )
            records = [{"message": message(number * 10 + at)} for at in range(3)]
            await asyncio.to_thread(admin, server, "records", *records)
        (aws_home / ".aws" / "config").write_text(config)
        denied = {"name": "access_denied", "api": "AssumeRole", "count": 1}
        await asyncio.to_thread(admin, servers["three"], "faults", denied)

        followed = targets(("one", "two", "three"), (f"three={OTHER}",))
        connection = connect(Options(poll_interval_s=0.1), followed, SystemClock())
        feed = await connection.open()
        assert feed.label == "one, two, 333333333333"
        counts: Counter[tuple[str, str]] = Counter()
        latest: dict[str, Health] = {}
        async with asyncio.timeout(30):
            async for item in feed.news():
                if isinstance(item, Arrivals):
                    counts.update((record.event_id, record.source) for record in item.records)
                    continue
                latest[item.source] = item
                live = [one for one in latest.values() if one.state is State.LIVE]
                drawn = [one.source for one in latest.values() if one.usage is not None]
                if (
                    len(counts) == 6
                    and len(live) >= 4
                    and "one CloudTrail/logs" in drawn
                    and latest["333333333333"].errors
                ):
                    break
        await feed.close()
    assert set(counts.values()) == {1}
    assert {source for _, source in counts} == {"one CloudTrail/logs", "two CloudTrail/logs"}
    refused = latest["333333333333"]
    assert refused.state is State.REFUSED
    assert f"sts:AssumeRole on role {OTHER} in us-east-1 was refused" in refused.sentence
    usage = latest["one CloudTrail/logs"].usage
    assert usage is not None
    assert usage.quota_per_s == 25


async def test_a_role_is_assumed_and_is_who_reads(aws_home: Path) -> None:
    async with running(Settings(account="222222222222")) as server:
        (aws_home / ".aws" / "config").write_text(
            f"[profile hub]\nregion = us-east-1\nendpoint_url = {server.endpoint}\n"
            "aws_access_key_id = AKIAHUB\naws_secret_access_key = s\n"
        )
        await asyncio.to_thread(admin, server, "records", {"message": message(1)})
        connection = connect(Options(), targets(("hub",), (ROLE,)), SystemClock())
        feed = await connection.open()
        assert feed.account == "222222222222"
        async with asyncio.timeout(10):
            async for item in feed.news():
                if isinstance(item, Arrivals):
                    break
        await feed.close()
        assert any(
            one.arn.endswith("ses-reader/sestrail") for one in server.account.people.values()
        )


@pytest.mark.slow
async def test_an_arn_is_read_by_the_profile_of_its_account(aws_home: Path) -> None:
    config, arns = "", []
    async with AsyncExitStack() as stack:
        for name, account in (("one", "111111111111"), ("two", "222222222222")):
            settings = Settings(account=account)
            server = await stack.enter_async_context(running(settings))
            config += (
                f"[profile {name}]\nregion = eu-west-1\nendpoint_url = {server.endpoint}\n"
                f"aws_access_key_id = AKIA{name}\naws_secret_access_key = s\n"
            )
            arns.append(f"arn:aws:logs:us-east-1:{account}:log-group:{settings.log_group}")
            await asyncio.to_thread(admin, server, "records", {"message": message(int(account))})
        (aws_home / ".aws" / "config").write_text(config)
        options = Options(flags=FlagValues(log_groups=tuple(arns)), follow=False, history=False)
        connection = connect(options, targets(("one", "two"), ()), SystemClock())
        assert isinstance(connection, SeveralConnection)
        records, healths = await told(connection)
    assert {(r.event_id, r.source) for r in records} == {
        ("id-111111111111", "one CloudTrail/logs"),
        ("id-222222222222", "two CloudTrail/logs"),
    }
    notes = {h.source: h.sentence for h in healths if h.source.endswith("discovery")}
    assert "left to the profile or role of account 222222222222" in notes["one discovery"]


async def test_each_region_is_a_part_and_a_trail_of_both_is_read_once(aws_home: Path) -> None:
    """The trail's home is us-east-1; seen from eu-west-1 it is the same log group."""
    async with running(Settings(account="111111111111")) as server:
        (aws_home / ".aws" / "config").write_text(
            f"[profile one]\nendpoint_url = {server.endpoint}\n"
            "aws_access_key_id = AKIAONE\naws_secret_access_key = s\n"
        )
        await asyncio.to_thread(admin, server, "records", {"message": message(1)})
        regions = ("eu-west-1", "us-east-1")
        options = Options(regions=regions, follow=False, odd_messages=False)
        connection = connect(options, targets(("one",), ()), SystemClock())
        assert isinstance(connection, SeveralConnection)
        records, healths = await told(connection)
    assert [record.event_id for record in records] == ["id-1"]
    names = {health.source for health in healths if not health.gone} - set(regions)
    assert len({name for name in names if name.endswith("CloudTrail/logs")}) == 1


async def test_a_region_that_cannot_be_read_leaves_the_other_one_live(aws_home: Path) -> None:
    async with running(Settings(account="111111111111")) as server:
        (aws_home / ".aws" / "config").write_text(
            f"[profile one]\nendpoint_url = {server.endpoint}\n"
            "aws_access_key_id = AKIAONE\naws_secret_access_key = s\n"
        )
        await asyncio.to_thread(admin, server, "records", {"message": message(1)})
        options = Options(
            regions=("us-east-1", "eu-west-1"),
            flags=FlagValues(log_groups=("CloudTrail/logs",)),
            follow=False,
            history=False,
            odd_messages=False,
        )
        records, healths = await told(connect(options, targets(("one",), ()), SystemClock()))
    assert len(records) == 1
    last = {health.source: health for health in healths}
    assert last["us-east-1 CloudTrail/logs"].state is State.ENDED
    missing = last["eu-west-1 CloudTrail/logs"]
    assert missing.state is State.MISSING
    assert "no log group CloudTrail/logs in eu-west-1" in missing.sentence


def test_one_login_serves_all_parts_of_a_profile() -> None:
    parts = {name: Doors(name, plays("logs", 1)) for name in ("a us", "a eu", "b us")}
    profiles = {"a us": "a", "a eu": "a", "b us": "b"}
    SeveralConnection(parts, JumpingClock(), profiles=profiles).login()
    assert sorted(door.logins for door in parts.values()) == [0, 1, 1]
    assert parts["b us"].logins == 1
