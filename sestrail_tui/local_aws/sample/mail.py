"""What the sample app sends: every call, both API versions, with and without what is optional."""

from __future__ import annotations

import json
from dataclasses import dataclass
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.local_aws.sample import callers

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from sestrail_tui.local_aws.sample.callers import SampleCaller

    Clients = tuple[Any, Any]
    """boto3's ses and sesv2 clients of one caller."""
    Send = Callable[[Clients, random.Random], object]

DOMAIN: Final = "example.com"
SINGLE_ADDRESS: Final = "hoge0415sender@mail1.example.net"
CONFIGURATION_SETS: Final = ("transactional", "newsletter", "billing", "hoge-config")
TEMPLATES: Final = ("OrderShipped", "WeeklyDigest", "InvoiceReady")


@dataclass(frozen=True, slots=True)
class MailKind:
    """One kind of send, and how often it is made."""

    weight: int
    caller: SampleCaller
    send: Send


def to(chance: random.Random, many: int = 1) -> dict[str, list[str]]:
    """Make a Destination; addresses of SES's mailbox simulator."""
    names = ("success", "success+a", "success+b", "bounce", "suppressionlist")
    return {"ToAddresses": [f"{chance.choice(names)}@simulator.amazonses.com" for _ in range(many)]}


def simple(subject: str) -> dict[str, Any]:
    """Make v2 simple content."""
    return {
        "Simple": {
            "Subject": {"Data": subject, "Charset": "UTF-8"},
            "Body": {
                "Text": {"Data": "Hello", "Charset": "UTF-8"},
                "Html": {"Data": "<p>Hello</p>", "Charset": "UTF-8"},
            },
        }
    }


def message(subject: str) -> dict[str, Any]:
    """Make a v1 message."""
    return {"Subject": {"Data": subject}, "Body": {"Text": {"Data": "Hello"}}}


def v2_simple(sender: str, config: str = "", **tags: str) -> Send:
    """Send with v2 SendEmail."""

    def send(clients: Clients, chance: random.Random) -> object:
        optional = {"ConfigurationSetName": config} if config else {}
        return clients[1].send_email(
            FromEmailAddress=sender,
            Destination=to(chance),
            Content=simple("Your order"),
            EmailTags=[{"Name": name, "Value": value} for name, value in tags.items()],
            **optional,
        )

    return send


def v2_template(sender: str, name: str, config: str, **tags: str) -> Send:
    """Send a stored template with v2 SendEmail."""

    def send(clients: Clients, chance: random.Random) -> object:
        return clients[1].send_email(
            FromEmailAddress=sender,
            Destination=to(chance),
            ReplyToAddresses=[f"support@{DOMAIN}"],
            Content={"Template": {"TemplateName": name, "TemplateData": json.dumps({"n": 1})}},
            EmailTags=[{"Name": tag, "Value": value} for tag, value in tags.items()],
            ConfigurationSetName=config,
        )

    return send


def v2_bulk(sender: str, name: str, config: str) -> Send:
    """Send a template to several with v2 SendBulkEmail."""

    def send(clients: Clients, chance: random.Random) -> object:
        return clients[1].send_bulk_email(
            FromEmailAddress=sender,
            DefaultContent={"Template": {"TemplateName": name, "TemplateData": "{}"}},
            DefaultEmailTags=[{"Name": "campaign", "Value": "weekly"}],
            BulkEmailEntries=[{"Destination": to(chance)} for _ in range(chance.randint(2, 6))],
            ConfigurationSetName=config,
        )

    return send


def v2_raw(sender: str, config: str) -> Send:
    """Send a message of one's own making with v2 SendEmail."""

    def send(clients: Clients, chance: random.Random) -> object:
        return clients[1].send_email(
            FromEmailAddress=sender,
            Destination=to(chance),
            Content={"Raw": {"Data": mime(sender)}},
            ConfigurationSetName=config,
        )

    return send


