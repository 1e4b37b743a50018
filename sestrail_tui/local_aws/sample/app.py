"""The sample app: it sends a believable mix through boto3, as any app would, until it is stopped.

First it makes its identities, configuration sets and templates through the API. Then, where a
backlog is asked for, it makes sends of the past minutes: real calls over the same path, dated back
by a header that the embedded AWS honours, and so delivered in the past too. Then it goes on at its
rate, now and then in bursts.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.local_aws.sample.callers import DEPLOY
from sestrail_tui.local_aws.sample.mail import (
    CONFIGURATION_SETS,
    DOMAIN,
    KINDS,
    SINGLE_ADDRESS,
    TEMPLATES,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Mapping

    from sestrail_tui.local_aws.account.principals import CallingPrincipal
    from sestrail_tui.local_aws.sample.callers import SampleCaller
    from sestrail_tui.local_aws.sample.mail import Clients

BURST_CHANCE: Final = 0.05
BURST: Final = (4, 12)
BURST_PAUSE_S: Final = 0.03
MEAN_AT_ONCE: Final = 1 + BURST_CHANCE * (sum(BURST) / 2 - 1)
ANY_KEY: Final = "AKIASAMPLEAPPEXAMPLE"
SECRET: Final = "not-checked"  # noqa: S105 - signatures are not checked


@dataclass(slots=True)
class SampleApp:
    """A sender in a thread of its own."""

    endpoint: str
    region: str
    people: Mapping[str, CallingPrincipal]
    """`principals.roster`, by our names."""
    rate: float
    """Sends a second, on average; 0 for none but the backlog."""
    chance: random.Random
    hours: float = 0.25
    """How far the backlog reaches back."""
    stopping: threading.Event = field(default_factory=threading.Event)

    def prepare(self, backlog: int) -> None:
        """Set up, and make ``backlog`` sends of the past; blocks until that is done."""
        span = round(self.hours * 3_600_000)
        past = Disguise(self.people, ago_ms=span + 60_000 if backlog else 0)
        clients = self.clients(past)
        set_up(clients)
        for ago in sorted((self.chance.randrange(span) for _ in range(backlog)), reverse=True):
            if self.stopping.is_set():
                break
            past.ago_ms = ago
            send(clients, past, self.chance)

    def start(self) -> None:
        """Go on in a thread, at the rate."""
        threading.Thread(target=self.run, name="sample-app", daemon=True).start()

    def stop(self) -> None:
        """Make no further call."""
        self.stopping.set()

    def run(self) -> None:
        """Send until stopped."""
        present = Disguise(self.people)
        clients = self.clients(present)
        for pause in self.pauses():
            if self.stopping.wait(pause):
                return
            send(clients, present, self.chance)

    def pauses(self) -> Iterator[float]:
        """Return the seconds to wait before each send."""
        while self.rate > 0:
            yield self.chance.expovariate(self.rate / MEAN_AT_ONCE)
            if self.chance.random() < BURST_CHANCE:
                yield from [BURST_PAUSE_S] * (self.chance.randint(*BURST) - 1)

    def clients(self, disguise: Disguise) -> Clients:
        """Make boto3's clients for SES v1 and v2."""
        import boto3  # noqa: PLC0415
        from botocore.config import Config  # noqa: PLC0415

        made = []
        for service in ("ses", "sesv2"):
            client = boto3.client(
                service,
                region_name=self.region,
                endpoint_url=self.endpoint,
                aws_access_key_id=ANY_KEY,
                aws_secret_access_key=SECRET,
                config=Config(retries={"max_attempts": 0}, proxies={}),
            )
            client.meta.events.register("before-send", disguise)
            made.append(client)
        return made[0], made[1]


@dataclass(slots=True)
class Disguise:
    """Makes each call look as if the caller's own program had made it.

    Signatures are not checked, so the access key is put into the signed request: a client for each
    caller would take a second more to start.
    """

    people: Mapping[str, CallingPrincipal]
    caller: SampleCaller = DEPLOY
    ago_ms: int = 0
    """How far back calls are dated."""

    def __call__(self, request: Any, **_: Any) -> None:
        """Change a request that botocore is about to send."""
        signed = request.headers["Authorization"]
        signed = signed.decode() if isinstance(signed, bytes) else signed
        key = self.people[self.caller.person].access_key
        disguised = {
            "Authorization": signed.replace(ANY_KEY, key),
            "User-Agent": self.caller.agent,
            "X-Forwarded-For": self.caller.ip,
            "X-Sestrail-Ago-Ms": str(self.ago_ms),
        }
        for name, value in disguised.items():
            request.headers[name] = value


def send(clients: Clients, disguise: Disguise, chance: random.Random) -> None:
    """Make one send; a refusal is part of the mix, and so is a fault."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - slow to import

    kind = chance.choices(KINDS, [one.weight for one in KINDS])[0]
    disguise.caller = kind.caller
    with suppress(ClientError, BotoCoreError):
        kind.send(clients, chance)


def set_up(clients: Clients) -> None:
    """Make the identities, configuration sets and templates that the sends use."""
    v1, v2 = clients
    v2.create_email_identity(EmailIdentity=DOMAIN)
    v1.verify_email_identity(EmailAddress=SINGLE_ADDRESS)
    for name in CONFIGURATION_SETS:
        v2.create_configuration_set(ConfigurationSetName=name)
    for name in TEMPLATES:
        content = {"Subject": name, "Text": "Hello {{n}}", "Html": "<p>Hello {{n}}</p>"}
        v2.create_email_template(TemplateName=name, TemplateContent=content)
