"""The sample app: it sends a believable mix through boto3, as any app would, until it is stopped.

First it makes its identities, configuration sets and templates through the API. Then, where a
backlog is asked for, it makes sends of the past minutes: real calls over the same path, dated back
by a header that the embedded AWS honours, and so delivered at once. Then it goes on at its rate,
now and then in bursts.
"""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from .sample_callers import DEPLOY, EVERYONE
from .sample_mail import CONFIGURATION_SETS, DOMAIN, KINDS, SINGLE_ADDRESS, TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .principals import Principal
    from .sample_callers import Caller

BACKLOG_MINUTES: Final = 15
BURST_CHANCE: Final = 0.05
BURST: Final = (4, 12)
MEAN_AT_ONCE: Final = 1 + BURST_CHANCE * (sum(BURST) / 2 - 1)
SECRET: Final = "not-checked"  # noqa: S105 - signatures are not checked


@dataclass(slots=True)
class SampleApp:
    """A sender in a thread of its own."""

    endpoint: str
    region: str
    people: Mapping[str, Principal]
    """`principals.roster`, by our names."""
    rate: float
    """Sends a second, on average; 0 for none but the backlog."""
    backlog: int = 0
    """Sends of the past minutes, made first."""
    seed: int | None = None
    ago_ms: int = 0
    """How far the present call is dated back."""
    stopping: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin."""
        self.thread = threading.Thread(target=self.run, name="sample-app", daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """Make no further call."""
        self.stopping.set()

    def run(self) -> None:
        """Send until stopped."""
        from botocore.exceptions import BotoCoreError  # noqa: PLC0415 - slow, and only in here

        chance = random.Random(self.seed)
        try:
            clients = {caller.person: self.clients(caller) for caller in EVERYONE}
            self.ago_ms = (BACKLOG_MINUTES + 1) * 60_000 if self.backlog else 0
            set_up(clients[DEPLOY.person])
            for pause, ago in self.pace(chance):
                if self.stopping.wait(pause):
                    return
                self.ago_ms = ago
                self.send(clients, chance)
        except BotoCoreError:
            # the embedded AWS is gone, and this goes with it
            if not self.stopping.is_set():
                raise

    def pace(self, chance: random.Random) -> Iterator[tuple[float, int]]:
        """Give, for each send, the seconds to wait before it and how far to date it back (ms)."""
        span = BACKLOG_MINUTES * 60_000
        for ago in sorted((chance.randrange(span) for _ in range(self.backlog)), reverse=True):
            yield 0.0, ago
        while self.rate > 0:
            yield chance.expovariate(self.rate / MEAN_AT_ONCE), 0
            if chance.random() < BURST_CHANCE:
                for _ in range(chance.randint(*BURST) - 1):
                    yield 0.03, 0

    def send(self, clients: Mapping[str, tuple[Any, Any]], chance: random.Random) -> None:
        """Make one send; a refusal is part of the mix."""
        from botocore.exceptions import ClientError  # noqa: PLC0415

        kind = chance.choices(KINDS, [one.weight for one in KINDS])[0]
        try:
            kind.send(clients[kind.caller.person], chance)
        except ClientError:
            return

    def clients(self, caller: Caller) -> tuple[Any, Any]:
        """Make a caller's v1 and v2 clients, with its key, user agent and address."""
        import boto3  # noqa: PLC0415
        from botocore.config import Config  # noqa: PLC0415

        def disguise(request: Any, **_: Any) -> None:
            del request.headers["User-Agent"]
            request.headers["User-Agent"] = caller.agent
            request.headers["X-Forwarded-For"] = caller.ip
            if self.ago_ms:
                request.headers["X-Sestrail-Ago-Ms"] = str(self.ago_ms)

        config = Config(retries={"max_attempts": 0}, proxies={})
        made = []
        for service in ("ses", "sesv2"):
            client = boto3.client(
                service,
                region_name=self.region,
                endpoint_url=self.endpoint,
                aws_access_key_id=self.people[caller.person].access_key,
                config=config,
                aws_secret_access_key=SECRET,
            )
            client.meta.events.register("before-send", disguise)
            made.append(client)
        return made[0], made[1]


def set_up(clients: tuple[Any, Any]) -> None:
    """Make the identities, configuration sets and templates that the sends use."""
    v1, v2 = clients
    v2.create_email_identity(EmailIdentity=DOMAIN)
    v1.verify_email_identity(EmailAddress=SINGLE_ADDRESS)
    for name in CONFIGURATION_SETS:
        v2.create_configuration_set(ConfigurationSetName=name)
    for name in TEMPLATES:
        content = {"Subject": name, "Text": "Hello {{n}}", "Html": "<p>Hello {{n}}</p>"}
        v2.create_email_template(TemplateName=name, TemplateContent=content)