def v1_simple(sender: str, config: str = "") -> Send:
    """Send with v1 SendEmail."""

    def send(clients: Clients, chance: random.Random) -> object:
        optional = {"ConfigurationSetName": config} if config else {}
        return clients[0].send_email(
            Source=sender, Destination=to(chance), Message=message("Hello"), **optional
        )

    return send


def v1_raw(sender: str) -> Send:
    """Send with v1 SendRawEmail; the sender stands in the message only."""

    def send(clients: Clients, chance: random.Random) -> object:
        return clients[0].send_raw_email(
            Destinations=to(chance)["ToAddresses"], RawMessage={"Data": mime(sender)}
        )

    return send


def v1_template(sender: str, name: str, config: str) -> Send:
    """Send with v1 SendTemplatedEmail."""

    def send(clients: Clients, chance: random.Random) -> object:
        return clients[0].send_templated_email(
            Source=sender,
            Destination=to(chance),
            Template=name,
            TemplateData="{}",
            ConfigurationSetName=config,
            Tags=[{"Name": "department", "Value": "billing"}],
        )

    return send


def v1_bulk(sender: str, name: str, config: str) -> Send:
    """Send with v1 SendBulkTemplatedEmail."""

    def send(clients: Clients, chance: random.Random) -> object:
        return clients[0].send_bulk_templated_email(
            Source=sender,
            Template=name,
            DefaultTemplateData="{}",
            Destinations=[{"Destination": to(chance)} for _ in range(chance.randint(2, 5))],
            ConfigurationSetName=config,
        )

    return send


def mime(sender: str) -> bytes:
    """Make a MIME message."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "success@simulator.amazonses.com", "Report"
    mail.set_content("See above.")
    return mail.as_bytes()


ORDERS, NEWS = f"Example Orders <orders@{DOMAIN}>", f"news@{DOMAIN}"
KINDS: Final = (
    MailKind(24, callers.ORDERS, v2_simple(ORDERS, "transactional", flow="checkout")),
    MailKind(
        12, callers.ORDERS, v2_template(ORDERS, "OrderShipped", "transactional", flow="shipping")
    ),
    MailKind(9, callers.LAMBDA, v2_bulk(NEWS, "WeeklyDigest", "newsletter")),
    MailKind(9, callers.LAMBDA, v2_template(NEWS, "WeeklyDigest", "newsletter", campaign="weekly")),
    MailKind(7, callers.BATCH, v1_template(f"billing@{DOMAIN}", "InvoiceReady", "billing")),
    MailKind(4, callers.BATCH, v1_bulk(f"billing@{DOMAIN}", "InvoiceReady", "billing")),
    MailKind(6, callers.DEPLOY, v2_raw(f"reports@{DOMAIN}", "billing")),
    MailKind(7, callers.LEGACY, v1_raw(f"no-reply@{DOMAIN}")),
    MailKind(4, callers.LEGACY, v1_simple(f"no-reply@{DOMAIN}")),
    MailKind(4, callers.SSO, v2_simple(f"support@{DOMAIN}")),
    MailKind(3, callers.CONSOLE, v2_simple(SINGLE_ADDRESS, "hoge-config")),
    MailKind(2, callers.CONSOLE, v2_simple(SINGLE_ADDRESS)),
    MailKind(1, callers.ROOT, v1_simple(f"admin@{DOMAIN}", "transactional")),
    MailKind(4, callers.CI, v2_simple(f"ci@{DOMAIN}", "transactional", campaign="test")),
    # refused: an identity, a configuration set and a template that do not exist
    MailKind(3, callers.CI, v2_simple("ci@staging.example.org", "transactional", campaign="test")),
    MailKind(2, callers.CI, v2_simple(f"ci@{DOMAIN}", "transactional-staging")),
    MailKind(1, callers.BATCH, v1_template(f"billing@{DOMAIN}", "InvoiceReadyV2", "billing")),
)
