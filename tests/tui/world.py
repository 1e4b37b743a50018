"""A small world for the tests of the screen: a clock that stands still, records, scripts."""

from __future__ import annotations

import asyncio
import json
import random
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.follow.connections.scripted import ScriptedConnection, ScriptedFeed
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.protocol import Arrivals
from sestrail_tui.tui.app.app import SestrailApp
from sestrail_tui.tui.preferences.filter_history import FilterHistory
from tests.places.no_history import NoHistory

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.core.record import Record
    from sestrail_tui.follow.connections.scripted import Step

NOW_MS = int(datetime(2026, 4, 11, 20, 7, 4, tzinfo=UTC).timestamp() * 1000)
"""2026-04-11 20:07:04 UTC."""

CONFIGS = ("hoge-config", "billing", "", "marketing", "transactional-eu")
PRINCIPALS = ("hoge-iwasa", "lambda-mailer/job-7", "deploy", "ci-runner/build-1204", "root")
CLIENTS = (
    "Boto3/1.43.116 md/Botocore#1.43.116 ua/2.0 os/linux lang/python#3.11.7",
    "aws-cli/2.23.6 md/awscrt#0.23.8 ua/2.0 os/linux",
    "aws-sdk-java/2.30.1 Linux/6.1",
    "Mozilla/5.0 (Macintosh) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/135.0.0.0 Safari/537.36",
)
ERRORS = ("MessageRejected", "AccessDenied", "MailFromDomainNotVerifiedException", "Throttling")


class FrozenClock:
    """Stands still; a sleep lasts no time, but lets the others go on."""

    def __init__(self, now_ms: int = NOW_MS) -> None:
        self.ms = now_ms

    def now_ms(self) -> int:
        return self.ms

    def monotonic(self) -> float:
        return self.ms / 1000

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)

    def random(self) -> float:
        return 0.5


def detail(
    number: int,
    *,
    time_ms: int,
    principal: str = "deploy",
    config: str = "billing",
    agent: str = CLIENTS[0],
    sender: str = "no-reply@example.com",
    name: str = "SendEmail",
    error: str = "",
    console: bool = False,
    **more: Any,
) -> dict[str, Any]:
    """Give a CloudTrail record as a dict."""
    role, _, session = principal.partition("/")
    request: dict[str, Any] = {"source": sender, "destination": {"toAddresses": ["***"]}}
    if config:
        request["configurationSetName"] = config
    told: dict[str, Any] = {
        "eventVersion": "1.11",
        "userIdentity": {
            "type": "AssumedRole" if session else "IAMUser",
            "arn": f"arn:aws:sts::123456789012:assumed-role/{role}/{session}",
            "accountId": "123456789012",
            "userName": principal,
            "sessionContext": {
                "sessionIssuer": {"userName": role},
                "attributes": {"mfaAuthenticated": "true" if console else "false"},
            },
        },
        "eventTime": datetime.fromtimestamp(time_ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "eventSource": "ses.amazonaws.com",
        "eventName": name,
        "awsRegion": "us-east-1",
        "sourceIPAddress": "203.0.113.7",
        "userAgent": agent,
        "requestParameters": request,
        "responseElements": None,
        "additionalEventData": {"sesMessageId": f"0100{number:012x}-000000"},
        "eventID": f"{number:08x}-80c2-4dad-913a-cb3a4d5ef73a",
        "readOnly": False,
        "eventType": "AwsApiCall",
        "managementEvent": False,
        "recipientAccountId": "123456789012",
        "eventCategory": "Data",
        "tlsDetails": {
            "tlsVersion": "TLSv1.3",
            "cipherSuite": "TLS_AES_128_GCM_SHA256",
            "clientProvidedHostHeader": "email.us-east-1.amazonaws.com",
        },
    }
    if error:
        told |= {"errorCode": error, "errorMessage": "Email address is not verified."}
    if console:
        told["sessionCredentialFromConsole"] = "true"
    return told | more


def record(number: int = 1, *, lag_ms: int = 252_000, **more: Any) -> Record:
    """Give a record, by default of ``lag_ms`` before `NOW_MS` and delivered now."""
    time_ms = more.pop("time_ms", NOW_MS - lag_ms)
    raw = json.dumps(detail(number, time_ms=time_ms, **more)).encode()
    return decode(raw, source="CloudTrail/logs", delivered_ms=time_ms + lag_ms)


def records(
    count: int, *, seed: int = 7, first: int = 1, start_ms: int = NOW_MS - 4_500_000
) -> list[Record]:
    """Give a believable mix; record ``number`` is of ``number`` times 1.3 s after ``start_ms``."""
    chance = random.Random(seed + first)
    found = []
    for number in range(first, first + count):
        time_ms = start_ms + number * 1300
        agent = chance.choice(CLIENTS)
        found.append(
            record(
                number,
                time_ms=time_ms,
                lag_ms=chance.randrange(150_000, 320_000),
                principal=chance.choice(PRINCIPALS),
                config=chance.choice(CONFIGS),
                agent=agent,
                sender=chance.choice(("no-reply@example.com", "billing@example.com")),
                name=chance.choice(("SendEmail", "SendEmail", "SendRawEmail", "SendBulkEmail")),
                error=chance.choice(ERRORS) if number % 17 == 5 else "",
                console="Chrome" in agent,
            )
        )
    return found


def live(**more: Any) -> Health:
    """Give the health of a log group that is read through to now."""
    told: dict[str, Any] = {"state": State.LIVE, "read_through_ms": NOW_MS} | more
    return Health("CloudTrail/logs", **told)


def app_of(
    *outcomes: Iterable[Step] | ScriptedFeed | Tap | Exception,
    clock: Clock | None = None,
    **more: Any,
) -> SestrailApp:
    """Give an app over scripts (or errors), each for one opening of the feed."""
    clock = clock or FrozenClock()
    made: list[Any] = [
        one if isinstance(one, ScriptedFeed | Tap | Exception) else ScriptedFeed(one, clock)
        for one in outcomes
    ]
    more.setdefault("history", FilterHistory())
    return SestrailApp(ScriptedConnection(*made), clock=clock, **more)


def arrivals(found: Iterable[Record]) -> Arrivals:
    """Give records as news."""
    return Arrivals(tuple(found))


class Tap(NoHistory):
    """A feed that a test turns on drop by drop."""

    label, account, region = "CloudTrail/logs", "123456789012", "us-east-1"

    def __init__(self) -> None:
        self._news: asyncio.Queue[Arrivals | Health] = asyncio.Queue()

    def give(self, *news: Arrivals | Health) -> None:
        for one in news:
            self._news.put_nowait(one)

    async def news(self) -> AsyncGenerator[Arrivals | Health, None]:
        while True:
            yield await self._news.get()

    async def close(self) -> None:
        pass

    async def open(self) -> Tap:
        return self

    def login(self) -> None:
        pass
